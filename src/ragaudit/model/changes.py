"""What changed between two runs, and what they cannot tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ragaudit.model.finding import Finding
from ragaudit.model.history import PastRun, SourceCounts
from ragaudit.model.retrieval import Leak


class ChangeKind(StrEnum):
    """What became of a finding, a leak or an access list."""

    NEW = "new"
    WORSE = "worse"
    """More severe, of more documents, counting again, or readable by more people."""
    FIXED = "fixed"
    """The document was looked at again by the same rule, and nothing was found."""
    BETTER = "better"
    GONE = "gone"
    """It went with its document."""
    ACCEPTED = "accepted"
    """It is still there, suppressed or in the baseline."""
    UNKNOWN = "unknown"
    """One of the runs could not have seen it: neither new nor fixed."""


class DocumentChangeKind(StrEnum):
    """What became of a document."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    """Its text, not only its markup."""
    MOVED = "moved"
    """The same text under another name."""
    UNREAD = "unread"
    """It was read before and not this time: whether it is still there is not known."""


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that is not as it was."""

    kind: ChangeKind
    finding: Finding
    """As the later run has it; where that has none, as the earlier one had it."""
    reason: str = ""
    """What is worse, why it no longer counts, why it cannot be compared."""
    appeared: bool = True
    """Whether the later run has it."""


@dataclass(frozen=True, slots=True)
class LeakChange:
    """A cell of principal and document that leaked in one of the runs."""

    kind: ChangeKind
    """`NEW`, `FIXED` or `UNKNOWN`."""
    leak: Leak
    reason: str = ""
    appeared: bool = True
    """Whether the later run has it."""


@dataclass(frozen=True, slots=True)
class AccessChange:
    """A document that other people may read than before, by its own access list.

    Who is in a group is not on record, so a group that grew is not seen here.
    """

    kind: ChangeKind
    """`WORSE` for more people, `BETTER` for fewer or where it is known at last, `UNKNOWN`."""
    document: str
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is not as it was."""

    kind: DocumentChangeKind
    document: str
    path: str
    before: str = ""
    """The path it had, where it was moved."""
    reason: str = ""
    """Why it was not read."""


@dataclass(frozen=True, slots=True)
class SourceChanges:
    """One source in both runs."""

    source: str
    before: SourceCounts | None
    """None where the run did not have the source."""
    after: SourceCounts | None
    findings: tuple[FindingChange, ...] = ()
    """By kind, then the most severe first."""
    leaks: tuple[LeakChange, ...] = ()
    access: tuple[AccessChange, ...] = ()
    documents: tuple[DocumentChange, ...] = ()

    def count(self, kind: ChangeKind) -> int:
        """Number of findings of one kind of change."""
        return sum(change.kind is kind for change in self.findings)


@dataclass(frozen=True, slots=True)
class Changes:
    """Two runs, the earlier one first."""

    before: PastRun
    after: PastRun
    sources: tuple[SourceChanges, ...] = ()
    lost: tuple[str, ...] = ()
    """What the earlier run looked at and the later one did not, a sentence each. Problems may hide
    there; it is no success."""
    notes: tuple[str, ...] = ()
    """What else differs between the runs: configuration, version, rules."""

    def findings(self, *kinds: ChangeKind) -> Iterator[FindingChange]:
        """Changed findings of some kinds, over all sources, the most severe first."""
        found = (c for s in self.sources for c in s.findings if c.kind in kinds)
        return iter(sorted(found, key=lambda change: -change.finding.severity.rank))

    def leaks(self, *kinds: ChangeKind) -> Iterator[LeakChange]:
        """Changed leaks of some kinds, over all sources."""
        return (c for s in self.sources for c in s.leaks if c.kind in kinds)
