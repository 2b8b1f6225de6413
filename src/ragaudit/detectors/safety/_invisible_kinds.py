"""Sorts the invisible characters of a document by what they do, the needed ones left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import NamedTuple

from ragaudit.detectors.safety import _invisible
from ragaudit.detectors.safety._invisible import ANY, FLAG, is_plain_letter, is_right_to_left
from ragaudit.model import Content

_TAG_RUN = re.compile(f"[{_invisible.TAGS}]+")
_SELECTOR_RUN = re.compile(f"[{_invisible.SELECTORS}]{{4,}}")
_AFTER_ASCII = re.compile(f"[A-Za-z][{_invisible.SELECTORS}]")
_ZERO_WIDTH = "\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u206a-\u206f\u061c\u034f"
_ZERO_RUN = re.compile(f"[{_ZERO_WIDTH}]+")
_HYPHENATED = re.compile(r"(?:[^\W\d_]+\u00ad+)+[^\W\d_]+")
_OPERATORS = re.compile(r"[^\W\d_]{3,}[\u2061-\u2064]+[^\W\d_]{3,}")
_FILLERS = re.compile("[\u115f\u1160\u3164\uffa0]+")
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\u3131-\u318e\uffa1-\uffdc]")
_DIRECTION = re.compile(f"[{_invisible.DIRECTION}]")
_REVERSING = "\u202e\u202b\u2067"
_CLOSES = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}
_DATA_RUN = 8
_KANA = re.compile("[\u3040-\u30ff]")
_MAX_LINE, _MAX_MARKS = 20_000, 500
_REACH = 400
"""Characters a direction mark is followed for; more does not change what it does."""


class Kind(Enum):
    """What the characters do, the worst first."""

    TAGS = "tags"
    REVERSED = "reversed"
    DIRECTION = "direction"
    SELECTORS = "selectors"
    SPLIT = "split"
    FILLER = "filler"


@dataclass(frozen=True, slots=True)
class Place:
    """One place where they stand."""

    kind: Kind
    line: int
    around: str
    codes: tuple[str, ...]
    spelt: str = ""


class _Run(NamedTuple):
    kind: Kind
    start: int
    end: int
    spelt: str = ""


def places(content: Content) -> Iterator[Place]:
    """Every place, by line; character references in markup included."""
    if not content.text.isascii():
        yield from _in_text(content.text, 1)
    if "&" in content.text:
        for block in content.blocks:
            source = content.text[block.span.start : block.span.end]
            if not block.text.isascii() and "&" in source and not ANY.search(source):
                yield from _in_text(block.text, block.span.line)


def _in_text(text: str, first: int) -> Iterator[Place]:
    if not ANY.search(text):
        return
    for offset, line in enumerate(text.split("\n")):
        if line.isascii() or not ANY.search(line):
            continue
        for start in range(0, len(line), _MAX_LINE):
            part = line[start : start + _MAX_LINE]
            for run in _runs(part):
                yield _place(run, part, first + offset)


def _place(run: _Run, line: str, number: int) -> Place:
    codes = tuple(f"U+{ord(c):04X}" for c in line[run.start : run.end] if ANY.match(c))
    around = line[max(0, run.start - 40) : run.end + 40].strip()
    return Place(run.kind, number, around, codes, run.spelt)


def _runs(line: str) -> Iterator[_Run]:
    yield from _tags(line)
    yield from _directions(line)
    yield from _selectors(line)
    yield from _splits(line)
    for match in _FILLERS.finditer(line):
        beside = line[max(0, match.start() - 1) : match.start()] + line[match.end() :][:1]
        if not _JAMO.search(beside):
            yield _Run(Kind.FILLER, match.start(), match.end())


def _tags(line: str) -> Iterator[_Run]:
    flags = [match.span() for match in FLAG.finditer(line)]
    for match in _TAG_RUN.finditer(line):
        if not any(start < match.end() and match.start() < end for start, end in flags):
            spelt = _invisible.tag_text(match[0])
            yield _Run(Kind.TAGS, match.start(), match.end(), spelt)


def _directions(line: str) -> Iterator[_Run]:
    found = list(islice(_DIRECTION.finditer(line), _MAX_MARKS))
    if not found:
        return
    right_to_left = any(map(is_right_to_left, line))
    balanced = _is_balanced(line)
    for match in found:
        char = match[0]
        if char in _CLOSES:
            continue
        inside = _inside(line, match.start())
        latin = any(unicodedata.bidirectional(c) == "L" for c in inside)
        if char in _REVERSING and latin and (char == "\u202e" or not right_to_left):
            yield _Run(Kind.REVERSED, match.start(), match.end())
        elif (not right_to_left and not (balanced and char in "\u2066\u2068")) or (
            right_to_left and not balanced and char in "\u202d\u202e"
        ):
            yield _Run(Kind.DIRECTION, match.start(), match.end())
    if not right_to_left and all(match[0] in _CLOSES for match in found):
        yield _Run(Kind.DIRECTION, found[0].start(), found[0].end())


def _inside(line: str, start: int) -> str:
    """What an opening character governs: up to its end, or to the end of the line."""
    depth = 0
    for at in range(start, min(start + _REACH, len(line))):
        if line[at] in _CLOSES:
            depth -= 1
            if depth == 0:
                return line[start + 1 : at]
        elif _DIRECTION.match(line[at]):
            depth += 1
    return line[start + 1 : start + _REACH]


def _is_balanced(line: str) -> bool:
    opened: list[str] = []
    for match in _DIRECTION.finditer(line):
        if match[0] not in _CLOSES:
            opened.append(match[0])
        elif not opened or opened.pop() not in _CLOSES[match[0]]:
            return False
    return not opened


def _selectors(line: str) -> Iterator[_Run]:
    for match in _SELECTOR_RUN.finditer(line):
        spelt = _invisible.selector_text(match[0])
        yield _Run(Kind.SELECTORS, match.start(), match.end(), spelt)
    after = list(_AFTER_ASCII.finditer(line))
    if len(after) > 3:
        yield _Run(Kind.SELECTORS, after[0].start(), after[-1].end())


def _splits(line: str) -> Iterator[_Run]:
    for match in _ZERO_RUN.finditer(line):
        if _splits_a_word(line, match.start(), match.end()):
            yield _Run(Kind.SPLIT, match.start(), match.end())
    for pattern in (_OPERATORS, _HYPHENATED):
        for match in pattern.finditer(line):
            if pattern is _OPERATORS or _is_odd(match[0]):
                yield _Run(Kind.SPLIT, match.start(), match.end())


def _splits_a_word(line: str, start: int, end: int) -> bool:
    before, after = line[start - 1 : start], line[end : end + 1]
    run = line[start:end]
    if len(run) >= _DATA_RUN and len(set(run)) > 1:
        return True
    if not (is_plain_letter(before) and is_plain_letter(after)):
        return False
    eastern = not (before.isascii() or after.isascii()) and ord(before) > 0x2E7F
    if run == "\u2060" and eastern:
        return False
    if run == "\u200b" and eastern and _KANA.search(line):
        # Phrases of Japanese are kept together by zero-width spaces between them.
        return False
    # Between f and i, a non-joiner keeps the ligature of a compound word from being set.
    return not (run == "\u200c" and before == "f")


def _is_odd(word: str) -> bool:
    """Whether soft hyphens stand closer than syllables do."""
    parts = word.split("\u00ad")
    return "" in parts or sum(len(part) == 1 for part in parts) > 2
