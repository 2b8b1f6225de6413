"""`ragaudit diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ragaudit.cli._history import config_option, history

if TYPE_CHECKING:
    from ragaudit._store.runs import RunStore
    from ragaudit.model import Changes

EPILOG = """\b
Examples:
  ragaudit diff                                  the newest run against the one before
  ragaudit diff 20261101                         the newest run against that one
  ragaudit diff 20261101 20261115 --format markdown
  ragaudit diff --fail-on-new error              for CI: fail only on what is new

\b
Exit codes: 0 compared; with --fail-on-new 1 if something got worse, 3 if that cannot be told;
2 usage, no such run, or a history that cannot be read.
"""


@click.command("diff", epilog=EPILOG, short_help="What changed between two runs.")
@click.argument("runs", nargs=-1, metavar="[BEFORE [AFTER]]")
@config_option
@click.option("--format", "format_", default="terminal", show_default=True,
              help="terminal, json or markdown.")  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write it to a file.")
@click.option(
    "--fail-on-new",
    type=click.Choice(["error", "warn", "info"]),
    help="Fail on new or worse findings of this severity or above, and on new leaks.",
)
@click.option("--verbose", "-v", is_flag=True, help="Show every finding and document.")
def command(
    runs: tuple[str, ...],
    config: Path | None,
    format_: str,
    output: Path | None,
    fail_on_new: str | None,
    verbose: bool,
) -> int:
    """Say what is new, fixed or worse in run AFTER since run BEFORE, source by source.

    A run is named by the beginning of its id, `latest` or `previous`. What one of the two did not
    look at is neither new nor fixed: it is listed apart.
    """
    from ragaudit import _registry
    from ragaudit._history.gate import judge_changes
    from ragaudit.cli._output import options_for, write
    from ragaudit.errors import UsageError
    from ragaudit.model import Severity

    if len(runs) > 2:
        raise UsageError("two runs at most can be compared", "ragaudit diff BEFORE AFTER")
    reporter = _registry.changes_reporter(format_)
    with history(config) as store:
        changes = _compared(store, runs)
    write(reporter.render(changes, options_for(output, verbose=verbose)), output)
    if fail_on_new is None:
        return 0
    code, reason = judge_changes(changes, Severity(fail_on_new))
    if reason:
        click.echo(f"ragaudit: {reason}", err=True)
    return code


def _compared(store: RunStore, runs: tuple[str, ...]) -> Changes:
    before, after = (*(runs or ("previous",)), "latest")[:2]
    return store.compare(store.find(before), store.find(after))
