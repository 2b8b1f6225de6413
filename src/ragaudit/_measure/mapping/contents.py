"""Which documents hold a text, by a lookup that is built once over all of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ragaudit._measure.mapping.shingles import (
    SHORTEST,
    Hashes,
    contains,
    share,
    shingle_hashes,
    winnowed,
    word_hashes,
)
from ragaudit.errors import RagauditError

Texts = Callable[[str], str]
LEAST_HELD = 0.6
"""Share of a chunk's shingles from which a document may be its origin though it does not hold it as
it is: markup, addresses of links and titles put in front are in the one and not in the other."""
LEAST_AGREEING = 0.2
"""Share of a chunk's shingles that must agree before a weak name is believed; a document that has
changed since it was indexed keeps more than that, another document shares its footer."""
MOST_WORDS = 1_000
"""Words of a chunk that are looked at: as many stand in no two documents by chance."""
_CANDIDATES = 20
_COMMON = 1_000
"""Documents that share a shingle from which it tells nothing."""
_KEPT_WORDS = 5_000_000
"""Words of documents that are kept for the next chunk: 80 MB."""


class _Words(NamedTuple):
    """A document's words, and its shingles without doubles."""

    words: Hashes
    shingles: Hashes


_NO_WORDS = _Words(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint64))


@dataclass(slots=True)
class Contents:
    """The texts of the catalogue. They are read when a name was not enough, for the first time."""

    ids: tuple[str, ...]
    texts: Texts
    _kept: OrderedDict[str, _Words] = field(default_factory=OrderedDict)
    _kept_words: int = 0
    _hashes: Hashes | None = None
    _owners: npt.NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, dtype=np.uint32))

    def holding(self, text: str, among: Collection[str] | None = None) -> frozenset[str]:
        """Documents a chunk is from, as far as its words tell: copies are all of them.

        Those that hold it word for word; else those that hold most of it, if that is enough. Empty
        for a chunk too short to be told from others.
        """
        words = word_hashes(text, MOST_WORDS)
        if len(words) < SHORTEST:
            return frozenset()
        chunk = np.unique(shingle_hashes(words))
        candidates = self._candidates(words) if among is None else sorted(among)[:_CANDIDATES]
        known = [(one, self._words(one)) for one in candidates]
        whole = frozenset(one for one, found in known if contains(found.words, words))
        if whole:
            return whole
        shares = {one: share(found.shingles, chunk) for one, found in known}
        best = max(shares.values(), default=0.0)
        if best < LEAST_HELD:
            return frozenset()
        return frozenset(one for one, found in shares.items() if found == best)

    def disagrees(self, text: str, document: str) -> bool:
        """Whether a chunk is clearly not from a document; not where that cannot be told."""
        words = word_hashes(text, MOST_WORDS)
        found = self._words(document)
        if len(words) < SHORTEST or not len(found.words):
            return False
        return share(found.shingles, np.unique(shingle_hashes(words))) < LEAST_AGREEING

    def _candidates(self, words: Hashes) -> list[str]:
        """Documents that share most of what stands for the chunk, however many share a little."""
        hashes, owners = self._index()
        chosen = winnowed(shingle_hashes(words))
        starts, ends = np.searchsorted(hashes, chosen), np.searchsorted(hashes, chosen, "right")
        spans = [owners[s:e] for s, e in zip(starts, ends, strict=True) if e > s]
        if not spans:
            return []
        telling = [span for span in spans if len(span) <= _COMMON]
        found = np.concatenate(telling) if telling else min(spans, key=len)[:_CANDIDATES]
        owned, counts = np.unique(found, return_counts=True)
        # What holds the chunk word for word has all of them, so that half is no near miss.
        near = counts * 2 >= counts.max()
        owned, counts = owned[near], counts[near]
        order = np.lexsort((owned, -counts))[:_CANDIDATES]
        return [self.ids[int(one)] for one in owned[order]]

    def _index(self) -> tuple[Hashes, npt.NDArray[np.uint32]]:
        """What stands for every document, sorted, each with the document it is of."""
        if self._hashes is None:
            parts = [winnowed(shingle_hashes(self._read(one))) for one in self.ids]
            sizes = [len(part) for part in parts]
            hashes = np.concatenate([*parts, np.zeros(0, dtype=np.uint64)])
            owners = np.repeat(np.arange(len(parts), dtype=np.uint32), sizes)
            order = np.argsort(hashes, kind="stable")
            self._hashes, self._owners = hashes[order], owners[order]
        return self._hashes, self._owners

    def _words(self, document: str) -> _Words:
        found = self._kept.get(document)
        if found is None:
            words = self._read(document)
            found = _Words(words, np.unique(shingle_hashes(words))) if len(words) else _NO_WORDS
            self._kept[document] = found
            self._kept_words += len(words)
            while self._kept_words > _KEPT_WORDS and len(self._kept) > 1:
                self._kept_words -= len(self._kept.popitem(last=False)[1].words)
        self._kept.move_to_end(document)
        return found

    def _read(self, document: str) -> Hashes:
        """A document that cannot be read again is found by its name alone."""
        try:
            return word_hashes(self.texts(document))
        except (RagauditError, LookupError, OSError):
            return _NO_WORDS.words


def contents_of(ids: Iterable[str], texts: Texts | None) -> Contents | None:
    """Texts to look things up in; None where there are none."""
    return None if texts is None else Contents(tuple(ids), texts)
