"""The sentences of a text, with the block they stand in and their own line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ragaudit.model import Block, BlockKind, Content

_END = re.compile(
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bNo\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bSt\.)"
    r"(?<!\bapprox\.)(?<!\bca\.)(?<!\b[A-Z]\.)(?<!\betc\.)(?<=[.!?])[\"”’)\]*_]{0,3}\s+"
    r"(?=[\"“‘(\[*_]{0,3}[A-Z0-9])"
)
_MOST = 20_000
PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence on one line, and where it was written."""

    text: str
    line: int
    block: Block
    source: str
    """The block as written, with its markup."""


def sentences(
    content: Content,
    wanted: Callable[[str], bool],
    kinds: Iterable[BlockKind] = PROSE,
) -> Iterator[Sentence]:
    """Yield the sentences of the blocks whose text is wanted."""
    chosen = frozenset(kinds)
    for block in content.blocks:
        if block.kind not in chosen or not wanted(block.text[:_MOST]):
            continue
        text = block.text[:_MOST]
        source = content.text[block.span.start : block.span.end][: 2 * _MOST]
        start = 0
        for end in [*(m.end() for m in _END.finditer(text)), len(text)]:
            part = text[start:end]
            if part.strip() and wanted(part):
                lead = len(part) - len(part.lstrip())
                line = block.span.line + text.count("\n", 0, start + lead)
                yield Sentence(" ".join(part.split()), line, block, source)
            start = end
