"""What finds problems.

A detector is one of three kinds, by what it reads, because that decides what can be cached:

* `ContentDetector` – a pure function of one file's content. Cached by content hash.
* `DocumentDetector` – metadata of one document and the clock; never the text. Runs every time.
* `CorpusDetector` – features → group → compare. Features are a pure function of content and
  cached; groups share a key; comparing never visits all pairs.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable

from ragaudit.contracts.corpus import Corpus
from ragaudit.model import Content, Directory, Document, Observation, Rule, SourceSettings


@dataclass(frozen=True, slots=True)
class Context:
    """What a detector may know besides the document."""

    as_of: date
    source: SourceSettings
    directory: Directory
    """Empty where none was given: rules that need one must stay silent (see `skips`)."""


@runtime_checkable
class ContentDetector(Protocol):
    """Finds problems in one file's content. Stateless; a pure function of the content."""

    rule: Rule

    @abstractmethod
    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield one observation per problem."""


@runtime_checkable
class DocumentDetector(Protocol):
    """Finds problems in one document's metadata."""

    rule: Rule

    @abstractmethod
    def detect(self, document: Document, context: Context) -> Iterator[Observation]:
        """Yield one observation per problem."""

    def skips(self, context: Context) -> str | None:
        """Why the rule cannot run, or not in full, on this source; None if it can.

        The reason is reported; `detect` is called all the same and yields what it can tell.
        """
        return None


@runtime_checkable
class GapDetector(DocumentDetector, Protocol):
    """Finds missing metadata; where no document of a source has any, one finding says so."""

    @abstractmethod
    def satisfied(self, document: Document) -> bool:
        """Whether the document has what the rule looks for. Exempt documents need not have it."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing about a document that can meet the same thing in another."""

    key: str
    """Documents are grouped by it."""
    value: str = ""
    line: int | None = None
    text: str = ""
    """A short quote to show; redacted before it is stored."""


@dataclass(frozen=True, slots=True)
class Member:
    """A feature and the document it was found in."""

    document: str
    feature: Feature


class Extractor(Protocol):
    """Turns content into features; shared by the detectors that name the same one."""

    name: str
    in_company: bool = False
    """Whether a feature that only one member of the corpus has is of no use to any detector."""

    @abstractmethod
    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield the features of one document; a pure function of the content."""


class NoFeatures(Extractor):
    """For corpus detectors that compare metadata only: the text plays no part.

    What they report comes from metadata, as with a `DocumentDetector`, so the people it names
    stay readable.
    """

    name = "nothing"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield nothing."""
        return iter(())


@runtime_checkable
class CorpusDetector(Protocol):
    """Finds problems between documents."""

    rule: Rule
    extractor: Extractor

    @abstractmethod
    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield observations, each with `document` set. Groups and members are in stable order."""

    def skips(self, corpus: Corpus) -> str | None:
        """Why the rule cannot run, or not in full; None if it can.

        Asked after `compare`, which is called in any case and yields what it can tell.
        """
        return None


Detector = ContentDetector | DocumentDetector | CorpusDetector
