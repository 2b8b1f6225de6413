"""`ragaudit notify`."""

from __future__ import annotations

from pathlib import Path

import click

from ragaudit.cli._history import config_option
from ragaudit.errors import UsageError

EPILOG = """\b
Examples:
  ragaudit notify --dry-run        what would be told to whom
  ragaudit notify                  after `ragaudit scan`, in the same job
  ragaudit notify --run 20261101   of that run instead of the latest

\b
Every finding is told once, until it is gone and comes back. What could not be
delivered is kept in .ragaudit/dead-letters.jsonl; the next run tries again.

\b
Exit codes: 0 told, or held back by quiet hours; 2 usage; 3 not all was delivered.
"""


@click.command("notify", epilog=EPILOG, short_help="Tell owners and channels what is new.")
@click.option(
    "--run", "name", default="latest", show_default=True, metavar="ID", help="The run to tell of."
)
@click.option("--dry-run", is_flag=True, help="Send nothing; show every message.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    show_default=True,
)
@config_option
def command(name: str, dry_run: bool, format_: str, config: Path | None) -> int:
    """Tell owners what is theirs to mend, and channels the verdict, as `alerts:` in ragaudit.yaml
    says: e-mail, Slack, Teams, webhooks and whatever else apprise knows.
    """
    import json
    import os
    from datetime import UTC, datetime

    from ragaudit import _registry
    from ragaudit._handover.dead import NAME
    from ragaudit._handover.people import known_people
    from ragaudit._handover.seen import first_seen
    from ragaudit._handover.sending import Telling
    from ragaudit._handover.telling import delivery_lines, delivery_rows, undelivered
    from ragaudit.cli._handover import handing_over

    with handing_over(config, name) as ready:
        alerts = ready.settings.alerts
        if not alerts.routes:
            raise UsageError(
                "ragaudit.yaml does not say who is to be told",
                "add `alerts: {channels: {hr: {url_env: HR_ALERTS}}, routes: [{to: hr}]}`",
            )
        directory, problems = known_people(ready.settings.identities)
        telling = Telling(
            settings=alerts,
            notifier=_registry.notifier(),
            ledger=ready.ledger,
            dead_letters=ready.folder / NAME,
            now=datetime.now(UTC),
            environ=os.environ,
            directory=directory,
            first_seen=first_seen(ready.history),
        )
        done = telling.run(ready.audit, dry=dry_run)
    for problem in problems:
        click.echo(f"ragaudit: {problem}", err=True)
    if format_ == "json":
        click.echo(json.dumps(delivery_rows(done), indent=1, ensure_ascii=False))
    else:
        for line in delivery_lines(done, dry=dry_run, file=f".ragaudit/{NAME}"):
            click.echo(line)
    return 3 if undelivered(done) else 0
