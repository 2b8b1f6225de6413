"""Source systems that are kept in step: listed, compared with what is known, fetched if changed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from ragaudit.contracts.connectors import OtherFile, Ref
from ragaudit.model import (
    AccessPolicy,
    Content,
    ContentSummary,
    Decision,
    Directory,
    Document,
    Skip,
    SourceFacts,
)

Cursor = str
"""A place in a listing, in the connector's own words (JSON where it has parts); at most 64 kB.

It is written down after each page and may be the only thing left of a run that was killed.
"""


class Support(StrEnum):
    """Whether a source can tell something."""

    NATIVE = "native"
    PROXY = "proxy"
    """Only something that stands in for it: the last editor for an owner."""
    CONFIG = "config"
    """Only what the configuration maps or declares."""
    NONE = "none"


class Incremental(StrEnum):
    """What a pass costs where nothing changed."""

    CURSOR = "cursor"
    """Only changes are listed."""
    VERSION = "version"
    """Everything is listed; only what has a new version, etag or date is fetched."""
    NONE = "none"


class Deletes(StrEnum):
    """How a deletion is noticed."""

    TOMBSTONE = "tombstone"
    SNAPSHOT = "snapshot"
    """By its absence from a listing that was complete."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a kind of source can tell, for users to see before they rely on it."""

    owner: Support = Support.NONE
    changed: Support = Support.NONE
    """When the content last changed."""
    review: Support = Support.NONE
    expiry: Support = Support.NONE
    access: Support = Support.NONE
    groups: Support = Support.NONE
    incremental: Incremental = Incremental.NONE
    deletes: Deletes = Deletes.SNAPSHOT
    access_incremental: bool = False
    """Whether a change of the access list alone shows in the listing (`Ref.access_stamp`)."""
    impersonate: bool = False
    """Whether `probe_as` can ask the system as somebody else."""


class CheckState(StrEnum):
    """What came of trying a capability."""

    OK = "ok"
    MISSING = "missing"
    """The credential lacks a right; `scope` names it."""
    FAILED = "failed"
    UNSUPPORTED = "unsupported"
    """This kind of source has no such thing."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One capability, tried with the configured credential."""

    capability: str
    """`sign in`, `list`, `read`, `access`, `groups`, `ask as somebody`."""
    state: CheckState
    detail: str
    """What was found or what went wrong, in words; never a title or text of a document."""
    scope: str = ""
    """The right that is missing, by the system's own name for it."""
    action: str = ""


@dataclass(frozen=True, slots=True)
class PassEnd:
    """How a pass over a source ended; on its last page only."""

    whole: bool
    """Whether everything there is was listed in this pass: what was not is gone."""
    next: Cursor | None = None
    """Where the next pass starts; None lists everything again."""


@dataclass(frozen=True, slots=True)
class RefPage:
    """Some of what a source holds."""

    refs: tuple[Ref, ...] = ()
    gone: tuple[str, ...] = ()
    """Native ids the source says were deleted."""
    skips: tuple[Skip, ...] = ()
    """Items that are there and cannot be had."""
    other: tuple[OtherFile, ...] = ()
    resume: Cursor | None = None
    """Where this pass goes on after this page if it is cut off; None means from its start."""
    end: PassEnd | None = None
    """Set on the last page. A listing that stops without it was cut off, and deletes nothing."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One document as the source gave it."""

    data: bytes
    facts: SourceFacts | None = None
    """What only reading it tells; None leaves what the listing said."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What the real system answered when it was asked as somebody."""

    decision: Decision
    """`UNKNOWN` where the answer settles nothing: the system failed, nobody could sign in."""
    detail: str = ""
    """`403 Forbidden`, `404 Not Found (hidden)`; never any text."""


@runtime_checkable
class RemoteConnector(Protocol):
    """One source system. Built from `SourceSettings`, also in workers, so it connects lazily.

    Errors are those of `ragaudit.errors`: a `SourceError` stops the source, an `ItemError` or
    `SkipError` one document. Whatever else comes out of a connector is a bug of it.
    """

    @abstractmethod
    def capabilities(self) -> Capabilities:
        """What this kind of source can tell; needs no connection."""

    @abstractmethod
    def check(self) -> Iterator[CheckResult]:
        """Try every capability with the credential, one result each; raises nothing."""

    @abstractmethod
    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """Yield pages from a cursor on, without reading content; None is the very beginning.

        Raises `SourceError`; `CursorExpiredError` makes the caller start again with None.
        """

    @abstractmethod
    def fetch(self, ref: Ref) -> Fetched:
        """Read one document. Raises `ItemError` or `SkipError`, or `SourceError` for all."""

    @abstractmethod
    def parse(self, ref: Ref, data: bytes) -> Content:
        """Turn bytes into content: a pure function of both, without network. Raises `SkipError`."""

    @abstractmethod
    def describe(
        self, ref: Ref, summary: ContentSummary, raw_sha256: str, facts: SourceFacts
    ) -> Document:
        """Join what the source knows with what is written in the document."""

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """Yield who may read each; what cannot be read is a policy in state `ERROR`."""
        return iter(())

    def identities(self) -> Directory:
        """People and groups of this system, names prefixed by its namespace."""
        return Directory()

    def probe_as(self, persona: str, ref: Ref) -> Probed | None:
        """Ask the system for a document as somebody; None where it cannot be asked."""
        return None

    def requests(self) -> int:
        """Requests made so far, for budgets and measurements."""
        return 0

    def notes(self) -> Iterable[str]:
        """What the user should know about the source as a whole."""
        return ()

    def close(self) -> None:
        """Give connections and temporary files back; called once, after everything else."""
        return None
