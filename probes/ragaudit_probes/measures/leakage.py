"""What people get who may not read it. Anything outside their access is a leak: a closed world."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ragaudit.contracts import Measure
from ragaudit.model import Leak, ProbeRun, Role, Score
from ragaudit_probes.measures.cells import Cells, Found, Seen
from ragaudit_probes.measures.controls import over_restriction
from ragaudit_probes.measures.existence import told_by_count
from ragaudit_probes.measures.people import People
from ragaudit_probes.measures.slices import (
    UNDEFINED,
    Column,
    Row,
    Slice,
    slices,
    summarise,
    too_few,
)
from ragaudit_probes.statistics import clean_needed, leak_bounds
from ragaudit_probes.statistics.resampling import RESAMPLES

TARGET_RATE = 0.01
"""The rate that `clean cells missing for 1 %` counts towards."""


def leaks(run: ProbeRun) -> list[Leak]:
    """Every leak of a run, by probe, principal and document, each at its best rank."""
    return Cells(People(run)).leaks()


@dataclass(frozen=True, slots=True)
class Leakage(Measure):
    """Leaks of deny probes, of any call, of items and of cells, and what is withheld instead.

    `n` counts cells, or pairs of a class of readers and a probe, never calls: readers with equal
    access are one class, wordings are one probe. By source is by the documents that came back. A
    slice with few cells gets no figure while it is clean; a leak is a fact and always shown.
    """

    seed: int = 0
    resamples: int = RESAMPLES

    def scores(self, run: ProbeRun) -> Iterator[Score]:
        """See `Measure.scores`."""
        cells = Cells(People(run))
        if not cells.seen:
            yield Score("leak rate", None, 0, reason="nobody was asked as whose access is limited")
            return
        parts = slices(run, cells.judged_names)
        for part in parts:
            yield from deny_probes(cells, part)
            yield from exposed_cells(cells, part)
            yield any_call(cells, part)
            yield best_rank(cells, part)
            told = told_by_count(cells, part)
            if told is not None:
                yield told
            rows = [
                item_row(cells, one, part, run.probes.k)
                for one in cells.within(part)
                if one.ok and one.outcome.call.role is not Role.CONTROL
            ]
            columns = item_columns(run.probes.k)
            yield from summarise(columns, rows, part, self.seed, self.resamples)
        yield from over_restriction(cells, parts, self.seed, self.resamples)


def deny_probes(cells: Cells, part: Slice) -> Iterator[Score]:
    """`leak rate`: cells whose deny probes brought back anything forbidden / cells answered.

    Cells without an answer that can be judged are `undefined`.
    """
    found = cells.probed(part)
    leaked = sum(state is Found.LEAKED for state in found.values())
    undecided = sum(state is Found.UNDECIDED for state in found.values())
    n = len(found) - undecided
    yield _rate("leak rate", leaked, n, part, undecided, "no deny probe was answered")
    if part.whole and n and not leaked:
        missing = max(0, clean_needed(TARGET_RATE) - n)
        yield part.score("clean cells missing for 1 %", float(missing), n)


def exposed_cells(cells: Cells, part: Slice) -> Iterator[Score]:
    """`exposed cells`: forbidden cells whose document came back / forbidden cells probed.

    A document that came back unasked was probed by that. Beside it `deny-matrix coverage`, probed
    cells / all forbidden cells of the set's principals: a census, without an interval.
    """
    asked, exposed = cells.probed(part), cells.exposed(part)
    probed = {cell for cell, state in asked.items() if state is not Found.UNDECIDED} | exposed
    forbidden, undecided = cells.forbidden(part), len(asked.keys() - probed)
    reason = "no forbidden cell was probed" if forbidden else "no document is known to be forbidden"
    yield _rate("exposed cells", len(exposed), len(probed), part, undecided, reason)
    if forbidden:
        yield part.score("deny-matrix coverage", len(probed) / forbidden, forbidden)
    else:
        yield part.score("deny-matrix coverage", None, 0, reason=reason)


def any_call(cells: Cells, part: Slice) -> Score:
    """`any-call leak rate`: pairs of class and probe of which any answer leaked / pairs answered.

    Most questions have nothing forbidden to bring back, so this says little by itself. By source,
    only answers with documents of the source count.
    """
    pairs: dict[tuple[int, str], Found] = {}
    for one in cells.within(part):
        call = one.outcome.call
        leaked = any(cells.about(document, part) for _, document in one.leaked)
        if part.source is None:
            decided = one.decided
        else:
            decided = any(cells.about(document, part) for document in one.known)
            if one.ok and not decided:
                continue
        state = Found.LEAKED if leaked else Found.CLEAN if decided else Found.UNDECIDED
        pair = (cells.people.class_of(call.principal), call.probe)
        pairs[pair] = max(state, pairs.get(pair, state))
    leaking = sum(state is Found.LEAKED for state in pairs.values())
    undecided = sum(state is Found.UNDECIDED for state in pairs.values())
    n = len(pairs) - undecided
    return _rate("any-call leak rate", leaking, n, part, undecided, "no call was answered")


def best_rank(cells: Cells, part: Slice) -> Score:
    """`best leak rank`: how near the top a leak stood; 1 is the first. `n` counts leaking cells."""
    ranks = [
        rank
        for one in cells.within(part)
        for rank, document in one.leaked
        if cells.about(document, part)
    ]
    if not ranks:
        return part.score("best leak rank", None, 0, reason="no leak was seen")
    return part.score("best leak rank", float(min(ranks)), len(cells.exposed(part)))


def _rate(name: str, count: int, n: int, part: Slice, undefined: int, reason: str) -> Score:
    reason = reason if n == 0 else "" if count else too_few(n, part)
    if reason:
        return part.score(name, None, n, undefined=undefined, reason=reason)
    bounds = leak_bounds(count, n)
    return part.score(name, count / n, n, low=bounds.low, high=bounds.high, undefined=undefined)


def item_columns(ks: Sequence[int]) -> list[Column]:
    """Shares of documents, in the order of `item_row`."""
    names = [*(f"leaked item share@{k}" for k in ks), "unknown access share"]
    return [Column(name, pooled=True) for name in names]


def item_row(cells: Cells, one: Seen, part: Slice, ks: Sequence[int]) -> Row:
    """Leaked documents among the first k / documents there of which it is known whether they may
    be read; and those of which it is not known / all documents of the answer.
    """
    call = one.outcome.call
    about = {d for d in one.outcome.documents if cells.about(d, part)}
    known, leaked = about.intersection(one.known), [r for r, d in one.leaked if d in about]
    parts, items = [], []
    for k in ks:
        items.append(sum(document in known for document in one.outcome.documents[:k]))
        parts.append(sum(rank <= k for rank in leaked))
    items.append(len(about))
    parts.append(len(about) - len(known))
    shares = [some / n if n else UNDEFINED for some, n in zip(parts, items, strict=True)]
    return Row((cells.people.class_of(call.principal), call.probe), shares, items)
