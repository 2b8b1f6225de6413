"""`ragaudit report`."""

from __future__ import annotations

from pathlib import Path

import click

from ragaudit.cli._history import config_option, history
from ragaudit.cli._reports import delivery, report_options

EPILOG = """\b
Examples:
  ragaudit report --verbose                          the newest run once more, with everything
  ragaudit report --format html -o audit.html
  ragaudit report --run 20261101 --format sarif -o audit.sarif
  ragaudit report --run previous --format csv --table documents

\b
Exit codes: 0 the report was written, 2 usage, no such run, or a history that cannot be read.
"""


@click.command("report", epilog=EPILOG, short_help="Render a run on record once more.")
@click.option(
    "--run", "name", default="latest", show_default=True, metavar="ID",
    help="A run, by the beginning of its id, or previous.",
)  # fmt: skip
@config_option
@report_options()
@click.option("--verbose", "-v", is_flag=True, help="Show quotes, notes and every finding.")
def command(
    name: str,
    config: Path | None,
    format_: str,
    output: Path | None,
    reports: tuple[str, ...],
    table: str,
    verbose: bool,
) -> int:
    """Render a run on record in any format, without looking at the documents again."""
    wanted = delivery(format_, output, reports, table)
    with history(config) as store:
        audit = store.load(store.find(name))
    wanted.deliver(audit, verbose=verbose)
    return 0
