"""From a parsed file to a page that questions are made of: clean, bounded, without secrets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ragaudit.contracts.generating import Page, Piece, Section
from ragaudit.model import Block, BlockKind, Content, Document
from ragaudit.redact import Veil
from ragaudit.text.terms import terms

MOST_CHARS, MOST_PIECES, LONGEST = 200_000, 2_000, 4_000
"""Of a page, and of one block: nothing good is asked about what comes after."""
TITLE_COUNTS, HEADING_COUNTS = 3, 2
"""How often a title's and a heading's words count in the lexicon, as if they stood there."""
_LEAST_HIDDEN = 12
_NOTHING = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_SPACE = re.compile(
    "[\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff\ue000-\uf8ff"
    "\ufff9-\uffff\U000e0000-\U0010ffff]+"
)


def clean(text: str, most: int = LONGEST) -> str:
    """One line without control, invisible or private characters; what is too long is cut."""
    return _SPACE.sub(" ", _NOTHING.sub("", text[:most])).strip()


def page_of(document: Document, content: Content, name: str, unsafe: Collection[int] = ()) -> Page:
    """A page of what readers see. `unsafe` are lines nothing may be made of."""
    veil = Veil(content)
    blocks = [b for b in _visible(content) if b.span.line not in unsafe]
    return Page(
        document=document,
        name=name,
        title=veil.redact(clean(content.title or "", 300)),
        sections=tuple(_sections(blocks, veil)),
    )


def words_of(page: Page) -> Iterator[str]:
    """The terms of a page, for the lexicon."""
    yield from terms(page.title) * TITLE_COUNTS
    for section in page.sections:
        yield from terms(section.heading) * HEADING_COUNTS
        for piece in section.pieces:
            yield from terms(piece.text)


def _visible(content: Content) -> Iterator[Block]:
    hidden = [clean(h.text) for h in content.hidden if len(h.text) >= _LEAST_HIDDEN]
    chars = 0
    for block in content.blocks[:MOST_PIECES]:
        chars += min(len(block.text), LONGEST)
        if chars > MOST_CHARS:
            return
        text = clean(block.text)
        if not any(text in part or part in text for part in hidden if text):
            yield block


def _sections(blocks: list[Block], veil: Veil) -> Iterator[Section]:
    heading, pieces = "", list[Piece]()
    above: tuple[str, ...] = ()
    line, level = 1, 0
    for block in blocks:
        text = veil.redact(clean(block.text))
        if block.kind is not BlockKind.HEADING:
            if text:
                pieces.append(Piece(block.kind, text, block.span.line))
            continue
        if heading or pieces:
            yield Section(heading, above, line, level, tuple(pieces))
        # A heading that was cut is none.
        heading, pieces = (text if len(block.text) < LONGEST else ""), []
        above = tuple(veil.redact(clean(part, 300)) for part in block.heading_path)
        line, level = block.span.line, block.level
    if heading or pieces:
        yield Section(heading, above, line, level, tuple(pieces))
