"""What is wrong with the documents of one answer. None where a question does not arise."""

from __future__ import annotations

from collections import defaultdict

from ragaudit.model import Decision
from ragaudit_probes.measures.people import Answer, People
from ragaudit_probes.measures.slices import Slice


class Shown:
    """Looks at answers for one slice: by source, only at what is wrong with its documents."""

    def __init__(self, people: People, part: Slice) -> None:
        self._people, self._part = people, part
        run = people.run
        self._conflicts = [side for side in run.conflicts if any(map(self._within, side))]
        self._conflicts_of: dict[str, list[int]] = defaultdict(list)
        for number, sides in enumerate(self._conflicts):
            for document in sides:
                self._conflicts_of[document].append(number)
        self._pairs_of: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for old, new in run.successors.items():
            if self._within(old):
                self._pairs_of[old].append((old, new))
                self._pairs_of[new].append((old, new))

    def stale(self, answer: Answer, k: int) -> bool | None:
        """Whether any document among the first k is stale.

        By source it must be one of the source, and arises where there is any of the source.
        """
        documents = self._first(answer, k)
        if self._part.source is not None and not documents:
            return None
        return any(document in self._people.run.stale for document in documents)

    def contradicted(self, answer: Answer, k: int) -> bool | None:
        """Whether both sides of a conflict are among the first k.

        Arises where the answer or the gold has a side. A document that contradicts itself is both.
        """
        first = set(answer.outcome.documents[:k])
        gold = {d for group in self._people.gold(answer.outcome.call) for d in group}
        touched = {n for d in first | gold for n in self._conflicts_of.get(d, ())}
        if not touched:
            return None
        sides = [self._conflicts[number] for number in touched]
        return any(len(some & first) >= min(2, len(some)) for some in sides)

    def superseded(self, answer: Answer, k: int) -> bool | None:
        """Whether a document among the first k stands above the one that replaced it, or alone.

        Arises where either of the two is there and the reader may read the newer.
        """
        ranks = {document: rank for rank, document in enumerate(answer.outcome.documents[:k])}
        pairs = {
            pair
            for document in ranks
            for pair in self._pairs_of.get(document, ())
            if self._may(answer, pair[1])
        }
        if not pairs:
            return None
        return any(ranks.get(old, k) < ranks.get(new, k) for old, new in pairs)

    def owned(self, answer: Answer, k: int) -> list[bool]:
        """For each document among the first k whether anybody is accountable for it."""
        documents = self._people.run.documents
        first = self._first(answer, k)
        return [documents[d].owner is not None for d in first if d in documents]

    def _first(self, answer: Answer, k: int) -> list[str]:
        first = answer.outcome.documents[:k]
        if self._part.source is None:
            return list(first)
        return [document for document in first if self._within(document)]

    def _within(self, document: str) -> bool:
        if self._part.source is None:
            return True
        found = self._people.run.documents.get(document)
        return found is not None and found.source_id == self._part.source

    def _may(self, answer: Answer, document: str) -> bool:
        call = answer.outcome.call
        if document not in self._people.run.documents:
            return False
        if self._people.is_oracle(call):
            return True
        return self._people.run.may(call.principal, document) is Decision.ALLOW
