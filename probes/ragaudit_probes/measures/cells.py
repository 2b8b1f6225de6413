"""Deny probes and leaks by cell: a class of readers with the same access, and a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from ragaudit.model import CallStatus, Decision, Leak, Outcome, ReaderKind, Role
from ragaudit_probes.measures.people import People
from ragaudit_probes.measures.slices import Slice

Cell = tuple[int, str]
"""Class of readers, catalogue document."""


class Found(IntEnum):
    """What is known of a cell; of several calls the highest counts."""

    UNDECIDED = 0
    """Not answered, or with results of which none can be judged. Not clean."""
    CLEAN = 1
    LEAKED = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer by what its reader may read of it."""

    outcome: Outcome
    ok: bool
    leaked: tuple[tuple[int, str], ...]
    """Rank and document of what they may not read; empty unless the answer can be judged."""
    known: tuple[str, ...]
    """Documents of which it is known whether they may be read."""
    unknown: tuple[str, ...]
    """Documents of which it is not: neither leaks nor clean."""

    @property
    def decided(self) -> bool:
        """Whether it says anything: an empty answer does, one nobody can judge does not."""
        nothing = not self.outcome.documents and not self.outcome.unmapped
        return self.ok and (nothing or bool(self.known))


class Cells:
    """What a run says about readers who do not see everything."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.seen = tuple(map(self._look, people.judged))

    def leaks(self) -> list[Leak]:
        """Every leak at its best rank for each probe and reader, in that order."""
        best: dict[tuple[str, str, str], int] = {}
        for one in self.seen:
            call = one.outcome.call
            for rank, document in one.leaked:
                key = (call.probe, call.principal, document)
                best[key] = min(rank, best.get(key, rank))
        return [Leak(*key, rank) for key, rank in sorted(best.items())]

    def within(self, part: Slice) -> Iterator[Seen]:
        """The answers of a slice's principal, or all; see `about` for its source."""
        for one in self.seen:
            if part.principal in (None, one.outcome.call.principal):
                yield one

    def about(self, document: str, part: Slice) -> bool:
        """Whether a document is of a slice's source."""
        if part.source is None:
            return True
        found = self.people.run.documents.get(document)
        return found is not None and found.source_id == part.source

    def probed(self, part: Slice) -> dict[Cell, Found]:
        """Each cell a deny probe was meant for, and what came of it.

        By source, cells and leaked documents are those of the source.
        """
        cells: dict[Cell, Found] = {}
        for one in self.within(part):
            call = one.outcome.call
            if call.role is not Role.DENY or call.document is None:
                continue
            denied = self.people.run.may(call.principal, call.document) is Decision.DENY
            if not denied or not self.about(call.document, part):
                continue
            leaked = any(self.about(document, part) for _, document in one.leaked)
            found = Found.LEAKED if leaked else Found.CLEAN if one.decided else Found.UNDECIDED
            cell = (self.people.class_of(call.principal), call.document)
            cells[cell] = max(found, cells.get(cell, found))
        return cells

    def exposed(self, part: Slice) -> set[Cell]:
        """Each cell whose document came back, in whatever answer."""
        return {
            (self.people.class_of(one.outcome.call.principal), document)
            for one in self.within(part)
            for _, document in one.leaked
            if self.about(document, part)
        }

    def forbidden(self, part: Slice) -> int:
        """How many forbidden cells there are for the principals of the set, asked or not."""
        names = [part.principal] if part.principal is not None else self.judged_names
        classes = {self.people.class_of(name): name for name in names}
        found = 0
        for name in classes.values():
            by_source = self._by_source(name)
            found += by_source.total() if part.source is None else by_source[part.source]
        return found

    @cached_property
    def judged_names(self) -> list[str]:
        """Principals of the set, and any others that were asked as, but for those who see all."""
        principals = self.people.run.probes.principals
        named = [n for n, p in principals.items() if p.kind is not ReaderKind.ORACLE]
        return sorted({*named, *(o.call.principal for o in self.people.judged)})

    def _by_source(self, principal: str) -> Counter[str]:
        if principal not in self._counted:
            documents = self.people.run.documents
            forbidden = self.people.forbidden(principal)
            self._counted[principal] = Counter(
                documents[d].source_id for d in forbidden if d in documents
            )
        return self._counted[principal]

    @cached_property
    def _counted(self) -> dict[str, Counter[str]]:
        return {}

    def _look(self, outcome: Outcome) -> Seen:
        ok = outcome.status is CallStatus.OK
        told = self._told(outcome) if ok else ()
        leaked = [
            (rank, document)
            for rank, (document, decision) in enumerate(told, start=1)
            if decision is Decision.DENY
        ]
        known = tuple(document for document, found in told if found is not Decision.UNKNOWN)
        unknown = tuple(document for document, found in told if found is Decision.UNKNOWN)
        return Seen(outcome, ok, tuple(leaked), known, unknown)

    def _told(self, outcome: Outcome) -> Sequence[tuple[str, Decision]]:
        decisions = self.people.run.decisions.get(outcome.call.principal, {})
        return [(d, decisions.get(d, Decision.UNKNOWN)) for d in outcome.documents]
