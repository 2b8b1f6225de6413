"""How fresh a source is, held against its contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FreshnessState(StrEnum):
    """What a contract says of a source."""

    FRESH = "fresh"
    WARN = "warn"
    ERROR = "error"
    UNKNOWN = "unknown"
    """Nothing could be judged: no document has a trusted date, or the source was not read."""
    UNDECLARED = "undeclared"
    """There is no contract; that is not the same as fresh."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """A document whose contract, review or validity ends soon, or has ended."""

    document: str
    """Catalogue id."""
    path: str
    on: date
    """The first day it is overdue."""
    what: str
    """`contract`, `review` or `expiry`."""
    owner: str | None = None
    severity: str = "error"
    """What it is from that day on: `error`, or `warn` for the milder limit of a contract."""


@dataclass(frozen=True, slots=True)
class SourceFreshness:
    """One source held against its contract, in numbers of documents."""

    source: str
    state: FreshnessState
    contract: str = ""
    """In words; empty where there is none."""
    documents: int = 0
    fresh: int = 0
    warned: int = 0
    overdue: int = 0
    undated: int = 0
    """Without a trusted date on the contract's clocks: neither fresh nor stale."""
    excused: int = 0
    """Exempt by an override with a reason, or accepted: suppressed, or in the baseline."""
    unread: int = 0
    """Could not be read, so nothing is known of them; not among `documents`."""
    oldest: date | None = None
    newest: date | None = None
    upcoming: tuple[Expiry, ...] = ()
    """Soonest first."""
    late: tuple[Expiry, ...] = ()
    """Documents that are overdue, then those that are warned of; longest first."""
    reasons: tuple[str, ...] = ()
    """Why the state is what it is, one sentence each."""
