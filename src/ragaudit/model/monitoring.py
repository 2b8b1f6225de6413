"""What people asked a running system, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ragaudit.model.retrieval import Hit


class Signal(StrEnum):
    """What happened to an answer after it was given."""

    LIKED = "liked"
    DISLIKED = "disliked"
    EDITED = "edited"
    """A reviewer changed the draft before it went out."""
    REJECTED = "rejected"
    """A reviewer threw the draft away."""
    REASSIGNED = "reassigned"
    """The case went to somebody else."""
    ESCALATED = "escalated"
    EXCEPTION = "exception"
    """The system failed, or the case had to be handled outside of it."""


COMPLAINTS = frozenset(Signal) - {Signal.LIKED}
"""Signals that something was wrong."""


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One line of a query log: a question, or news about an earlier one."""

    query: str = ""
    """As it was asked. It may hold anything, and is never stored as it is."""
    hits: tuple[Hit, ...] | None = None
    """What was returned, best first; None where the log does not say."""
    answered: bool | None = None
    """Whether there was an answer, where the log says so; else no hits means no answer."""
    at: datetime | None = None
    latency_s: float | None = None
    cost: float | None = None
    signals: frozenset[Signal] = frozenset()
    trace: str = ""
    """Ties news to the question they are about; empty where the line stands alone."""

    @property
    def unanswered(self) -> bool:
        """Whether the question is known to have got no answer."""
        if self.answered is not None:
            return not self.answered
        return bool(self.query) and self.hits == ()


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no record; it is counted, never guessed at."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles in seconds, each within 1 % of the true value."""

    p50: float
    p95: float
    n: int


@dataclass(frozen=True, slots=True)
class Served:
    """What became of the answers a group of documents was part of."""

    name: str
    """The source, owner or document."""
    answers: int = 0
    """Answers at least one of the documents was in."""
    documents: int = 0
    """Distinct documents that were returned."""
    signals: Mapping[Signal, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskedOften:
    """A question that many people asked without getting a good answer."""

    query: str
    """Without secrets and personal data."""
    count: int
    """At least this often."""
    complaint: bool
    """Whether there was an answer that somebody complained about, rather than none."""
    documents: tuple[str, ...] = ()
    """Catalogue ids of what was returned when it was last asked."""
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """What a query log says about a knowledge base."""

    questions: int = 0
    unanswered: int = 0
    unknown_answers: int = 0
    """Questions of which the log does not say what was returned."""
    unmapped: int = 0
    """Returned results that are no document of the catalogue."""
    results: int = 0
    """Returned results in all."""
    loose: int = 0
    """Signals about questions that are not in the log."""
    signals: Mapping[Signal, int] = field(default_factory=dict)
    first: datetime | None = None
    last: datetime | None = None
    latency: Latency | None = None
    cost: float | None = None
    sources: tuple[Served, ...] = ()
    owners: tuple[Served, ...] = ()
    documents: tuple[Served, ...] = ()
    """Most complained about first."""
    often: tuple[AskedOften, ...] = ()
    bad: tuple[BadLine, ...] = ()
    """The first of them."""
    bad_lines: int = 0
