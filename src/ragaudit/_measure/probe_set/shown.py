"""Foreign text in messages and tables: one line, nothing that a terminal would act on."""

from __future__ import annotations

from ragaudit.text import shorten

_PAIRS = 2
"""A character outside the basic plane is two halves where it cannot be encoded."""


def visible(text: str, limit: int = 100) -> str:
    """Text on one line of at most `limit` characters, with what does not print spelt out."""
    line = shorten(text[: limit * _PAIRS], limit)
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() else _spelt(c) for c in line)


def _spelt(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
