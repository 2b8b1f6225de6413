"""Facts of a document whose chunks disagree about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from ragaudit.model import Fact, FactState, Origin, SourceFacts
from ragaudit_connectors.records import Record
from ragaudit_connectors.records.facts import CLOCKS

_WHY = "its chunks say different things"
_PEOPLE = ("owner", "last_editor")


def undecided(facts: SourceFacts, record: Record, differ: Collection[str]) -> SourceFacts:
    """Facts without what only some chunks say: that is unknown, and no chunk is right for it."""
    if not differ:
        return facts
    unsaid = {record.place(ours) for ours in _PEOPLE if ours in differ}
    times = {CLOCKS[ours]: _unknown(record, ours) for ours in CLOCKS if ours in differ}
    labels: dict[str, Any] = {
        ours: _unknown(record, ours)
        for ours in ("classification", "lifecycle", "superseded_by")
        if ours in differ
    }
    return replace(
        facts,
        times={**facts.times, **times},
        owners=tuple(one for one in facts.owners if one.fact.locator not in unsaid),
        looked_in=(*facts.looked_in, *(f"{place} ({_WHY})" for place in sorted(unsaid))),
        **labels,
    )


def _unknown(record: Record, ours: str) -> Fact[Any]:
    return Fact(
        FactState.UNKNOWN,
        origin=Origin.SOURCE_API,
        locator=record.place(ours),
        key=record.theirs(ours),
        note=_WHY,
    )
