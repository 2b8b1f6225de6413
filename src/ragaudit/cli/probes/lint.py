"""`ragaudit probes lint`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ragaudit.cli._surveying import survey_options, surveying, tell

if TYPE_CHECKING:
    from ragaudit._measure.probe_set.lint import Lint

EPILOG = """\b
Examples:
  ragaudit probes lint
  ragaudit probes lint probes.yaml --format json

\b
Exit codes: 0 no error (warnings may be there), 1 errors, 2 the set or the configuration cannot be
read, 3 no error, and a source could not be read to its end.
"""


@click.command("lint", epilog=EPILOG, short_help="Check a probe set before anything is asked.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@survey_options
def command(file: Path | None, config: Path | None, as_of: date | None, format_: str) -> int:
    """Say what in the probe set FILE would make a result wrong, missing or weak.

    FILE is a probes/v1 file, JSON lines, a table (.csv), or a folder in the form of BEIR; that of
    the configuration, or probes.yaml beside it, if not given. Where there is a configuration its
    sources are read, and every document and person the set names is looked for.
    """
    from ragaudit._measure.probe_set.choosing import choose
    from ragaudit._measure.probe_set.lint import lint
    from ragaudit._measure.probe_set.reading import read_probes

    chosen, settings = choose(file, config, Path.cwd())
    probes = read_probes(chosen)
    if settings is None:
        return _end(lint(probes), format_, incomplete=False)
    from ragaudit._measure.probe_set.surveyed import known

    with surveying((), settings, as_of) as (request, survey):
        found = lint(probes, known(survey, probes, request.as_of))
        failures = survey.every_failure
    tell(failures)
    return _end(found, format_, incomplete=bool(failures))


def _end(found: Lint, format_: str, *, incomplete: bool) -> int:
    import json

    from ragaudit._measure.probe_set.telling import as_json, as_text
    from ragaudit.cli._output import write
    from ragaudit.model import Severity

    if format_ == "json":
        write(json.dumps(as_json(found), indent=2, ensure_ascii=False), None)
    else:
        write(as_text(found), None)
    if found.count(Severity.ERROR):
        return 1
    return 3 if incomplete else 0
