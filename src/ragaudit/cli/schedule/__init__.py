"""`ragaudit schedule`."""

from __future__ import annotations

import click

from ragaudit.cli._lazy import LazyCommands

COMMANDS = {"print": "Print a definition for a scheduler."}


@click.group(
    "schedule",
    cls=LazyCommands,
    module="ragaudit.cli.schedule",
    summaries=COMMANDS,
    short_help="Run it at night, and on every change.",
)
def command() -> None:
    """Definitions for schedulers, made from ragaudit.yaml."""
