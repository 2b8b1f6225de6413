"""The text of a document by heading."""

from __future__ import annotations

from ragaudit.contracts.indexing import Section, sections_of
from ragaudit.model import Block, BlockKind, Content, Span


def _block(kind: BlockKind, text: str, *path: str) -> Block:
    return Block(kind, text, Span(1, 1, 0, 0), path)


def _content(*blocks: Block) -> Content:
    return Content("markdown", "", blocks)


def test_blocks_stand_under_their_headings() -> None:
    """In order; what stands before the first heading has none."""
    content = _content(
        _block(BlockKind.PARAGRAPH, "Before."),
        _block(BlockKind.HEADING, "Guide"),
        _block(BlockKind.PARAGRAPH, "One.", "Guide"),
        _block(BlockKind.LIST_ITEM, "Two.", "Guide"),
        _block(BlockKind.HEADING, "Part", "Guide"),
        _block(BlockKind.PARAGRAPH, "Three.", "Guide", "Part"),
    )
    expected = (
        Section("Before."),
        Section("One.\nTwo.", ("Guide",)),
        Section("Three.", ("Guide", "Part")),
    )
    assert expected == sections_of(content)


def test_a_heading_with_nothing_under_it_is_kept() -> None:
    """Its words can be asked for."""
    content = _content(_block(BlockKind.HEADING, "Soon"), _block(BlockKind.HEADING, "Later"))
    assert (Section("", ("Soon",)), Section("", ("Later",))) == sections_of(content)


def test_no_blocks_are_no_sections() -> None:
    """An empty page."""
    assert () == sections_of(_content())
