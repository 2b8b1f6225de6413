"""How old the documents are, source by source, and against which contract."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from ragaudit.model import FreshnessState, SourceSummary
from ragaudit_reports._clean import one_line
from ragaudit_reports.html._index import Index, confirmed
from ragaudit_reports.html._names import sentence
from ragaudit_reports.html._safe import name

AGES = (
    (91, "up to 3 months"),
    (182, "3 to 6 months"),
    (365, "6 to 12 months"),
    (730, "1 to 2 years"),
    (None, "over 2 years"),
)
UNDATED = "no trusted date"
CHARTED = 20
"""Sources in the chart, those with most documents; the table has all."""
STATES = {
    FreshnessState.FRESH: ("good", "Kept"),
    FreshnessState.WARN: ("warn", "Late"),
    FreshnessState.ERROR: ("bad", "Broken"),
    FreshnessState.UNKNOWN: ("unknown", "Cannot be told"),
    FreshnessState.UNDECLARED: ("unknown", "No contract"),
}


@dataclass(frozen=True, slots=True)
class Ages:
    """One source."""

    source: str
    counts: tuple[int, ...]
    """By `AGES`, then without a trusted date."""
    oldest: date | None
    state: str
    label: str
    contract: str
    reasons: tuple[str, ...]

    @property
    def total(self) -> int:
        """Documents."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Freshness:
    """The section."""

    headings: tuple[str, ...]
    rows: tuple[Ages, ...]
    measured: bool
    """Whether any document is there whose age could be told."""


def freshness(index: Index) -> Freshness:
    """Ages by the last trusted date of review or change, as of the day of the audit."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    oldest: dict[str, date] = {}
    for document in index.audit.documents:
        found = confirmed(document)
        counted[document.source_id][
            _age(found[0], index.audit.run.as_of) if found else UNDATED
        ] += 1
        if found:
            day = oldest.get(document.source_id)
            oldest[document.source_id] = min(day, found[0]) if day else found[0]
    headings = (*(label for _, label in AGES), UNDATED)
    rows = tuple(
        _row(index, source, tuple(counted[source.id][h] for h in headings), oldest.get(source.id))
        for source in index.audit.sources
    )
    return Freshness(headings, rows, bool(index.audit.documents))


def _age(day: date, as_of: date) -> str:
    days = (as_of - day).days
    return next(label for limit, label in AGES if limit is None or days <= limit)


def _row(index: Index, source: SourceSummary, counts: tuple[int, ...], day: date | None) -> Ages:
    found = next((one for one in index.audit.freshness if one.source == source.id), None)
    reasons: tuple[str, ...] = ()
    if found is None:
        label = "No contract" if source.clock is None else "Not measured"
        contract, state = source.clock or "", "unknown"
    else:
        state, label = STATES[found.state]
        contract = found.contract
        reasons = tuple(sentence(one_line(reason)) for reason in found.reasons)
    told = sentence(one_line(contract))
    return Ages(name(source.id, 40), counts, day, state, label, told, reasons)
