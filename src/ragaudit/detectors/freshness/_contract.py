"""The arithmetic of freshness: what a contract and a document's own dates ask, and since when.

FRS201, FRS202 and FRS203 report by it, and a source's state is counted by it, so that the two
cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ragaudit.detectors._words import known_date
from ragaudit.detectors.freshness._archive import in_archive
from ragaudit.model import (
    Calendar,
    Document,
    Fact,
    FreshnessContract,
    FreshnessOverride,
    Interval,
    Lifecycle,
)
from ragaudit.text import DateError, add_interval, matches


@dataclass(frozen=True, slots=True)
class Terms:
    """What the contract asks of one document."""

    warn_after: Interval | None
    error_after: Interval | None
    never: bool = False
    ended: FreshnessOverride | None = None
    """An exception that would have counted, had it not ended."""

    @property
    def limited(self) -> bool:
        """Whether it asks anything at all."""
        return not self.never and (self.warn_after or self.error_after) is not None


def terms_for(contract: FreshnessContract, path: str, as_of: date) -> Terms:
    """The contract for one path: the last live exception counts, key by key."""
    if not contract.overrides:
        return Terms(contract.warn_after, contract.error_after)
    fitting = [override for override in contract.overrides if matches(override.glob, path)]
    live = [o for o in fitting if o.until is None or o.until >= as_of]
    ended = next((o for o in reversed(fitting) if o not in live), None)
    if not live:
        return Terms(contract.warn_after, contract.error_after, ended=ended)
    last = live[-1]
    return Terms(
        last.warn_after or contract.warn_after,
        last.error_after or contract.error_after,
        last.never,
        ended,
    )


def exempt(document: Document) -> bool:
    """Whether nobody need review it: it says so with a reason, or it is archived."""
    return document.review_waiver.known or _is(document, Lifecycle.ARCHIVED)


def clock(contract: FreshnessContract, document: Document) -> tuple[str, Fact[date] | None]:
    """The first of the contract's clocks with a value to go by; `mtime` only if it is named."""
    for name in contract.clock:
        fact: Fact[date] | None = getattr(document.times, name, None)
        if fact is not None and (fact.trusted or (name == "mtime" and fact.known)):
            return name, fact
    return "", None


def last_day(since: date, limit: Interval, calendar: Calendar | None) -> date | None:
    """The last day on which a limit is kept; None where it never ends."""
    try:
        return add_interval(since, limit, calendar)
    except DateError:
        return None


def breached(since: date, limit: Interval, as_of: date, calendar: Calendar | None) -> bool:
    """Whether a limit was kept no longer on a day; on its last day it still is."""
    end = last_day(since, limit, calendar)
    return end is not None and end < as_of


def review_due(document: Document) -> date | None:
    """The day its own metadata sets for the next review, unless that review took place."""
    due = known_date(document.times.review_due)
    if due is None or exempt(document):
        return None
    return due


def review_late(document: Document, as_of: date) -> bool:
    """Whether a declared review is overdue (FRS202): it was due before the day, and not done."""
    due = review_due(document)
    if due is None or due >= as_of:
        return False
    reviewed = known_date(document.times.reviewed)
    return reviewed is None or not due <= reviewed <= as_of


def valid_until(document: Document) -> date | None:
    """The last day of its declared validity; None in an archive, where that is no matter."""
    return None if in_archive(document.path) else known_date(document.times.expires)


def expired(document: Document, as_of: date) -> bool:
    """Whether its validity ended (FRS203): by its date, or by what it says of itself."""
    if in_archive(document.path):
        return False
    end = valid_until(document)
    return (end is not None and end < as_of) or _is(document, Lifecycle.EXPIRED)


def _is(document: Document, stage: Lifecycle) -> bool:
    return document.lifecycle.trusted and document.lifecycle.value is stage
