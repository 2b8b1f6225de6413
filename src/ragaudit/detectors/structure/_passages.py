"""Which sentences of a document stand in many others."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ragaudit.contracts import Extractor, Feature, Member
from ragaudit.model import Block, BlockKind, Content
from ragaudit.text import normalise

SENTENCES = "sentences"
LEAST_WORDS = 50
"""A shorter document is a stub, whatever it says."""

_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE})
_DATA_FORMATS = frozenset({"csv", "tsv", "json", "jsonl", "xlsx", "xml"})
_END = re.compile(r"(?<=[.!?])\s+")
_SENTENCE_WORDS = 5
"""Shorter sentences (“See below.”) are in many documents by chance."""
_MOST_WORDS = 20_000
"""In a document this long, what it shares with others does not dominate."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, where its block stands, its digest and its length."""

    text: str
    block: Block
    digest: str
    words: int


class SentenceFeatures(Extractor):
    """One feature a document: digest and length of each of its sentences."""

    name = "sentences/1"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield nothing for data, stubs and books."""
        if content.format in _DATA_FORMATS:
            return
        found = list(sentences(content))
        if LEAST_WORDS <= sum(s.words for s in found) <= _MOST_WORDS:
            yield Feature(SENTENCES, " ".join(f"{s.digest}:{s.words}" for s in found))


def sentences(content: Content) -> Iterator[Sentence]:
    """The sentences of the running text, in order."""
    for block in content.blocks:
        if block.kind in _PROSE:
            for text in _END.split(normalise(block.text)):
                if text:
                    count = text.count(" ") + 1
                    yield Sentence(text, block, _digest(text, count), count)


def _digest(text: str, count: int) -> str:
    if count < _SENTENCE_WORDS:
        return ""
    return hashlib.blake2b(text.lower().encode("utf-8", "replace"), digest_size=5).hexdigest()


def by_document(groups: Mapping[str, tuple[Member, ...]]) -> Mapping[str, dict[str, int]]:
    """Words by digest for every document; short sentences together under the empty digest."""
    return {m.document: _counted(m.feature.value) for m in groups.get(SENTENCES, ())}


def _counted(value: str) -> dict[str, int]:
    total: dict[str, int] = {}
    for part in value.split(" "):
        digest, _, count = part.partition(":")
        total[digest] = total.get(digest, 0) + int(count)
    return total
