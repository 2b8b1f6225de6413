"""`ragaudit freshness`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from ragaudit.cli._options import DateType

EPILOG = """\b
Examples:
  ragaudit freshness                                 (sources from ragaudit.yaml)
  ragaudit freshness --select handbook --select wiki
  ragaudit freshness --format json -o freshness.json
  ragaudit freshness --report html=freshness.html

\b
Exit codes: 0 every contract holds, or only its warnings do not, 1 one is broken, 2 usage or
configuration, 3 the freshness of a source is unknown, or something could not be read.
"""
RULES = ("FRS201", "FRS202", "FRS203", "FRS209", "FRS210")
"""What concerns the age of documents and needs their metadata only."""
REPORTERS = {"terminal": "terminal", "json": "freshness", "markdown": "markdown"}
ARTEFACT = "freshness.json"


@click.command("freshness", epilog=EPILOG, short_help="Hold sources against their contracts.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--select", "-s", multiple=True, metavar="SOURCE", help="Only these sources.")
@click.option("--config", type=click.Path(path_type=Path), help="ragaudit.yaml to use.")
@click.option("--as-of", type=DateType(), help="Judge as on this day (default: today).")
@click.option("--format", "format_", type=click.Choice([*REPORTERS]), default="terminal",
              show_default=True, help="How to tell it.")  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write the report to a file.")
@click.option("--report", "reports", multiple=True, metavar="NAME=FILE",
              help="Write one more report, such as html=out.html; may be repeated.")  # fmt: skip
@click.option("--baseline", "baseline_file", type=click.Path(path_type=Path),
              help="Baseline to use (default: ragaudit-baseline.json, if there).")  # fmt: skip
@click.option("--jobs", "-j", type=click.IntRange(1, 256), help="Worker processes.")
@click.option("--verbose", "-v", is_flag=True, help="List every document.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
def command(
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    config: Path | None,
    as_of: date | None,
    format_: str,
    output: Path | None,
    reports: tuple[str, ...],
    baseline_file: Path | None,
    jobs: int | None,
    verbose: bool,
    quiet: bool,
) -> int:
    """Hold the sources of ragaudit.yaml, or PATHS, against their freshness contracts.

    Made for a schedule: documents that did not change since the last run are not opened. Leaves
    `.ragaudit/freshness.json` for other programs.
    """
    from ragaudit._audit.checking import chosen
    from ragaudit.cli._reports import delivery
    from ragaudit.cli._run import execute, find_baseline, prepare
    from ragaudit.model import RunKind

    wanted = delivery(REPORTERS[format_], output, reports)
    request, folder = prepare(paths, config, as_of, RULES, (), jobs)
    settings = replace(request.settings, sources=chosen(request.settings, select))
    _, baseline = find_baseline(settings, baseline_file)
    request = replace(request, settings=settings, baseline=baseline, kind=RunKind.FRESHNESS)
    result = execute(request, folder, quiet=quiet)
    if folder.cache is not None:
        delivery("freshness", folder.cache.parent / ARTEFACT, ()).deliver(result, verbose=False)
    wanted.deliver(result, verbose=verbose)
    return result.verdict.exit_code
