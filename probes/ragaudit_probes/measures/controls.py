"""Positive controls: whether people get what they may read. Nothing returned never looks safe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ragaudit.model import CallStatus, Decision, Outcome, Role, Score
from ragaudit_probes.measures.cells import Cell, Cells
from ragaudit_probes.measures.slices import UNDEFINED, Column, Row, Slice, summarise

_Shown = Mapping[tuple[str, str], frozenset[str]]
"""Probe and wording to the documents the oracle got."""


def over_restriction(
    cells: Cells, parts: Sequence[Slice], seed: int, resamples: int
) -> Iterator[Score]:
    """Documents withheld from who may read them, among the cells of allow probes.

    With an oracle `over-restriction@k`: the oracle got the document in some wording, and somebody
    who may read it got it in none. Without one `missed controls@k`: somebody got it in no wording,
    for whatever reason.
    """
    shown = _oracle(cells)
    k = cells.people.run.probes.k[-1]
    name = f"missed controls@{k}" if shown is None else f"over-restriction@{k}"
    columns = [Column(name, counted=True)]
    for part in parts:
        found = _cells(cells, part, shown, k)
        rows = [Row(cell, [UNDEFINED if v is None else float(v)]) for cell, v in found.items()]
        if rows:
            yield from summarise(columns, rows, part, seed, resamples)
        else:
            yield part.score(name, None, 0, reason="no positive control was asked")


def _oracle(cells: Cells) -> _Shown | None:
    people = cells.people
    k = people.run.probes.k[-1]
    asked = [o for o in people.run.outcomes if people.is_oracle(o.call)]
    if not asked:
        return None
    found: dict[tuple[str, str], frozenset[str]] = {}
    for outcome in asked:
        if outcome.status is CallStatus.OK:
            key = (outcome.call.probe, outcome.call.query)
            found[key] = found.get(key, frozenset()) | frozenset(outcome.documents[:k])
    return found


def _cells(cells: Cells, part: Slice, shown: _Shown | None, k: int) -> dict[Cell, bool | None]:
    """Each control cell: withheld from anybody of the class, or not, or nobody knows."""
    found: dict[Cell, bool | None] = {}
    for (principal, document), outcomes in _controls(cells, part).items():
        withheld = _withheld(document, outcomes, shown, k)
        cell = (cells.people.class_of(principal), document)
        if withheld or found.get(cell) is None:
            found[cell] = withheld
    return found


def _controls(cells: Cells, part: Slice) -> dict[tuple[str, str], list[Outcome]]:
    found: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    run = cells.people.run
    for one in cells.within(part):
        call = one.outcome.call
        if call.role is not Role.ALLOW or call.document is None:
            continue
        allowed = run.may(call.principal, call.document) is Decision.ALLOW
        if allowed and cells.about(call.document, part):
            found[call.principal, call.document].append(one.outcome)
    return found


def _withheld(
    document: str, outcomes: Sequence[Outcome], shown: _Shown | None, k: int
) -> bool | None:
    """Over the wordings that both sides answered; None where there is none."""
    both = [
        outcome
        for outcome in outcomes
        if outcome.status is CallStatus.OK
        and (shown is None or (outcome.call.probe, outcome.call.query) in shown)
    ]
    if not both:
        return None
    if any(document in outcome.documents[:k] for outcome in both):
        return False
    return shown is None or any(document in shown[o.call.probe, o.call.query] for o in both)
