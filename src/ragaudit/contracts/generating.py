"""What makes probes out of documents, without a model: the material, and what is proposed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeVar, runtime_checkable

from ragaudit.model import (
    BlockKind,
    Category,
    Document,
    Expectation,
    GoldGroup,
    GoldItem,
    Matrix,
    Probe,
    ProbePrincipal,
    Severity,
)
from ragaudit.text.lexicon import Lexicon

T = TypeVar("T")

HELD_OUT = "held_out"
"""The generator whose probes nothing answers, once their documents are not in the index."""


class Openness(StrEnum):
    """Who may read a document, as far as generating goes."""

    ANYBODY = "anybody"
    """Everybody who could be asked as, without signing in too: certain."""
    MEMBERS = "members"
    """Every person; only who is not signed in may not."""
    SOME = "some"
    """Somebody certainly may not."""
    UNKNOWN = "unknown"
    """It cannot be told for somebody, and nobody is certainly kept out."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who may read a document, counted over the principals that can be asked as."""

    openness: Openness = Openness.UNKNOWN
    allowed: int = 0
    denied: int = 0
    unknown: int = 0
    readers: str = ""
    """Equal for documents with the same readers; says nothing else."""

    @property
    def is_public(self) -> bool:
        """Whether its text may be shown to anybody."""
        return self.openness is Openness.ANYBODY


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of text: cleaned of control characters, secrets replaced by `[redacted: kind]`."""

    kind: BlockKind
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, or the top of a document, with what stands right below it."""

    heading: str
    """Empty above the first heading."""
    above: tuple[str, ...]
    """The headings it is in, outermost first."""
    line: int
    level: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link from one document to another that was read."""

    text: str
    target: str
    """Document id."""
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """A document with its text, bounded in size."""

    document: Document
    name: str
    """What probes call it: `source:path`, or its id where two have that path."""
    title: str
    sections: tuple[Section, ...] = ()
    links: tuple[PageLink, ...] = ()
    standing: Standing = Standing()
    retired: bool = False
    """Replaced, archived, expired or a draft: no answer anybody should be given."""
    poor: bool = False
    """Badly extracted, or only a part that other pages include: nobody is sent there."""

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def source(self) -> str:
        """The source's id."""
        return self.document.source_id


class PairKind(StrEnum):
    """Why two documents belong together."""

    SUPERSEDED = "superseded"
    """`old` was replaced by `new`."""
    CONFLICT = "conflict"
    """They contradict each other; nobody knows which one holds."""
    STALE_CONFLICT = "stale_conflict"
    """They contradict each other, and `old` is overdue, expired or replaced."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents, by id, with what a finding quotes of each (redacted; may be empty)."""

    kind: PairKind
    old: str
    new: str
    code: str
    old_quote: str = ""
    new_quote: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """All there is to make probes of."""

    pages: Mapping[str, Page]
    """By document id, in order of id."""
    lexicon: Lexicon
    """Of the pages; titles and headings count more than once."""
    twins: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Document to those that say the same; what answers from one answers from the others."""
    pairs: tuple[Pair, ...] = ()
    principals: Mapping[str, ProbePrincipal] = field(default_factory=dict)
    """One of each class of readers."""
    asked_as: tuple[str, ...] = ()
    corpus_digest: str | None = None
    access_digest: str | None = None
    held_out: frozenset[str] = frozenset()
    """Documents that will not be in the index; only `held_out` has them among its pages."""
    notes: tuple[str, ...] = ()
    worked_out: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: str, compute: Callable[[], T]) -> T:
        """Compute something once for all generators, such as the sentences of a page."""
        if name not in self.worked_out:
            self.worked_out[name] = compute()
        found: T = self.worked_out[name]
        return found

    def gold(self, page: Page, span: str = "", grade: int = 1) -> GoldGroup:
        """The page, or any of those that say the same."""
        same = sorted(self.twins.get(page.id, frozenset()) & self.pages.keys())
        others = tuple(GoldItem(self.pages[twin].name, "", grade) for twin in same)
        return GoldGroup((GoldItem(page.name, span, grade), *others))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A probe before it is checked and chosen."""

    query: str
    about: str
    """Id of the document it is about: counts for its source and owner."""
    gold: tuple[GoldGroup, ...] = ()
    made_of: frozenset[str] = frozenset()
    """Ids of all documents whose text is in the query; empty for `about` alone."""
    origin: str = ""
    """Heading or `line 12`; shown only where the wording is nobody's secret."""
    place: str = ""
    """What tells it from others of the generator and document, e.g. a line; never their text,
    because ids are made of its digest."""
    category: Category = Category.COMMON
    variants: tuple[str, ...] = ()
    control: str = ""
    """See `Probe.control`."""
    expect: Expectation = field(default_factory=Expectation)
    matrix: Matrix = field(default_factory=Matrix)
    severity: Severity = Severity.WARN
    least_words: int = 2
    most_words: int = 40
    rivals: bool = True
    """Whether it is refused where a document that is no gold matches as well."""
    excused: frozenset[str] = frozenset()
    """Ids of documents that may match as well: the other side of a pair."""
    parent: str = ""
    """Id of the probe it is a wording of: the two are one cluster."""
    worded: Callable[[], Proposal | None] | None = field(default=None, compare=False, repr=False)
    """Works the proposal out once its turn has come, where that costs too much to be done for every
    document; it must be about the same document. None is a document that gives no wording."""


@dataclass(frozen=True, slots=True)
class Chance:
    """Draws that depend on the seed and on what they are for, never on their order."""

    seed: int
    place: tuple[str, ...] = ()

    def of(self, *parts: str) -> Chance:
        """For something more particular."""
        return Chance(self.seed, (*self.place, *parts))

    def number(self, *parts: str) -> float:
        """A number in [0, 1)."""
        from ragaudit.text import sha256

        told = "\0".join((str(self.seed), *self.place, *parts))
        return int(sha256(told)[:13], 16) / 16**13

    def below(self, most: int, *parts: str) -> int:
        """A whole number in [0, most)."""
        return int(self.number(*parts) * most)


@runtime_checkable
class Generator(Protocol):
    """One way to make probes. Pure: equal material and chance give equal proposals, in order.

    Its name is `Provenance.by` of its probes, and no score mixes two of them.
    """

    name: str
    order: int
    """Where two make the same query, the lower keeps it."""

    @abstractmethod
    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield everything it can make; what is kept is decided by whoever asks.

        `so_far` holds the probes kept of generators before it, by id. Raises nothing.
        """


def held_out(probes: Iterable[Probe]) -> tuple[str, ...]:
    """The documents that must not be in the index for these probes to have no answer."""
    return tuple(sorted({p.provenance.origin for p in probes if p.provenance.by == HELD_OUT}))
