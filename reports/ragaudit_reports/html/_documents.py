"""Documents that should not be served as they are, and those that never are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from ragaudit.model import Finding, Status
from ragaudit_reports._clean import one_line
from ragaudit_reports._freshness import Due, late
from ragaudit_reports.html._index import Index, Place, confirmed
from ragaudit_reports.html._names import STALE, sentence
from ragaudit_reports.html._retrieval import percent

LIMIT = 500
"""Documents in each list."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A document after its time."""

    place: Place
    why: str
    id: str
    """Of the finding that says so."""
    label: str
    severity: str


@dataclass(frozen=True, slots=True)
class DarkSource:
    """Documents of a source that came back for no question."""

    source: str
    share: str
    of: int
    reason: str


@dataclass(frozen=True, slots=True)
class Documents:
    """The section."""

    stale: tuple[Stale, ...]
    stale_total: int
    whole: int
    """Findings of whole sources on top: their documents are not named one by one."""
    dark: tuple[Place, ...]
    dark_total: int | None
    """None where nobody measured, or which ones was not kept."""
    dark_sources: tuple[DarkSource, ...]
    asked: bool


def documents(index: Index, ids: dict[str, str]) -> Documents:
    """Stale ones by an open finding, longest unconfirmed first. `ids` are those of findings."""
    stale = _stale(index, ids)
    whole = sum(f.document is None for f in index.of_rules(STALE))
    dark = index.audit.probing.dark if index.audit.probing else None
    places = sorted((index.place(d) for d in dark or ()), key=lambda p: (p.source, p.path))
    return Documents(
        stale=tuple(stale[:LIMIT]),
        stale_total=len(stale),
        whole=whole,
        dark=tuple(places[:LIMIT]),
        dark_total=None if dark is None else len(places),
        dark_sources=tuple(_dark_sources(index)),
        asked=index.audit.probing is not None,
    )


def _stale(index: Index, ids: dict[str, str]) -> list[Stale]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in index.of_rules(STALE):
        if finding.document is not None and finding.status is Status.OPEN:
            found[finding.document].append(finding)
    made: list[tuple[date, Stale]] = []
    for document, reasons in found.items():
        worst = max(reasons, key=lambda f: f.severity.rank)
        known = index.documents.get(document)
        day = confirmed(known) if known else None
        stale = Stale(
            index.place(document),
            one_line(worst.message, 300),
            ids.get(worst.fingerprint, ""),
            worst.rule.replace("-", " "),
            worst.severity.value,
        )
        made.append((day[0] if day else date.max, stale))
    made += [(_since(index, due), _late(index, due)) for due in _others(index, found)]
    made.sort(key=lambda pair: (pair[0], pair[1].place.source, pair[1].place.path))
    return [stale for _, stale in made]


def _others(index: Index, found: dict[str, list[Finding]]) -> list[Due]:
    """What breaks its contract without a finding, as in a run that looks at dates alone."""
    every = (*late(index.audit, "error"), *late(index.audit, "warn"))
    return [due for due in every if due.expiry.document not in found]


def _since(index: Index, due: Due) -> date:
    known = index.documents.get(due.expiry.document)
    day = confirmed(known) if known else None
    return day[0] if day else due.expiry.on


def _late(index: Index, due: Due) -> Stale:
    told = due.told(index.audit.run.as_of)
    place = index.place(due.expiry.document, due.source, due.expiry.path)
    severity = "error" if due.expiry.severity == "error" else "warn"
    return Stale(place, sentence(one_line(told, 300)), "", "late", severity)


def _dark_sources(index: Index) -> list[DarkSource]:
    rows = []
    for source in index.audit.sources:
        score = index.score("dark-document share", source.id)
        if score is not None:
            share = "not told" if score.value is None else percent(score.value)
            rows.append(DarkSource(source.id, share, score.n, one_line(score.reason)))
    return rows
