"""What reads a source: the way in."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from ragaudit.model import Content, ContentSummary, Directory, Document, Skip, SourceFacts


@dataclass(frozen=True, slots=True)
class Ref:
    """A document that can be read, found cheaply."""

    native_id: str
    path: str
    size: int = 0
    format: str = ""
    """The format its name says."""
    stamp: str = ""
    """Changes whenever the bytes do: an etag, a version, a file's identity and times. While it
    stays, the bytes need not be read again. Empty where the source has no such thing."""
    title: str = ""
    """The source's own title, for documents whose text carries none."""
    access_stamp: str | None = None
    """Changes whenever the access list does; None where the source has no such thing, so that the
    list is read in every pass."""
    facts: SourceFacts = field(default_factory=SourceFacts)
    """What the listing says about it."""


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file that is no document by its name; links may point at it."""

    path: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in the history of a source."""

    revision: str = ""
    """The source's own name of a state, such as a commit; empty where only the day is known."""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """A document as it was at some moment, and when it changed since."""

    data: bytes
    edits: tuple[Moment, ...] = ()
    """Every change of its bytes since then, oldest first."""


class Connector(Protocol):
    """What reads one source. Built from `SourceSettings`, also inside worker processes."""

    local: bool = True
    """Whether worker processes may read for themselves; else the main process reads for them."""

    @abstractmethod
    def list_refs(self) -> Iterator[Ref | Skip | OtherFile]:
        """Yield everything in the source, in a stable order, without reading content."""

    @abstractmethod
    def read(self, ref: Ref) -> bytes:
        """Return the raw bytes. Raises `SkipError` where they cannot be had."""

    def as_read(self, ref: Ref) -> Ref:
        """A reference after `read`, with the stamp the bytes had then."""
        return ref

    @abstractmethod
    def parse(self, ref: Ref, data: bytes) -> Content:
        """Turn bytes into content: a pure function of both. Raises `SkipError`.

        Called in a process that may be killed; must not touch the network or other files.
        """

    @abstractmethod
    def describe(self, ref: Ref, summary: ContentSummary, raw_sha256: str) -> Document:
        """Attach owner, dates and access, each a `Fact`. Called in the main process."""

    def has(self, path: str) -> bool | None:
        """Whether a path exists in the source; None where that cannot be told."""
        return None

    def directory(self) -> Directory:
        """People and groups this source knows, e.g. its `directory.yaml`."""
        return Directory()

    def activity(self) -> Mapping[str, date]:
        """Last day of work in the source by casefolded name and mail address of who did it.

        Called after every document was described. Empty where the source keeps no such record.
        """
        return {}

    def notes(self) -> Iterable[str]:
        """What the user should know about the source as a whole, e.g. a shallow clone."""
        return ()

    def surroundings(self, documents: Collection[str]) -> str | None:
        """A text that changes with everything but their bytes that says something of documents.

        What `describe` said of them is then taken to be true still, as long as it and the stamps of
        the documents stay the same. None where that cannot be told: they are described anew.
        """
        return None

    def changed_since(self, revision: str) -> frozenset[str] | None:
        """Paths of files that changed since the source parted from a state of it, by name.

        Files nobody has committed yet are among them. None where the source keeps no history.
        Raises `UsageError` for a state it does not have.
        """
        return None

    def last_change(self, path: str) -> Moment | None:
        """When the text of a document last changed; None where history does not say."""
        return None

    def past(self, path: str, moment: Moment) -> Past | None:
        """A document as it was at a moment; None where history does not hold it."""
        return None
