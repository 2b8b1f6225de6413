"""STR808: so much text under one heading that no passage of it can be told from the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ragaudit.contracts import ContentDetector
from ragaudit.model import Block, BlockKind, Content, Observation, Remedy, Rule, Severity
from ragaudit.text import shorten

_MOST_WORDS = 2_000
_LEAST_CHARACTERS = 3
"""A word with its space takes more: a shorter file holds no such section."""
_WITH_HEADINGS = frozenset({"markdown", "html", "rst", "org", "docx", "odt", "epub"})
"""Formats in which an author writes headings, so that their absence is a choice."""
_ITEM_WORDS = 8
"""Shorter items are entries (names, links, values), not text to be cut into passages."""
_ENTRY = re.compile(r"[^.!?\n]{1,60}?(?:\s[-–—]{1,2}|:)\s")
"""The term, or the speaker, an item of a glossary or of minutes begins with."""


class OversizeSection(ContentDetector):
    """Reports sections of more than 2,000 words of running text."""

    rule = Rule(
        code="STR808",
        name="oversize-section",
        severity=Severity.INFO,
        summary="More than 2,000 words of running text stand under one heading.",
        why=(
            "A retriever cuts such a section into passages by length, in the middle of a thought, "
            "and gives each the same heading. Nothing tells the passage that answers the question "
            "from its neighbours, and a reader who is sent to the section has to search it."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Divide the section by headings that say what each part answers.",
        example="“# Travel policy”, followed by 3,400 words and no other heading.",
        not_reported=(
            "Code and tables; list items that are shorter than 8 words or begin with a term, as in "
            "a glossary; formats whose headings are "
            "lost on the way (PDF, plain text, mail) or that have none (data files)."
        ),
        references=(
            "2,000 words are about 2,700 tokens: five to ten passages of the usual 256 to 512.",
        ),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield one observation a section."""
        if (
            content.format not in _WITH_HEADINGS
            or len(content.text) < _MOST_WORDS * _LEAST_CHARACTERS
        ):
            return
        for section in _sections(content.blocks):
            if section.count > _MOST_WORDS:
                yield _observation(section)


@dataclass(slots=True)
class _Section:
    heading: Block | None
    first: Block | None = None
    last: Block | None = None
    count: int = 0

    def add(self, block: Block) -> None:
        self.first = self.first or block
        self.last = block
        self.count += len(block.text.split())


def _sections(blocks: tuple[Block, ...]) -> Iterator[_Section]:
    section = _Section(None)
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            yield section
            section = _Section(block)
        elif _is_prose(block):
            section.add(block)
    yield section


def _is_prose(block: Block) -> bool:
    if block.kind is BlockKind.LIST_ITEM:
        return block.text.count(" ") >= _ITEM_WORDS - 1 and not _ENTRY.match(block.text)
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE)


def _observation(section: _Section) -> Observation:
    start = section.heading or section.first
    heading = section.heading.text if section.heading else ""
    where = f"Under “{shorten(heading, 80)}”" if heading else "Before any heading"
    until = f", up to line {section.last.span.end_line}" if section.last else ""
    return Observation(
        message=(
            f"{where} stand {section.count:,} words of running text{until}, without another "
            "heading between them."
        ),
        line=start.span.line if start else None,
        quote=shorten(heading),
        key=f"section {heading}",
    )
