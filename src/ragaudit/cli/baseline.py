"""`ragaudit baseline`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from ragaudit.cli._options import DateType, codes, run_options

EPILOG = """\b
Examples:
  ragaudit baseline ./docs --reason "accepted at launch" --until 2027-06-30
  ragaudit scan ./docs                       fails on what is new only

Commit the file. A later `ragaudit scan` reports entries that are fixed; running `ragaudit baseline`
again drops them.
"""


@click.command("baseline", epilog=EPILOG, short_help="Accept what is there.")
@run_options
@click.option("--reason", default="accepted", show_default=True, help="Why these are accepted.")
@click.option("--until", type=DateType(), help="They count again after this day.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
def command(
    paths: tuple[Path, ...],
    config: Path | None,
    as_of: date | None,
    rules: tuple[str, ...],
    ignore: tuple[str, ...],
    jobs: int | None,
    baseline_file: Path | None,
    reason: str,
    until: date | None,
    quiet: bool,
) -> int:
    """Scan PATHS and write every open finding to the baseline file.

    Earlier entries keep their reason and end; what could not be read is not accepted.
    """
    from ragaudit._gate import scope_of, write_baseline
    from ragaudit.cli._run import execute, find_baseline, prepare

    request, folder = prepare(paths, config, as_of, codes(rules), codes(ignore), jobs)
    settings = request.settings
    file, previous = find_baseline(settings, baseline_file, may_lack=True)
    result = execute(replace(request, baseline=previous), folder, quiet=quiet)
    if result.run.interrupted or not result.documents:
        click.echo(f"{file} was not written: {'; '.join(result.verdict.reasons)}", err=True)
        return 3
    accepted, dropped = write_baseline(
        file,
        result.findings,
        as_of=request.as_of,
        reason=reason,
        until=until,
        previous=previous,
        scope=scope_of(settings.sources, result.run.rules, result.skipped_rules, result.skips),
    )
    click.echo(f"{file}: {accepted} findings accepted, {dropped} entries dropped as fixed.")
    if result.skips:
        click.echo(
            f"{len(result.skips)} documents could not be read; a baseline does not cover them."
        )
    return 0
