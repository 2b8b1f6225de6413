"""Titles that are identifiers: the entries of a reference."""

from __future__ import annotations

import re

_IDENTIFIER = re.compile(
    r"((?=\S*(?:[a-z0-9][A-Z]|[A-Za-z0-9][_.:]+[A-Za-z]))[A-Za-z][\w.:]*)(?:\s*[\[(][^\[\]()]{1,40}[\])])?"
)


def identifier(title: str | None) -> str:
    """`DiskNearFull` of `DiskNearFull [Deprecated]`; empty for a title in words."""
    found = _IDENTIFIER.fullmatch((title or "").strip())
    return found[1] if found else ""


def are_two_entries(left: str | None, right: str | None) -> bool:
    """Whether two titles are different identifiers, so that each page has a subject of its own."""
    a, b = identifier(left), identifier(right)
    return bool(a and b) and a != b
