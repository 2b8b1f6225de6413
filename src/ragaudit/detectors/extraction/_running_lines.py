"""Lines that come again on every page of a text without blank lines between its paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ragaudit.model import BlockKind, Content

_LEAST_WORDS = 5
_LEAST_TIMES = 10
_CHARACTER_SHARE = 0.10
_APART = 0.8
_PROSE_SHARE = 0.4
_SENTENCE_WORDS = 8
_PAGE = re.compile(
    r"\b(page|seite|p\.|blatt)\s{0,3}\d{1,5}(?:\s{0,3}(?:of|von|sur|/)\s{0,3}\d{1,5})?", re.I
)
_COLUMNS = re.compile(r"\S(?: {3,}|\t)\S|[|+¦]|\.{4,}|^\W*$")
"""Rows of tables drawn in characters repeat by design."""
_SENTENCE = re.compile(r"[.!?:;][\"”’)]?$")


@dataclass(frozen=True, slots=True)
class RunningLine:
    """A line, how often it stands in the text, where it comes again first, and its share."""

    text: str
    count: int
    line: int
    share: float


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    @property
    def same(self) -> str:
        return " ".join(_PAGE.sub(r"\1 #", self.text).lower().split())


def running_line(content: Content) -> RunningLine | None:
    """The line that stands between lines of prose, ever new ones, again and again."""
    lines = _lines(content)
    keys = [line.same for line in lines]
    counts = Counter(k for k in keys if k.count(" ") >= _LEAST_WORDS - 1 and not _COLUMNS.search(k))
    if not counts:
        return None
    key, count = max(counts.items(), key=lambda item: (item[1] - 1) * len(item[0]))
    share = (count - 1) * len(key) / sum(map(len, keys))
    if count < _LEAST_TIMES or share < _CHARACTER_SHARE:
        return None
    others = [line for line, other in zip(lines, keys, strict=True) if counts[other] < 2]
    if not _stands_apart(key, keys) or not _is_prose(others):
        return None
    again = [line for line, k in zip(lines, keys, strict=True) if k == key][1]
    return RunningLine(again.text, count, again.number, share)


def _lines(content: Content) -> list[_Line]:
    return [
        _Line(block.span.line + offset, text.strip())
        for block in content.blocks
        if block.kind is BlockKind.PARAGRAPH
        for offset, text in enumerate(block.text.split("\n"))
        if text.strip()
    ]


def _stands_apart(key: str, keys: Sequence[str]) -> bool:
    """Whether other lines come before, or after, each time: a refrain has a verse of its own."""
    places = [place for place, other in enumerate(keys) if other == key]
    before = {keys[place - 1] for place in places if place}
    after = {keys[place + 1] for place in places if place + 1 < len(keys)}
    return max(len(before), len(after)) >= _APART * len(places)


def _is_prose(lines: Sequence[_Line]) -> bool:
    """Whether the lines are sentences, or pieces of wrapped ones; not verse, log or addresses."""
    prose = sum(map(_is_prose_line, lines))
    return bool(lines) and prose >= _PROSE_SHARE * len(lines)


def _is_prose_line(line: _Line) -> bool:
    text = line.text
    if text[0].islower():
        return text.count(" ") >= _LEAST_WORDS - 1
    whole = text[0].isalpha() and _SENTENCE.search(text) is not None
    return whole and text.count(" ") >= _SENTENCE_WORDS - 1
