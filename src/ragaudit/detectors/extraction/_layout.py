"""Traces a page's layout leaves in text that was taken off it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ragaudit.model import Block, BlockKind, Content
from ragaudit.text import words

_PAGED = frozenset({"pdf", "text"})
_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE})
_SPLIT = re.compile(r"\b([^\W\d_]{2,20})[-\u2010\u00ad][ \n]([^\W\d_]{2,20})\b(?!-)")
_SUSPENDED = frozenset(
    {"and", "or", "to", "nor", "but", "versus", "vs", "und", "oder", "bis", "bzw", "sowie", "noch"}
    | {"et", "ou", "à", "y", "o", "e", "en", "of", "i"}
)
"""“Short- and long-term”, “Ein- und Ausgang”: the hyphen stands for the rest of a word."""
_LEAST_SPLITS, _WORDS_A_SPLIT = 5, 400
_SURE_SPLITS = 3
"""So many of the words stand whole elsewhere in the document."""
_LEAST_PAGES, _PAGE_SHARE, _HEADER_CHARS = 4, 0.6, 6
_SHORT_WORDS, _SHORT_SHARE, _LEAST_LINES = 4, 0.6, 30
_CHOPPED = 0.5
_GAP = re.compile(r" {3,}")
_LEAST_SIDE, _MOST_SIDE = 8, 160
_LEAST_ROWS, _CONTINUED, _SIDE_WORDS, _JITTER = 8, 0.4, 3, 2
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that went wrong, in words, and where it shows."""

    said: str
    line: int
    quote: str
    weight: int = 1
    """2 where it carries its own proof."""


def traces(content: Content) -> list[Trace]:
    """What was found, the most telling first."""
    found = [split_words(content)]
    if content.format in _PAGED:
        found += [columns(content), running_header(content), chopped_lines(content)]
    return sorted((t for t in found if t is not None), key=lambda t: -t.weight)


def split_words(content: Content) -> Trace | None:
    """Words divided at the end of a printed line that stayed divided."""
    found = list(_splits(content))
    if len(found) < _LEAST_SPLITS:
        return None
    vocabulary = Counter(word for block in _blocks(content) for word in words(block.text))
    if len(found) * _WORDS_A_SPLIT < vocabulary.total():
        return None
    whole = [m for _, m in found if vocabulary[f"{m[1]}{m[2]}".lower()]]
    block, match = next((f for f in found if f[1] in whole), found[0])
    proof = f"; {len(whole)} of them stand whole elsewhere" if whole else ""
    return Trace(
        f"{len(found)} words are divided by a hyphen, such as “{_flat(match[0])}”{proof}",
        block.span.line + block.text.count("\n", 0, match.start()),
        _around(block.text, match),
        2 if len(whole) >= _SURE_SPLITS else 1,
    )


def _splits(content: Content) -> Iterator[tuple[Block, re.Match[str]]]:
    for block in _blocks(content):
        if "- " in block.text or "-\n" in block.text or "\u2010" in block.text:
            for match in _SPLIT.finditer(block.text):
                if match[2].islower() and match[2] not in _SUSPENDED:
                    yield block, match


def running_header(content: Content) -> Trace | None:
    """A line that stands on most pages, among the text of each."""
    pages: dict[str, set[int]] = {}
    first: dict[str, tuple[int, str]] = {}
    for block in _blocks(content):
        for offset, text in enumerate(block.text.split("\n")) if block.page else ():
            key = _NUMBER.sub("#", text.strip().lower())
            if len(key) >= _HEADER_CHARS and any(c.isalpha() for c in key):
                pages.setdefault(key, set()).add(block.page or 0)
                first.setdefault(key, (block.span.line + offset, text.strip()))
    most = max(pages, key=lambda key: len(pages[key]), default=None)
    last = content.pages or 0
    if most is None or last < _LEAST_PAGES or len(pages[most]) < _PAGE_SHARE * last:
        return None
    number, shown = first[most]
    said = f"the line “{_flat(shown)[:60]}” stands on {len(pages[most])} of {last} pages"
    return Trace(said, number, shown)


def chopped_lines(content: Content) -> Trace | None:
    """Sentences in lines of one to three words, as from a very narrow column."""
    lines = [line for block in _blocks(content) for line in block.text.split("\n") if line.strip()]
    short = [line for line in lines if line.count(" ") < _SHORT_WORDS - 1]
    if len(lines) < _LEAST_LINES or len(short) <= _SHORT_SHARE * len(lines):
        return None
    cut = sum(a.count(" ") < _SHORT_WORDS - 1 and b[0].islower() for a, b in pairwise(lines))
    if cut < _CHOPPED * len(short):
        return None
    block = next(iter(_blocks(content)))
    share = 100 * len(short) // len(lines)
    return Trace(f"{share} % of the lines are shorter than four words", block.span.line, block.text)


@dataclass(frozen=True, slots=True)
class _Sides:
    """One line with text left and right of a gap."""

    number: int
    text: str
    left: str
    right: str

    @property
    def start(self) -> int:
        """Where the right side starts."""
        return len(self.text) - len(self.right)


def columns(content: Content) -> Trace | None:
    """Two columns of prose side by side in one line after another."""
    run: list[_Sides] = []
    for block in _blocks(content):
        for offset, line in enumerate([*block.text.split("\n"), ""]):
            sides = _sides(block.span.line + offset, line)
            if run and (sides is None or abs(sides.start - run[-1].start) > _JITTER):
                if _are_columns(run):
                    said = f"{len(run)} lines hold two columns of text side by side"
                    return Trace(said, run[0].number, run[0].text, 2)
                run = []
            if sides is not None:
                run.append(sides)
    return None


def _sides(number: int, line: str) -> _Sides | None:
    parts = _GAP.split(line.rstrip())
    if len(parts) != 2 or not all(_LEAST_SIDE <= len(part) <= _MOST_SIDE for part in parts):
        return None
    return _Sides(number, line.rstrip(), *parts)


def _are_columns(run: list[_Sides]) -> bool:
    """Whether both sides are sentences that go on in the next line, which no table's cells do."""
    if len(run) < _LEAST_ROWS:
        return False
    return all(
        sum(_goes_on(above, below) for above, below in pairwise(side)) >= _CONTINUED * len(run)
        and sum(text.count(" ") + 1 for text in side) >= _SIDE_WORDS * len(run)
        for side in ([s.left for s in run], [s.right for s in run])
    )


def _goes_on(above: str, below: str) -> bool:
    return below[0].islower() and above[-1] not in ".!?:;"


def _blocks(content: Content) -> Iterator[Block]:
    return (block for block in content.blocks if block.kind in _RUNNING)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _around(text: str, match: re.Match[str]) -> str:
    start = text.rfind(" ", 0, max(0, match.start() - 40)) + 1
    return _flat(text[start : match.end() + 40])
