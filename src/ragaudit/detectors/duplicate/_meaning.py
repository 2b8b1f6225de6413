"""Sections as vectors of meaning, and the pairs that may say the same."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragaudit.contracts import Extractor, Feature, Member
from ragaudit.detectors._vectors import DIMENSIONS, encode, rarity
from ragaudit.model import Block, BlockKind, Content
from ragaudit.text import normalise, shorten, words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

MEANING = "meaning"
MOST_SECTIONS, MOST_PAIRS = 20_000, 500
NEAR = 0.75
"""Cosine, with what all sections have in common taken off."""

_ALIGNED, _RARE_SHARED, _LEXICAL = 0.70, 0.5, 0.5
_LEAST_WORDS, _MOST_WORDS = 30, 300
_RARE = 6.5
_BLOCK, _HELD_PAIRS = 1_024, 50_000
_SENTENCE_WORDS = 5
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE})
_DATA = frozenset({"csv", "tsv", "json", "jsonl", "xlsx", "xml"})
_COMMONEST = "the of and to in is that for it with as on be this are by or you a not can"
_COMMON_SHARE = 3.0
_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """The prose under one heading."""

    heading: str
    line: int
    text: str

    @property
    def sentences(self) -> list[str]:
        """Its sentences, but for the very short."""
        parts = (part for line in self.text.split("\n") for part in _END.split(line))
        return [part for part in parts if part.count(" ") >= _SENTENCE_WORDS - 1]


class MeaningFeatures(Extractor):
    """One feature a section of middling length: its vector, eight bits a dimension."""

    name = "meaning/1"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield nothing for data and templates."""
        if content.format in _DATA or content.templated:
            return
        found = list(sections(content))
        vectors = encode([f"{s.heading}. {s.text}" for s in found])
        for section, vector in zip(found, vectors, strict=True):
            packed = (vector * 127).round().astype("int8").tobytes()
            quote = f"{section.heading}: {section.text}" if section.heading else section.text
            value = base64.b85encode(packed).decode()
            yield Feature(MEANING, value, section.line, shorten(quote))


def sections(content: Content) -> Iterator[Section]:
    """The sections long enough to answer something, and short enough to answer one thing."""
    heading: Block | None = None
    below: list[Block] = []
    for block in (*content.blocks, None):
        if block is None or block.kind is BlockKind.HEADING:
            text = "\n".join(normalise(b.text) for b in below)
            if _LEAST_WORDS <= len(words(text)) <= _MOST_WORDS:
                first = heading or below[0]
                yield Section(heading.text if heading else "", first.span.line, text)
            heading, below = block, []
        elif block.kind in _PROSE:
            below.append(block)


def vectors_of(members: Sequence[Member]) -> Vectors:
    """Their vectors, what all have in common taken off, of length 1."""
    import numpy as np

    packed = b"".join(base64.b85decode(m.feature.value) for m in members)
    found = np.frombuffer(packed, dtype=np.int8).reshape(-1, DIMENSIONS).astype(np.float32)
    return _unit(found - found.mean(axis=0))


def near_pairs(members: Sequence[Member], vectors: Vectors) -> list[tuple[float, int, int]]:
    """Pairs of different documents whose sections are near, the nearest first.

    Pages of one template are near one another by the million; the nearest are kept.
    """
    import numpy as np

    found: list[tuple[float, int, int]] = []
    for start in range(0, len(vectors), _BLOCK):
        likeness = vectors[start : start + _BLOCK] @ vectors.T
        rows, columns = np.nonzero(likeness >= NEAR)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            left = row + start
            if left < column and members[left].document != members[column].document:
                found.append((float(likeness[row, column]), left, column))
        if len(found) > _HELD_PAIRS:
            found = _nearest(found)[:_HELD_PAIRS]
    return _nearest(found)


def _nearest(pairs: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2]))


def same_in_other_words(a: Section, b: Section) -> float | None:
    """How well their sentences match, where most do and the words do not; None otherwise."""
    left, right = set(words(a.text)), set(words(b.text))
    if len(left & right) >= _LEXICAL * len(left | right):
        return None
    rare_left, rare_right = ({w for w in side if rarity(w) > _RARE} for side in (left, right))
    fewer = min(len(rare_left), len(rare_right))
    if not fewer or len(rare_left & rare_right) < _RARE_SHARED * fewer:
        return None
    aligned = _alignment(a.sentences, b.sentences)
    return aligned if aligned >= _ALIGNED else None


def _alignment(left: Sequence[str], right: Sequence[str]) -> float:
    """The mean of each sentence's best match on the other side, of the worse direction."""
    if not left or not right:
        return 0.0
    both = encode([*left, *right])
    both = _unit(both - _common())
    likeness = both[: len(left)] @ both[len(left) :].T
    return float(min(likeness.max(axis=1).mean(), likeness.max(axis=0).mean()))


def _common() -> Vectors:
    """What any English sentence has in common with any other."""
    common: Vectors = encode([_COMMONEST])
    common /= _COMMON_SHARE
    return common


def _unit(vectors: Vectors) -> Vectors:
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return scaled
