"""`ragaudit scan`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from ragaudit.cli._options import codes, run_options

EPILOG = """\b
Examples:
  ragaudit scan ./docs
  ragaudit scan ./docs --as-of 2026-11-01 --verbose
  ragaudit scan ./docs ./wiki --ignore STR,DUP403
  ragaudit scan --format json --output report.json      (sources from ragaudit.yaml)

\b
Exit codes: 0 passed, 1 gate failed, 2 usage or configuration, 3 audit incomplete.
"""


@click.command("scan", epilog=EPILOG, short_help="Audit folders and repositories.")
@run_options
@click.option(
    "--format", "format_", default="terminal", show_default=True, help="terminal, json or markdown."
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write the report to a file.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warn", "info", "never"]),
    help="Lowest severity that fails (default: error, or policy.fail_on).",
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
    fail_on: str | None,
    external_links: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Audit PATHS, or the sources of ragaudit.yaml, and report what is wrong with them.

    A folder in a git work tree is read with its history; any other folder as it is.
    """
    from ragaudit._engine import server

    server.started()  # beside the imports below
    from ragaudit import _registry
    from ragaudit.cli._output import options_for, write
    from ragaudit.cli._run import execute, find_baseline, prepare

    reporter = _registry.reporter(format_)
    chosen, left_out = codes(rules), codes(ignore)
    request, folder = prepare(
        paths, config, as_of, chosen, left_out, jobs, fail_on, external_links=external_links
    )
    _, baseline = find_baseline(request.settings, baseline_file)
    result = execute(replace(request, baseline=baseline), folder, quiet=quiet)
    write(reporter.render(result, options_for(output, verbose=verbose)), output)
    return result.verdict.exit_code
