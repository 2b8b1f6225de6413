"""`ragaudit index`."""

from __future__ import annotations

import click

from ragaudit.cli._lazy import LazyCommands

COMMANDS = {"build": "Bring the built-in index in step with the sources."}


@click.group(
    "index",
    cls=LazyCommands,
    module="ragaudit.cli.index",
    summaries=COMMANDS,
    short_help="The built-in index: bring it up to date.",
)
def command() -> None:
    """Look after the built-in index, which `ragaudit probe` asks where no other target is named."""
