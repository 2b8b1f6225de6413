"""The options of a `jsonl` source."""

from __future__ import annotations

from ragaudit_connectors.records import Names, TextFormat
from ragaudit_connectors.remote import Options


class JsonlOptions(Options):
    """By which names a line is read."""

    fields: Names
    format: TextFormat = "markdown"
