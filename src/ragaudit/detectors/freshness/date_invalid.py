"""FRS209: a date is written that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from ragaudit.contracts import Context, DocumentDetector
from ragaudit.detectors._words import as_written, known_date
from ragaudit.model import Document, Fact, FactState, Observation, Origin, Remedy, Rule, Severity

_PAST_BY_NATURE = ("created", "content_modified", "modified", "reviewed")
SET_BY_SYSTEM = ("created", "content_modified", "modified")
"""Dates that a source system sets by its own clock; nobody can mend them in a document."""
TOLERANCE = timedelta(days=1)
"""Time zones: the author's day may be ahead of the auditor's."""
_DATE_KEY = re.compile(
    r"date|review|verif|valid|expir|modified|updated|created|publish|effective|lastmod|until|_(?:on|at)$",
    re.IGNORECASE,
)
_PERSON_KEY = re.compile(r"(?:^|[_. -])(?:by|author|owner|reviewer)$", re.IGNORECASE)
_TEMPLATE = ("{{", "{%", "<%", "${")


class DateInvalid(DocumentDetector):
    """Reports dates and review intervals that are unreadable, ambiguous or in the future."""

    rule = Rule(
        code="FRS209",
        name="date-invalid",
        severity=Severity.ERROR,
        summary="A date in the metadata is unreadable, ambiguous, or in the future.",
        why=(
            "A date that cannot be read switches off every check that rests on it without a "
            "word. A review or change dated in the future makes a document look fresh for ever. "
            "03/04/25 is three different days to three readers: it is never guessed."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Write the date as YYYY-MM-DD, an interval as `6 months` or `180d`.",
        example="---\nlast_reviewed_on: 03/04/25\nreview_in: whenever\n---",
        not_reported=(
            "Dates that have one reading only (`25/12/2026`, `4 March 2026`); expiry, review and "
            "publication dates in the future; one day's difference, for time zones; empty "
            "values and template slots; file times; commits, and changes by the clock of a source "
            "system, after the day of the audit: a note at the end of the report counts the latter."
        ),
        references=(
            "https://www.rfc-editor.org/rfc/rfc3339",
            "https://www.servicenow.com/docs/r/zurich/servicenow-platform/knowledge-management/article-validity.html",
        ),
    )

    def detect(self, document: Document, context: Context) -> Iterator[Observation]:
        """Yield one observation per value that cannot be used."""
        seen: set[str] = set()
        for fact, message in _faults(document, context.as_of):
            quote = as_written(fact)
            if quote not in seen:
                seen.add(quote)
                yield Observation(message, line=fact.line, quote=quote)


def _faults(document: Document, as_of: date) -> Iterator[tuple[Fact[Any], str]]:
    for name, fact in document.times.items():
        if fact.origin in (Origin.FILESYSTEM, Origin.VCS):
            continue
        if fact.state is FactState.ERROR and _written(fact):
            yield fact, _unusable(fact)
        elif postdated(name, fact, as_of):
            yield fact, _in_future(fact, as_of)
    for error in (document.review_waiver, *document.metadata_errors):
        if error.state is FactState.ERROR and _is_date_key(error.key or "") and _written(error):
            yield error, _unusable(error)


def postdated(name: str, fact: Fact[date], as_of: date) -> bool:
    """Whether something that is over by its nature is written to happen after the audit's day.

    Commits, and changes by a system's own clock, are not meant: nobody wrote them by hand.
    """
    by_machine = fact.origin in (Origin.FILESYSTEM, Origin.VCS)
    if by_machine or (fact.origin is Origin.SOURCE_API and name in SET_BY_SYSTEM):
        return False
    return name in _PAST_BY_NATURE and (known_date(fact) or as_of) > as_of + TOLERANCE


def _written(fact: Fact[Any]) -> bool:
    raw = (fact.raw or fact.note or "").strip()
    return bool(raw) and not any(mark in raw for mark in _TEMPLATE)


def _is_date_key(key: str) -> bool:
    return bool(_DATE_KEY.search(key)) and not _PERSON_KEY.search(key)


def _unusable(fact: Fact[Any]) -> str:
    name = fact.key or "A date"
    return f"{name} cannot be used: {fact.note or f'“{fact.raw}” is not a date'}."


def _in_future(fact: Fact[date], as_of: date) -> str:
    name = fact.key or "A date"
    return f"{name} is {fact.value}, which is after the day of the audit, {as_of}."
