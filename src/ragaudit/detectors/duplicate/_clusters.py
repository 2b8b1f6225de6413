"""Documents that say the same, found without comparing every pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ragaudit.contracts import Corpus, Member
from ragaudit.detectors.duplicate._features import BAND, SIGNATURE, signature_of
from ragaudit.detectors.duplicate._similarity import THRESHOLD, Likeness
from ragaudit.model import Document

MIN_EXACT_WORDS = 20
"""Shorter equal documents are stubs: “Moved.”, an empty form, a title."""
_LEADERS = 32
"""How many unlike texts of one band each newcomer is compared with."""
_FAILURES = 6
"""How many times the text of one document is read for a comparison that comes to nothing."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """Groups of documents, each in order of id, and the means to compare inside one."""

    groups: tuple[tuple[Document, ...], ...]
    likeness: Likeness
    number: Mapping[str, int]
    """Document id to the index of its group."""

    def together(self, a: str, b: str) -> bool:
        """Whether two documents are duplicates of one another or of a third."""
        return a in self.number and self.number[a] == self.number.get(b)


def find_clusters(groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> Clusters:
    """Group by equal text first, then join texts that share a band and verify as alike."""
    return corpus.once("duplicate-clusters", lambda: _find(groups, corpus))


def _find(groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> Clusters:
    signatures = {
        corpus.documents[m.document].content.text_sha256: signature_of(m.feature.value)
        for m in groups.get(SIGNATURE, ())
    }
    copies = _by_text(corpus, signatures)
    likeness = Likeness(corpus, signatures)
    joiner = _Joiner(copies, likeness)
    for texts in _bands(groups, corpus):
        joiner.band([copies[text][0] for text in texts if text in copies])
    found = _collect(copies, joiner)
    number = {d.id: i for i, group in enumerate(found) for d in group}
    return Clusters(found, likeness, number)


def _by_text(corpus: Corpus, sketched: Container[str]) -> dict[str, list[Document]]:
    copies: dict[str, list[Document]] = {}
    for document in corpus.documents.values():
        content = document.content
        # HTML without a sketch is the template of pages.
        page = content.format != "html" or content.text_sha256 in sketched
        if content.words >= MIN_EXACT_WORDS and page:
            copies.setdefault(content.text_sha256, []).append(document)
    return copies


def _bands(groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> Iterable[Sequence[str]]:
    for key, members in groups.items():
        if key.startswith(BAND) and len(members) > 1:
            texts = (corpus.documents[m.document].content.text_sha256 for m in members)
            distinct = tuple(dict.fromkeys(texts))
            if len(distinct) > 1:
                yield distinct


class _Joiner:
    """Union of texts that verify as alike, in time linear in the bands.

    A band of thousands, which boilerplate makes, costs `_LEADERS` sketch comparisons a text, and
    `_FAILURES` full ones. A pair missed in one band meets again in others.
    """

    def __init__(self, texts: Iterable[str], likeness: Likeness) -> None:
        self._parents = {text: text for text in texts}
        self._failures: Counter[str] = Counter()
        self._tried: set[tuple[str, str]] = set()
        self._likeness = likeness

    def band(self, documents: Sequence[Document]) -> None:
        """Compare each text with the leaders so far; what is alike joins, what is not leads."""
        leaders: list[Document] = []
        for document in documents:
            if any(self._joins(document, leader) for leader in leaders):
                continue
            if len(leaders) < _LEADERS:
                leaders.append(document)

    def root(self, text: str) -> str:
        """The text that stands for all that are alike."""
        while self._parents[text] != text:
            self._parents[text] = self._parents[self._parents[text]]
            text = self._parents[text]
        return text

    def _joins(self, a: Document, b: Document) -> bool:
        one, two = self.root(a.content.text_sha256), self.root(b.content.text_sha256)
        if one == two:
            return True
        pair = (a.content.text_sha256, b.content.text_sha256)
        if pair in self._tried or not self._likeness.possible(a, b):
            return False
        if self._failures[pair[0]] >= _FAILURES:
            return False
        self._tried.add(pair)
        if self._likeness.of(a, b) < THRESHOLD:
            self._failures[pair[0]] += 1
            return False
        self._parents[max(one, two)] = min(one, two)
        return True


def _collect(
    copies: Mapping[str, list[Document]], joiner: _Joiner
) -> tuple[tuple[Document, ...], ...]:
    members: dict[str, list[Document]] = {}
    for text, documents in copies.items():
        members.setdefault(joiner.root(text), []).extend(documents)
    found = (tuple(sorted(g, key=lambda d: d.id)) for g in members.values() if len(g) > 1)
    return tuple(sorted(found, key=lambda g: g[0].id))
