"""Sentences with their place; lines that a layout broke stay together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_END = re.compile(r"(?<=[.!?])[\"')\]”»*_]*\s+|(?<=[。！？])|\n\s*\n|(?<=:)\s*\n")
_LONGEST = 800
_STRAIGHT = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("„", '"'), ("«", '"'), ("»", '"'))


class Sentence(NamedTuple):
    """One sentence as written, and in the form cues are tried on."""

    start: int
    text: str
    folded: str


def sentences(text: str) -> Iterator[Sentence]:
    """Cut a text into sentences; an endless one into pieces."""
    position = 0
    for match in _END.finditer(text):
        yield from _pieces(text, position, match.start())
        position = match.end()
    yield from _pieces(text, position, len(text))


def fold(text: str) -> str:
    """Lower case, straight quotes, single spaces."""
    lowered = text.lower()
    if not lowered.isascii():
        for curly, straight in _STRAIGHT:
            lowered = lowered.replace(curly, straight)
    return " ".join(lowered.split())


def _pieces(text: str, start: int, end: int) -> Iterator[Sentence]:
    while start < end:
        stop = end if end - start <= _LONGEST else start + _LONGEST
        if stop < end and (space := text.rfind(" ", start, stop)) > start:
            stop = space
        written = text[start:stop]
        if folded := fold(written):
            yield Sentence(start + len(written) - len(written.lstrip()), written.strip(), folded)
        start = stop
