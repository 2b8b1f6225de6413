"""`ragaudit monitor`."""

from __future__ import annotations

import click

from ragaudit.cli._lazy import LazyCommands

COMMANDS = {"import": "Read query logs of the running system."}


@click.group(
    "monitor",
    cls=LazyCommands,
    module="ragaudit.cli.monitor",
    summaries=COMMANDS,
    short_help="After launch: what people ask, and what they are served.",
)
def command() -> None:
    """Learn from a system that is running: what people ask, what they are served, what fails."""
