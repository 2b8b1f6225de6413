"""The protocols plugins implement. Every part is a plugin, the built-in ones too.

A detector is one of three kinds, by what it reads, because that decides what can be cached:

* `ContentDetector` – a pure function of one file's content. Cached by content hash.
* `DocumentDetector` – metadata of one document and the clock; never the text. Runs every time.
* `CorpusDetector` – features → group → compare. Features are a pure function of content and
  cached; groups share a key; comparing never visits all pairs.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar, runtime_checkable

from ragaudit.model import (
    Audit,
    Content,
    ContentSummary,
    Directory,
    Document,
    IndexManifest,
    Observation,
    Rule,
    Skip,
    SourceSettings,
)

T = TypeVar("T")


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
    """One source system. Built from `SourceSettings`, also inside worker processes."""

    @abstractmethod
    def list_refs(self) -> Iterator[Ref | Skip | OtherFile]:
        """Yield everything in the source, in a stable order, without reading content."""

    @abstractmethod
    def read(self, ref: Ref) -> bytes:
        """Return the raw bytes. Raises `SkipError` where they cannot be had."""

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

    def last_change(self, path: str) -> Moment | None:
        """When the text of a document last changed; None where history does not say."""
        return None

    def past(self, path: str, moment: Moment) -> Past | None:
        """A document as it was at a moment; None where history does not hold it."""
        return None


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


@dataclass(frozen=True, slots=True)
class Removal:
    """How a name went out of a code base."""

    commit: str
    day: date | None
    subject: str
    path: str
    """The file that defined it."""
    successor: str = ""
    """What came in its place in that commit, where one thing did."""


class CodeBase(Protocol):
    """A repository of code that documents describe: its newest state, and what it no longer has.

    Names are identifiers (`parse_config`), options (`--max-size`) and paths (`src/config.py`).
    """

    shown: str
    """As the user wrote it."""
    state: str
    """Names repository and commit: equal states give equal answers."""
    ignore: tuple[str, ...]
    """Globs of names never to be reported."""

    @abstractmethod
    def missing(self, names: Iterable[str]) -> frozenset[str]:
        """Those names that no file of code has."""

    @abstractmethod
    def removed(self, names: Iterable[str]) -> Mapping[str, Removal]:
        """Those names that some older state defined, each with the commit that took it out."""

    @abstractmethod
    def nearest(self, name: str) -> str | None:
        """The name there is that is most like this one."""

    def limits(self) -> Iterable[str]:
        """What was not looked at, in half a sentence each; known after `removed`."""
        return ()


class LinkState(StrEnum):
    """What came of asking for an address."""

    ALIVE = "alive"
    DEAD = "dead"
    """The server says it has no such page, or there is no such server."""
    UNKNOWN = "unknown"
    """No answer that settles it: refused, busy, failing, too slow. Never counts as dead."""
    UNCHECKED = "unchecked"
    """Not asked: out of time, or an address that must not be asked."""


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What is known about one address."""

    state: LinkState
    reason: str = ""
    """In words: `404 Not Found`, `no answer within 10 s`."""
    since: datetime | None = None
    """For a dead one: when an earlier run first found it dead, none having found it alive since."""


class LinkChecker(Protocol):
    """Asks other servers whether addresses lead anywhere. The only part that leaves the machine."""

    @abstractmethod
    def check(self, urls: Sequence[str]) -> Mapping[str, LinkResult]:
        """Return a result for every address; never raises for what a server does."""


class Nli(Protocol):
    """A model that says how likely one statement contradicts another: an opinion, no verdict."""

    shown: str
    """The model's name, as the user wrote it."""
    state: str
    """Names the model and its settings: equal states give equal answers."""
    max_pairs: int
    threshold: float
    """The probability from which a pair is worth reporting."""

    @abstractmethod
    def contradiction(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The probability that the second contradicts the first, for every pair.

        Raises `OpinionError` where the model cannot be had.
        """


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a document, redacted, as it is shown to a judge."""

    text: str
    place: str = ""
    """Title and headings it stands under."""


class Ruling(StrEnum):
    """What a judge makes of two statements."""

    CONTRADICTION = "contradiction"
    DIFFERENT_SCOPE = "different_scope"
    AGREE = "agree"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Opinion:
    """A judge's answer."""

    ruling: Ruling
    left_quote: str
    """What it goes by; worth nothing unless the statement has these very words."""
    right_quote: str
    subject: str = ""
    scope: str = ""


class Judge(Protocol):
    """A language model that is shown two statements. Never more than an opinion."""

    shown: str
    state: str
    """Names the model and the question: equal states ask the same."""
    max_pairs: int

    @abstractmethod
    def judge(self, left: Statement, right: Statement) -> Opinion | None:
        """Its answer; None where that is none. Raises `OpinionError` where nobody answers."""


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


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a report should look."""

    verbose: bool = False
    width: int = 100
    color: bool = False


class Reporter(Protocol):
    """Renders an audit: a pure function of it."""

    @abstractmethod
    def render(self, audit: Audit, options: ReportOptions) -> str:
        """Return the whole report."""
