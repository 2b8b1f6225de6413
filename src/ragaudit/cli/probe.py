"""`ragaudit probe`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from ragaudit.cli._options import DateType
from ragaudit.cli._reports import delivery, report_options

EPILOG = """\b
Examples:
  ragaudit probe                                    (sources, set and target of ragaudit.yaml)
  ragaudit probe ./docs                             (docs/probes.yaml, the built-in index)
  ragaudit probe --target my_app.search:retrieve
  ragaudit probe --target https://search.acme.example/v1/query --as alice --as anon
  ragaudit probe --target recorded.jsonl --format json -o report.json

\b
Exit codes: 0 passed, 1 a leak or another failed gate, 2 usage or configuration,
3 something could not be asked or judged.
"""


@click.command("probe", epilog=EPILOG, short_help="Ask a retriever, and measure what comes back.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--target", help="A type, an address, module:function, or a recorded run.")
@click.option("--probes", "probe_file", type=click.Path(path_type=Path), help="The probe set.")
@click.option("--as", "readers", multiple=True, help="Only as these principals of the set.")
@click.option("-k", "k", type=click.IntRange(1, 1000), help="Results that are asked for.")
@click.option("--config", type=click.Path(path_type=Path), help="ragaudit.yaml to use.")
@click.option("--as-of", type=DateType(), help="Judge as on this day.")
@report_options(("scores", "findings", "documents"))
@click.option("--verbose", "-v", is_flag=True, help="Show every leak and every missed probe.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
def command(
    paths: tuple[Path, ...],
    target: str | None,
    probe_file: Path | None,
    readers: tuple[str, ...],
    k: int | None,
    config: Path | None,
    as_of: date | None,
    format_: str,
    output: Path | None,
    reports: tuple[str, ...],
    table: str,
    verbose: bool,
    quiet: bool,
) -> int:
    """Ask a retriever the questions of a probe set, as the people who would ask them.

    Says what leaks to whom, what share is found and in which source it is lost, and how sure that
    is. Who may read what comes from the access lists of the sources, never from the retriever: of
    PATHS, read as by `ragaudit scan`, or of the configuration.
    """
    from ragaudit._measure.making import probe_request
    from ragaudit._measure.running import probed
    from ragaudit.cli._run import execute, find_baseline, prepare

    wanted = delivery(format_, output, reports, table)
    request, folder = prepare(paths, config, as_of, (), (), None)
    asking = probe_request(request.settings, probe_file, target, readers, k)
    _, baseline = find_baseline(request.settings, None)
    policy = request.settings.policy.probes
    try:
        result = execute(
            replace(request, baseline=baseline),
            folder,
            quiet=quiet,
            then=lambda progress: (
                lambda survey, audit: probed(asking.watched(progress), survey, audit, policy)
            ),
        )
    finally:
        asking.target.close()
    wanted.deliver(result, verbose=verbose)
    return result.verdict.exit_code
