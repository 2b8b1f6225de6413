"""`ragaudit tickets`."""

from __future__ import annotations

from pathlib import Path

import click

from ragaudit.cli._history import config_option
from ragaudit.errors import UsageError

EPILOG = """\b
Examples:
  ragaudit tickets --dry-run       what would be opened, reopened and closed
  ragaudit tickets                 after `ragaudit scan`, in the same job

\b
A finding has one ticket, found again by its fingerprint. One that somebody
closed stays closed while the finding stays; it is reopened only if the finding
was gone and came back.

\b
Exit codes: 0 in step; 2 usage; 3 a tracker could not be read or written.
"""


@click.command("tickets", epilog=EPILOG, short_help="Keep tickets in step with findings.")
@click.option(
    "--run", "name", default="latest", show_default=True, metavar="ID", help="The run to go by."
)
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would be done.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    show_default=True,
)
@config_option
def command(name: str, dry_run: bool, format_: str, config: Path | None) -> int:
    """Open tickets for findings as `tickets:` in ragaudit.yaml says: as files, or in GitHub, GitLab
    or Jira.
    """
    import json
    from datetime import UTC, datetime

    from ragaudit._handover.keeping import keep_all
    from ragaudit._handover.telling import ticket_lines, ticket_rows
    from ragaudit.cli._handover import handing_over
    from ragaudit.model import TicketAction

    with handing_over(config, name) as ready:
        if not ready.settings.trackers:
            raise UsageError(
                "ragaudit.yaml names no tracker",
                "add `tickets: {type: files}`, or github, gitlab, jira",
            )
        now = datetime.now(UTC)
        done = keep_all(ready.settings.trackers, ready.audit, ready.ledger, now, dry=dry_run)
    if format_ == "json":
        rows = [row for one in done for row in ticket_rows(one.tracker, one.changes)]
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    for one in done:
        if one.problem:
            click.echo(f"ragaudit: {one.tracker}: {one.problem}", err=True)
        elif format_ != "json":
            for line in ticket_lines(one.tracker, one.changes, dry=dry_run):
                click.echo(line)
    failed = any(change.action is TicketAction.FAILED for one in done for change in one.changes)
    return 3 if failed or any(one.problem for one in done) else 0
