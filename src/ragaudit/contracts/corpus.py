"""Every document that was read, for comparing."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from ragaudit.contracts.codebases import CodeBase
from ragaudit.contracts.connectors import Moment, Past
from ragaudit.contracts.links import LinkResult
from ragaudit.contracts.opinions import Judge, Nli
from ragaudit.model import Content, Directory, Document, IndexManifest, SourceSettings

T = TypeVar("T")


class Corpus(Protocol):
    """Every document that was read, for comparing."""

    as_of: date
    directory: Directory
    documents: Mapping[str, Document]
    """By document id, in order of id."""
    sources: Mapping[str, SourceSettings]
    activity: Mapping[str, date]
    """Last day of work by casefolded name and mail address, in all sources together."""

    @abstractmethod
    def content(self, document: str) -> Content | None:
        """Return the parsed content again; costs a cache read, so only for candidates."""

    @abstractmethod
    def has(self, source: str, path: str) -> bool | None:
        """Whether a file exists in a source; None where that cannot be told."""

    def last_change(self, document: str) -> Moment | None:
        """When the text of a document last changed; None where history does not say."""
        return None

    def past(self, document: str, moment: Moment) -> Past | None:
        """A document as it was at a moment; None where history does not hold it."""
        return None

    def parse(self, document: str, data: bytes) -> Content | None:
        """Other bytes of a document as its source would parse them; None where that fails."""
        return None

    def code(self, source: str) -> tuple[CodeBase, ...]:
        """The repositories whose code a source describes."""
        return ()

    def index(self, source: str) -> IndexManifest | None:
        """What the retrieval index holds of a source; None where nobody said."""
        return None

    @abstractmethod
    def paths(self, source: str) -> frozenset[str]:
        """Every listed file of a source, documents or not."""

    def text(self, source: str, path: str) -> str | None:
        """The text of a small listed file that is no document, e.g. a site's navigation."""
        return None

    def check_links(self, urls: Sequence[str]) -> Mapping[str, LinkResult] | None:
        """What came of asking for these addresses; None where nobody allowed it."""
        return None

    def nli(self) -> Nli | None:
        """The cross-encoder to ask for a second opinion; None where none is configured."""
        return None

    def judge(self) -> Judge | None:
        """The language model to ask for a second opinion; None where none is configured."""
        return None

    @abstractmethod
    def once(self, name: str, compute: Callable[[], T]) -> T:
        """Compute something once per run, for detectors that share it."""

    @abstractmethod
    def remember(self, name: str, key: str, compute: Callable[[], str]) -> str:
        """Like a cache across runs: `key` must name all input by hash.

        What `compute` returns is stored as it is: text from documents must be redacted in it.
        """
