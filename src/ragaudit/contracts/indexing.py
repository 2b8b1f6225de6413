"""What an index is built from, and how a target is told who may read what.

An index holds no access lists. Whoever runs the probes hands the decisions over (`AsksForReaders`)
when questions are asked, so that a right that is withdrawn is withdrawn at once, and an index can
never certify its own stale copy.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from ragaudit.model import BlockKind, Content, ProbePrincipal, Skip

Readable = Callable[[ProbePrincipal], frozenset[str]]
"""Ids of the catalogue documents somebody may *certainly* read (`Decision.ALLOW`), by the sources'
own access lists. What is unknown is not among them. Called for every question."""

Advance = Callable[[int, int], None]
"""Called while an index is built, with how many documents and how many chunks are done so far."""


@dataclass(frozen=True, slots=True)
class Section:
    """Text under one heading."""

    text: str
    heading_path: tuple[str, ...] = ()
    """The heading and those above it, outermost first."""


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document of the catalogue, as an index takes it in."""

    id: str
    """Catalogue id, `source_id:native_id`."""
    source: str
    path: str
    title: str
    stamp: str
    """Changes whenever the text may have: a hash of the bytes and the version of the parser. The
    text of a document with a known stamp is not read again; an empty one is no stamp."""
    read: Callable[[], Sequence[Section]]
    """The text. May raise `SkipError`: the document is then taken out of the index and reported."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a build did."""

    documents: int
    """Documents in the index now."""
    chunks: int
    changed: int
    """Documents that were read because they are new or have another stamp."""
    embedded: int
    """Chunks the model was asked about; all others were known already."""
    removed: int
    """Documents taken out."""
    skipped: tuple[Skip, ...]
    """Documents that could not be read; none of them is in the index."""
    model: str
    seconds: float


@runtime_checkable
class Indexer(Protocol):
    """A target that is filled from the catalogue before it is asked."""

    @abstractmethod
    def build(
        self,
        documents: Iterable[IndexedDocument],
        *,
        complete: bool = True,
        advance: Advance | None = None,
    ) -> IndexReport:
        """Bring the index in step; what is served changes only at the end, all at once.

        `complete` says that every document of the catalogue is among them: others are removed.
        May be killed at any moment; the next build goes on from there. Raises `UsageError`,
        `StoreError` and `MissingExtraError`.
        """

    def check(self) -> None:
        """Raise `MissingExtraError` if it cannot be built here: told before sources are read."""
        return None

    @abstractmethod
    def held(self) -> Mapping[str, str]:
        """Document id to stamp of what is served. Raises `SourceError` where there is no index."""


@runtime_checkable
class AsksForReaders(Protocol):
    """A target that does not know who may read what, and is told."""

    @abstractmethod
    def use_readers(self, readable: Readable) -> None:
        """From now on answer as a principal from these documents only."""


def sections_of(content: Content) -> tuple[Section, ...]:
    """The text of a document by heading, in order, without markup.

    A heading belongs to the section it begins; one with nothing under it is kept for its words.
    """
    found: list[tuple[tuple[str, ...], list[str]]] = []
    for block in content.blocks:
        if block.kind is BlockKind.HEADING:
            found.append(((*block.heading_path, block.text), []))
            continue
        if not found or found[-1][0] != block.heading_path:
            found.append((block.heading_path, []))
        found[-1][1].append(block.text)
    return tuple(Section("\n".join(texts), path) for path, texts in found if texts or path)
