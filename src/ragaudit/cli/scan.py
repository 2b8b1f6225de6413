"""`ragaudit scan`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from ragaudit.cli._options import codes, run_options
from ragaudit.cli._reports import TABLES, delivery, report_options

EPILOG = """\b
Examples:
  ragaudit scan ./docs
  ragaudit scan ./docs --as-of 2026-11-01 --verbose
  ragaudit scan ./docs ./wiki --ignore STR,DUP403
  ragaudit scan --changed-since origin/main             (in a pull request)
  ragaudit scan --format json --output report.json      (sources from ragaudit.yaml)
  ragaudit scan ./docs --report sarif=docs.sarif --report junit=docs.xml

\b
Exit codes: 0 passed, 1 gate failed, 2 usage or configuration, 3 audit incomplete.
"""


@click.command("scan", epilog=EPILOG, short_help="Audit folders and repositories.")
@run_options
@report_options(TABLES[:2])
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warn", "info", "never"]),
    help="Lowest severity that fails (default: error, or policy.fail_on).",
)
@click.option(
    "--changed-since",
    metavar="REF",
    help="Judge only documents that changed since they parted from this commit or branch.",
)
@click.option(
    "--external-links", is_flag=True, help="Ask other servers whether links are dead (STR803)."
)
@click.option("--verbose", "-v", is_flag=True, help="Show quotes, notes and every finding.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
def command(
    paths: tuple[Path, ...],
    config: Path | None,
    as_of: date | None,
    rules: tuple[str, ...],
    ignore: tuple[str, ...],
    jobs: int | None,
    baseline_file: Path | None,
    format_: str,
    output: Path | None,
    reports: tuple[str, ...],
    table: str,
    fail_on: str | None,
    changed_since: str | None,
    external_links: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Audit PATHS, or the sources of ragaudit.yaml, and report what is wrong with them.

    A folder in a git work tree is read with its history; any other folder as it is.
    """
    from ragaudit._engine import server

    server.started()  # beside the imports below
    from ragaudit.cli._run import execute, find_baseline, prepare

    wanted = delivery(format_, output, reports, table)
    chosen, left_out = codes(rules), codes(ignore)
    request, folder = prepare(
        paths, config, as_of, chosen, left_out, jobs, fail_on, external_links=external_links
    )
    _, baseline = find_baseline(request.settings, baseline_file)
    request = replace(request, baseline=baseline, changed_since=changed_since)
    result = execute(request, folder, quiet=quiet)
    wanted.deliver(result, verbose=verbose)
    return result.verdict.exit_code
