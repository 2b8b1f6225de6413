"""`ragaudit monitor import`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ragaudit.cli._options import DateType
from ragaudit.cli._surveying import FORMATS, surveying, tell
from ragaudit.errors import UsageError

EPILOG = """\b
Examples:
  ragaudit monitor import queries.jsonl
  ragaudit monitor import traces.jsonl.gz scores.jsonl --since 2026-11-01
  ragaudit monitor import log.csv --field query=frage --field documents=treffer
  ragaudit monitor import queries.jsonl --propose probes-proposed.yaml

\b
Questions and people are never kept: only how often each document was part of an answer, so that
the next scan knows what people are really served. Proposed probes are stripped of personal data,
and a person must still review them.

\b
Exit codes: 0 read, 2 usage, 3 lines could not be used, or a source could not be read.
"""


@click.command("import", epilog=EPILOG, short_help="Read query logs of the running system.")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=False, dir_okay=False)
)
@click.option(
    "--log-format",
    default="auto",
    show_default=True,
    help="auto, plain (JSON lines, CSV), otel, langfuse or phoenix.",
)
@click.option(
    "--field", "fields", multiple=True, metavar="OURS=THEIRS", help="Where a field is in the log."
)
@click.option("--since", type=DateType(), help="Leave out questions before this day.")
@click.option("--propose", type=click.Path(path_type=Path), help="Write proposed probes here.")
@click.option(
    "--min-count",
    type=click.IntRange(2, 1_000_000),
    default=3,
    show_default=True,
    help="Show a question only if it was asked so often.",
)
@click.option(
    "--most", type=click.IntRange(1, 10_000), default=50, show_default=True, help="Questions shown."
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--config", type=click.Path(path_type=Path), help="ragaudit.yaml to use.")
@click.option("--format", "format_", type=FORMATS, default="terminal", help="terminal or json.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write the report to a file.")
def command(
    files: tuple[Path, ...],
    log_format: str,
    fields: tuple[str, ...],
    since: date | None,
    propose: Path | None,
    min_count: int,
    most: int,
    force: bool,
    config: Path | None,
    format_: str,
    output: Path | None,
) -> int:
    """Read query logs FILES of the running system: JSON lines, CSV, OpenTelemetry spans, exports
    of Langfuse and Phoenix; also gzipped.

    Says per source and owner what was served, what was not answered and what people complained
    about, and has the next scan count findings on documents people are served one step more.
    """
    import json

    from ragaudit import _registry
    from ragaudit._engine.served import write_served
    from ragaudit._measure.probe_set.writing import dumps
    from ragaudit._monitor.proposing import COMMENT, proposed
    from ragaudit._monitor.reading import read_logs, shown
    from ragaudit._monitor.telling import as_json, lines
    from ragaudit._store.folder import StateFolder
    from ragaudit.cli._output import write
    from ragaudit.cli._progress import showing
    from ragaudit.contracts import LogOptions

    if propose is not None and propose.exists() and not force:
        raise UsageError(f"{propose} is there already", "choose another name, or add --force")
    reader = _registry.log_reader(log_format)
    with surveying((), config, None) as (request, survey):
        settings = request.settings
        options = LogOptions({**settings.monitor.fields, **_named(fields)})
        with showing(quiet=False) as progress:
            found = read_logs(files, reader, options, survey.documents, progress, since)
        usage = shown(found, survey.directory, min_count, most)
        titles = {d.id: f"{d.source_id}: {d.path}" for d in survey.documents.values()}
        failures = survey.every_failure
    folder = StateFolder.open(settings.home)
    if folder.served is None:
        click.echo(folder.problem, err=True)
    else:
        write_served(folder.served, found)
    if format_ == "json":
        write(json.dumps(as_json(usage), indent=1, ensure_ascii=False), output)
    else:
        write("\n".join(lines(usage, titles)), output)
    if propose is not None:
        write(dumps(proposed(usage.often), COMMENT), propose)
        click.echo(f"{propose}: {len(usage.often)} probes to be reviewed", err=True)
    tell(failures)
    return 3 if failures or usage.bad_lines else 0


def _named(fields: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for field in fields:
        ours, equals, theirs = field.partition("=")
        if not equals or not theirs:
            raise UsageError(f"“{field}” names no field of the log", "write --field query=question")
        found[ours.strip()] = theirs.strip()
    return found
