"""Which documents hold which terms: a small inverted index that ranks by BM25."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from math import log

_K1, _B = 1.2, 0.75
"""Robertson and Zaragoza 2009, “The Probabilistic Relevance Framework”, section 3.5."""


class Lexicon:
    """Terms of a fixed set of documents. Equal documents give equal answers, in any order."""

    def __init__(self, documents: Mapping[str, Iterable[str]]) -> None:
        self.names: Sequence[str] = sorted(documents)
        self._place = {name: number for number, name in enumerate(self.names)}
        self._held: dict[str, tuple[array[int], array[int]]] = {}
        self._length: list[int] = []
        for number, name in enumerate(self.names):
            counts = Counter(documents[name])
            self._length.append(sum(counts.values()))
            for term, count in counts.items():
                held = self._held.get(term)
                if held is None:
                    held = self._held[term] = (array("I"), array("I"))
                held[0].append(number)
                held[1].append(count)
        self._mean = sum(self._length) / max(1, len(self._length)) or 1.0

    def __contains__(self, term: str) -> bool:
        return term in self._held

    def frequency(self, term: str) -> int:
        """In how many documents a term stands."""
        held = self._held.get(term)
        return len(held[0]) if held else 0

    def idf(self, term: str) -> float:
        """How much a term tells: high for rare ones, never negative."""
        return self.idf_of(self.frequency(term))

    def idf_of(self, held: int) -> float:
        """The same for a term that so many documents hold."""
        return max(0.0, log(1 + (len(self.names) - held + 0.5) / (held + 0.5)))

    def holders(self, term: str) -> list[str]:
        """The documents a term stands in."""
        held = self._held.get(term)
        return [self.names[number] for number in held[0]] if held else []

    def rank(self, query: Iterable[str], most: int = 10) -> list[tuple[str, float]]:
        """The documents that match best, best first, ties by name."""
        scores: dict[int, float] = {}
        for term in sorted(set(query)):
            held = self._held.get(term)
            if held is None:
                continue
            weight = self.idf(term)
            for number, count in zip(*held, strict=True):
                scores[number] = scores.get(number, 0.0) + weight * self._saturated(number, count)
        best = nlargest(most, scores.items(), key=lambda pair: (pair[1], -pair[0]))
        return [(self.names[number], score) for number, score in best]

    def score(self, query: Iterable[str], name: str) -> float:
        """How well one document matches; 0 for one that is not there."""
        number = self._place.get(name)
        if number is None:
            return 0.0
        found = ((t, self._count(t, number)) for t in sorted(set(query)))
        return sum(self.idf(t) * self._saturated(number, count) for t, count in found if count)

    def coverage(self, query: Iterable[str], name: str) -> float:
        """The share of a query a document holds, each term by its idf; 0 for an empty query."""
        number = self._place.get(name)
        wanted = {term: self.idf(term) for term in sorted(set(query))}
        whole = sum(wanted.values())
        if number is None or not whole:
            return 0.0
        return sum(weight for t, weight in wanted.items() if self._count(t, number)) / whole

    def share(self, query: Iterable[str], name: str) -> float | None:
        """The share of a query's distinct terms a document holds; None for an empty query."""
        wanted = set(query)
        number = self._place.get(name)
        if not wanted or number is None:
            return None if not wanted else 0.0
        return sum(1 for term in wanted if self._count(term, number)) / len(wanted)

    def _count(self, term: str, number: int) -> int:
        held = self._held.get(term)
        if held is None:
            return 0
        at = bisect_left(held[0], number)
        return held[1][at] if at < len(held[0]) and held[0][at] == number else 0

    def _saturated(self, number: int, count: int) -> float:
        norm = _K1 * (1 - _B + _B * self._length[number] / self._mean)
        return count * (_K1 + 1) / (count + norm)
