"""Says how old a source is where nobody declared how old it may get."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ragaudit._engine.findings import fingerprint
from ragaudit.detectors.freshness.date_invalid import SET_BY_SYSTEM, TOLERANCE
from ragaudit.model import Confidence, Document, Finding, Origin, Rule, Severity, SourceSettings

LONG_DAYS = 365
"""A year: the usual review interval of handbooks (GOV.UK 6–12 months, Guru 90 days by default)."""
_CLOCKS = ("reviewed", "content_modified")


def oldest(documents: Sequence[Document]) -> tuple[date, Document] | None:
    """The oldest trusted date and its document."""
    dated = [(day, d.id, d) for d in documents if (day := last_confirmed(d)) is not None]
    return (min(dated)[0], min(dated)[2]) if dated else None


def last_confirmed(document: Document) -> date | None:
    """The first trusted of reviewed and content-modified."""
    for clock in _CLOCKS:
        fact = getattr(document.times, clock)
        if fact.trusted and fact.value is not None:
            day: date = fact.value
            return day
    return None


def undeclared(
    rule: Rule, source: SourceSettings, documents: Sequence[Document], as_of: date
) -> Finding | None:
    """One note on a source that has old documents and no freshness contract.

    A document that says itself when its review is due has a contract of its own (FRS202).
    """
    silent = [d for d in documents if not d.times.review_due.known and not d.review_waiver.known]
    old = [d for d in silent if (day := last_confirmed(d)) and (as_of - day).days > LONG_DAYS]
    first = oldest(old)
    if source.freshness is not None or first is None:
        return None
    day, document = first
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=Severity.INFO,
        confidence=Confidence.HIGH,
        source=source.id,
        document=None,
        path=None,
        line=None,
        quote="",
        message=(
            f"{len(old)} of {len(documents)} documents were neither reviewed nor changed for more "
            f"than a year, {document.path} not since {day}; no freshness contract says whether "
            "that is too long."
        ),
        remedy=rule.remedy,
        action="declare how old is too old in ragaudit.yaml:\n"
        "freshness:\n  warn_after: {count: 365, period: day}",
        owner=None,
        fingerprint=fingerprint(rule.code, source.id, "no contract"),
        affected=len(old),
    )


def ahead(source: str, documents: Sequence[Document], as_of: date) -> str | None:
    """A note on documents that a source system says were made or changed after the audit's day."""
    dates = [
        fact.value
        for document in documents
        for name, fact in document.times.items()
        if name in SET_BY_SYSTEM and fact.origin is Origin.SOURCE_API and fact.value
    ]
    late = [day for day in dates if day > as_of + TOLERANCE]
    if not late:
        return None
    return (
        f"{source}: by the clock of the system its documents changed up to {max(late)}, after the "
        f"day of the audit, {as_of}: either `as_of` is in the past, or that clock is ahead, and "
        "they look fresher than they are"
    )
