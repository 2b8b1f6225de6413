"""`ragaudit target`."""

from __future__ import annotations

import click

from ragaudit.cli._lazy import LazyCommands

COMMANDS = {"inspect": "Ask one question, and say what the answer holds."}


@click.group(
    "target",
    cls=LazyCommands,
    module="ragaudit.cli.target",
    summaries=COMMANDS,
    short_help="The retriever that is asked: what it answers, and how that is read.",
)
def command() -> None:
    """Look after the retriever that probes ask."""
