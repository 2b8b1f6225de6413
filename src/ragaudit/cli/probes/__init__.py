"""`ragaudit probes`."""

from __future__ import annotations

import click

from ragaudit.cli._lazy import LazyCommands

COMMANDS = {
    "generate": "Make probes out of the documents, without a model.",
    "lint": "Say whether a probe set can measure what it should.",
}


@click.group(
    "probes",
    cls=LazyCommands,
    module="ragaudit.cli.probes",
    summaries=COMMANDS,
    short_help="Probe sets: what is asked, as whom, and what should come back.",
)
def command() -> None:
    """Look after probe sets: the questions a retriever is asked, and what is expected of it."""
