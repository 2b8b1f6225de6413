"""What counts as words and as running text when the quality of an extraction is judged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.model import Block, BlockKind, Content
from ragaudit.text import words

DATA_FORMATS = frozenset({"csv", "tsv", "json", "jsonl", "xml", "xlsx"})
"""Formats that hold records, not text."""
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE)


def word_count(text: str) -> int:
    """Words in a text; scripts without spaces count two characters a word."""
    if text.isascii():
        return len(words(text))
    unspaced = len(_UNSPACED.findall(text))
    return len(words(_UNSPACED.sub(" ", text))) + unspaced // 2


def prose(content: Content) -> Iterator[Block]:
    """The blocks of running text: no headings, tables or code."""
    return (block for block in content.blocks if block.kind in _PROSE)


def listed(numbers: tuple[int, ...], limit: int = 8) -> str:
    """`1, 3–5 and 9`; a long list ends in its count."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in ranges[:limit]]
    left = len(ranges) - limit
    if left > 0:
        return f"{', '.join(shown)} and more"
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)
