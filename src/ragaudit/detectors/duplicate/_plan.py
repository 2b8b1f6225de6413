"""Every duplicate once, under the one rule that says most about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ragaudit.contracts import Corpus, Member
from ragaudit.detectors.duplicate._clusters import Clusters, find_clusters
from ragaudit.detectors.duplicate._exposure import wider
from ragaudit.detectors.duplicate._keeper import preference
from ragaudit.detectors.duplicate._siblings import intended, names_as_original
from ragaudit.detectors.duplicate._similarity import (
    THRESHOLD,
    Difference,
    difference,
    subject_words,
)
from ragaudit.detectors.duplicate._versions import version_chains
from ragaudit.model import Confidence, Document

_TRIED = 12
"""How many kept documents of one cluster each further one is compared with."""
_FEW_WORDS = 50


class Kind(StrEnum):
    """Which rule reports a copy; the first that applies."""

    WIDER = "DUP405"
    VERSION = "DUP404"
    EXACT = "DUP401"
    NEAR = "DUP402"


@dataclass(frozen=True, slots=True)
class Copy:
    """One document that says what another one says."""

    kind: Kind
    document: Document
    keeper: Document
    """The one to keep; for `WIDER` the one with fewer readers."""
    similarity: float
    confidence: Confidence = Confidence.HIGH
    difference: Difference | None = None
    chain: tuple[Document, ...] = ()
    """All versions, oldest first."""


def copies(groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> tuple[Copy, ...]:
    """Every copy in the corpus, worked out once for all rules."""
    clusters = find_clusters(groups, corpus)

    def plan() -> tuple[Copy, ...]:
        return tuple(
            copy
            for cluster in clusters.groups
            for copy in _Cluster(cluster, clusters, corpus).copies()
        )

    return corpus.once("duplicate-copies", plan)


class _Cluster:
    def __init__(self, members: Sequence[Document], clusters: Clusters, corpus: Corpus) -> None:
        self._members = sorted(members, key=preference)
        self._like, self._corpus = clusters.likeness, corpus
        self._differences: dict[tuple[str, str], Difference] = {}

    def copies(self) -> Iterator[Copy]:
        leaks = list(self._leaks())
        yield from leaks
        older: set[str] = set()
        for copy in self._older_versions():
            older.add(copy.document.id)
            yield copy
        yield from self._redundant([d for d in self._members if d.id not in older])

    def _leaks(self) -> Iterator[Copy]:
        for document in self._members:
            narrower = (d for d in self._members if self._wider(document, d))
            tried = (self._leak(document, d) for _, d in zip(range(_TRIED), narrower, strict=False))
            if (leak := next((copy for copy in tried if copy), None)) is not None:
                yield leak

    def _leak(self, document: Document, other: Document) -> Copy | None:
        confidence = wider(document.access, other.access, self._corpus.directory)
        similarity = self._like.of(document, other)
        if confidence is None or similarity < THRESHOLD:
            return None
        # A restricted copy that says its original is open repeats nothing secret.
        if names_as_original(other, document):
            return None
        # Where each lets in somebody the other keeps out: one finding, on the less preferred.
        if self._wider(other, document) and self._preferred(document, other):
            return None
        apart = self._difference(document, other) if similarity < 1 else None
        if apart is not None and apart.another_subject:
            return None
        return Copy(Kind.WIDER, document, other, similarity, confidence, apart)

    def _older_versions(self) -> Iterator[Copy]:
        for chain in version_chains(self._members):
            newest = chain[-1]
            for document in chain[:-1]:
                similarity = max(self._like.of(document, d) for d in chain if d is not document)
                if similarity >= THRESHOLD and not self._spoken_for(document, newest):
                    yield Copy(Kind.VERSION, document, newest, similarity, chain=chain)

    def _redundant(self, members: Sequence[Document]) -> Iterator[Copy]:
        kept: list[Document] = []
        for document in members:
            tried = (self._redundant_to(document, keeper) for keeper in kept[:_TRIED])
            copy = next((copy for copy in tried if copy), None)
            if copy is None:
                kept.append(document)
            else:
                yield copy

    def _redundant_to(self, document: Document, keeper: Document) -> Copy | None:
        similarity = self._like.of(document, keeper)
        if similarity < THRESHOLD or self._spoken_for(document, keeper):
            return None
        if similarity == 1 and document.content.text_sha256 == keeper.content.text_sha256:
            return None if _stubs(document, keeper) else Copy(Kind.EXACT, document, keeper, 1.0)
        apart = self._difference(document, keeper)
        if apart.another_subject:
            return None
        same_subject = subject_words(document) == subject_words(keeper)
        same_subject = same_subject or document.title == keeper.title
        confidence = Confidence.HIGH if same_subject else Confidence.MEDIUM
        return Copy(Kind.NEAR, document, keeper, similarity, confidence, apart)

    def _spoken_for(self, a: Document, b: Document) -> bool:
        """Whether a pair is alike on purpose, or is reported for its readers already."""
        return (
            intended(a, b, self._corpus.sources)
            or a.generated.known
            or b.generated.known
            or self._wider(a, b)
            or self._wider(b, a)
        )

    def _preferred(self, a: Document, b: Document) -> bool:
        return self._members.index(a) < self._members.index(b)

    def _wider(self, a: Document, b: Document) -> bool:
        return a is not b and wider(a.access, b.access, self._corpus.directory) is not None

    def _difference(self, a: Document, b: Document) -> Difference:
        if (a.id, b.id) not in self._differences:
            self._differences[a.id, b.id] = difference(a, b, self._corpus)
        return self._differences[a.id, b.id]


def _stubs(a: Document, b: Document) -> bool:
    """Pages whose text a template fills in, told apart by the title in their front matter."""
    if a.title == b.title:
        return False
    templated = a.content.templated or b.content.templated
    return templated or a.content.words < _FEW_WORDS
