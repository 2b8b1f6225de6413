"""Rules, what detectors observe, and the findings made of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is if the finding is true."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warn, 2 for error."""
        return (Severity.INFO, Severity.WARN, Severity.ERROR).index(self)


class Confidence(StrEnum):
    """How sure the rule is that the finding is true."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Remedy(StrEnum):
    """The one thing the owner should do."""

    FIX = "fix"
    VERIFY = "verify"
    ARCHIVE = "archive"
    RESTRICT = "restrict"
    EXCLUDE = "exclude"


class Status(StrEnum):
    """Whether a finding counts."""

    OPEN = "open"
    BASELINE = "baseline"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of problem, with the text its documentation page is made from."""

    code: str
    """`FRS202`."""
    name: str
    """Kebab-case, names the problem: `review-overdue`."""
    severity: Severity
    summary: str
    """One line: what is reported."""
    why: str
    """Why it harms a RAG system."""
    remedy: Remedy
    how_to_fix: str
    """What the owner does, in a sentence or two."""
    example: str
    """A document, or a part of one, that the rule reports."""
    not_reported: str
    """Look-alikes that stay silent, and how the rule tells."""
    references: tuple[str, ...] = ()
    gap: bool = False
    """Whether it reports missing metadata: where a whole source lacks it, one finding says so."""
    declare: str = ""
    """For gaps: the lines of `ragaudit.yaml` that would declare it for a whole source."""
    enabled: bool = True
    """Whether it runs unless switched off."""


@dataclass(frozen=True, slots=True)
class Related:
    """The other side of a finding."""

    document: str
    """Document id."""
    line: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """What a detector saw, before it is tied to its owner and judged."""

    message: str
    """What, where, since when, in full sentences; owner and path are printed beside it."""
    line: int | None = None
    quote: str = ""
    """The text it rests on, verbatim, shortened to what is needed."""
    document: str | None = None
    """Document id; None means the document being looked at."""
    source: str | None = None
    """Source id, where it is about something that is no document of the source (any more)."""
    path: str | None = None
    """With `source`: what it is about."""
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    """None: the rule's."""
    confidence: Confidence = Confidence.HIGH
    action: str | None = None
    """What to do next if more precise than the rule's `how_to_fix`."""
    key: str | None = None
    """What makes it this finding and no other, if not the quote. Never a line number."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of one document, or of one whole source."""

    code: str
    rule: str
    severity: Severity
    confidence: Confidence
    source: str
    document: str | None
    """None where the finding is about a whole source."""
    path: str | None
    line: int | None
    quote: str
    message: str
    remedy: Remedy
    action: str
    """What to do next, in words."""
    owner: str | None
    fingerprint: str
    related: tuple[Related, ...] = ()
    status: Status = Status.OPEN
    status_reason: str | None = None
    """Why it does not count, or why a suppression no longer does."""
    affected: int = 1
    """Number of documents it stands for."""
