"""What makes two documents, or two sections, candidates for saying the same."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator

from ragaudit.contracts import Extractor, Feature
from ragaudit.model import Block, BlockKind, Content
from ragaudit.text import block_words, normalise, sha256, shingles, shorten, words

BANDS, ROWS = 18, 7
"""A pair that shares 0.8 of its shingles meets in a band with probability 0.986."""
MIN_WORDS = 30
"""Shorter documents are left out of the search for near duplicates: a word or two is a tenth."""
SECTION_WORDS = 50

BAND, SIGNATURE, SECTION = "band:", "signature", "section:"

_PERMUTATIONS = BANDS * ROWS
_SEED = 42
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE})
_DATA_FORMATS = frozenset({"csv", "tsv", "json", "jsonl", "xlsx", "xls", "ods"})


class DuplicateFeatures(Extractor):
    """MinHash bands of the text outside code, its signature, a hash of every long section."""

    name = "duplicate/1"
    in_company = True

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield nothing for data tables: rows in common are not text in common."""
        if content.format in _DATA_FORMATS or _is_template(content):
            return
        yield from _bands(content)
        yield from _sections(content)


def _is_template(content: Content) -> bool:
    """Whether an HTML file is what pages are made with, not a page."""
    return content.format == "html" and any(tag in content.text for tag in ("{%", "<%", "{{"))


FEATURES = DuplicateFeatures()


def prose_words(content: Content) -> list[str]:
    """The words of a document outside code: examples are repeated on purpose."""
    return block_words(b for b in content.blocks if b.kind is not BlockKind.CODE)


def signature_of(value: str) -> tuple[int, ...]:
    """Read a signature back from the value of its feature."""
    return struct.unpack(f"<{_PERMUTATIONS}I", bytes.fromhex(value))


def _bands(content: Content) -> Iterator[Feature]:
    from rensa import RMinHash

    tokens = prose_words(content)
    if len(tokens) < MIN_WORDS:
        return
    sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    sketch.update(shingles(tokens))
    packed = struct.pack(f"<{_PERMUTATIONS}I", *sketch.digest())
    yield Feature(SIGNATURE, packed.hex())
    width = 4 * ROWS
    for band in range(BANDS):
        digest = hashlib.blake2b(packed[band * width : (band + 1) * width], digest_size=8)
        yield Feature(f"{BAND}{band:02}:{digest.hexdigest()}")


def _sections(content: Content) -> Iterator[Feature]:
    for heading, blocks in _by_heading(content.blocks):
        prose = [normalise(b.text) for b in blocks if b.kind in _PROSE]
        length = sum(len(words(text)) for text in prose)
        if length < SECTION_WORDS:
            continue
        everything = "\n".join(normalise(b.text) for b in blocks)
        first = heading or blocks[0]
        quote = shorten(f"{heading.text}: {prose[0]}" if heading else prose[0])
        yield Feature(SECTION + sha256(everything)[:32], str(length), first.span.line, quote)


def _by_heading(blocks: Iterable[Block]) -> Iterator[tuple[Block | None, list[Block]]]:
    heading: Block | None = None
    below: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            if below:
                yield heading, below
            heading, below = block, []
        else:
            below.append(block)
    if below:
        yield heading, below
