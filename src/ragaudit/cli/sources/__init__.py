"""`ragaudit sources`."""

from __future__ import annotations

import click

from ragaudit.cli._lazy import LazyCommands

COMMANDS = {
    "check": "Try what the configured accounts may do.",
    "sync": "Bring what is known of source systems up to date.",
}


@click.group(
    "sources",
    cls=LazyCommands,
    module="ragaudit.cli.sources",
    summaries=COMMANDS,
    short_help="Source systems: what works, what changed.",
)
def command() -> None:
    """Look after the source systems of ragaudit.yaml: wikis, shares, buckets, databases, mail."""
