"""`ragaudit access`."""

from __future__ import annotations

import click

from ragaudit.cli._lazy import LazyCommands

COMMANDS = {
    "explain": "Say whether somebody may read a document, and why.",
    "matrix": "Count what each person may read, source by source.",
    "verify": "Ask source systems as somebody, and compare.",
}


@click.group(
    "access",
    cls=LazyCommands,
    module="ragaudit.cli.access",
    summaries=COMMANDS,
    short_help="Who may read what.",
)
def command() -> None:
    """Say who may read what, by the access lists of the sources."""
