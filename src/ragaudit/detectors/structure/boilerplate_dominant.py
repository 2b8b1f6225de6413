"""STR804: a document most of which stands in every other document, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors._parallel import without_variant
from ragaudit.detectors.structure._passages import SentenceFeatures, by_document, sentences
from ragaudit.model import Document, Observation, Related, Remedy, Rule, Severity
from ragaudit.text import shorten

_DOCUMENTS = 20
_SHARE = 0.5
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class _Dominated:
    document: Document
    share: float
    words: int
    common: frozenset[str]
    """Digests of the sentences that are boilerplate."""
    main: str
    """The one of them with the most words."""


class BoilerplateDominant(CorpusDetector):
    """Reports documents of which more than half is boilerplate."""

    rule = Rule(
        code="STR804",
        name="boilerplate-dominant",
        severity=Severity.WARN,
        summary="More than half of the text is boilerplate that 20 or more documents have.",
        why=(
            "Footers, disclaimers and form letters around a few lines of content make pages look "
            "alike to a retriever: it finds the boilerplate of the wrong page, and what is "
            "particular to each page weighs too little to be found."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Keep the text that repeats in one document and link to it, or have the indexer leave "
            "it out."
        ),
        example=(
            "Forty price notes of 60 words, each followed by the same 150 words on how to order "
            "and what the law requires."
        ),
        not_reported=(
            "Headings, tables, code and sentences of fewer than 5 words count neither way; "
            "documents of fewer than 50 words; data files. Versions and languages of one page, "
            "and documents with the same text, count as one document. Where most documents of a "
            "source, or more than ten with the same boilerplate, are meant, one finding says so."
        ),
        references=(
            "20 documents and half of the text: set so that a licence note or a support line on "
            "each page of a site is not reported.",
        ),
    )
    extractor: Extractor = SentenceFeatures()

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a document, or one for many."""
        texts = by_document(groups)
        by_source: dict[str, dict[str, dict[str, int]]] = {}
        for name, counted in texts.items():
            by_source.setdefault(corpus.documents[name].source_id, {})[name] = counted
        for source, inside in by_source.items():
            found = list(_dominated(inside, corpus))
            size = sum(d.source_id == source for d in corpus.documents.values())
            if 2 * len(found) > size:
                yield _together(found, f"of the {size} documents of this source", corpus)
            else:
                yield from _grouped(found, corpus)


def _dominated(texts: Mapping[str, dict[str, int]], corpus: Corpus) -> Iterator[_Dominated]:
    common = _boilerplate(texts, corpus)
    for name, counted in texts.items():
        shared = common & counted.keys()
        again, total = sum(counted[digest] for digest in shared), sum(counted.values())
        if shared and again > _SHARE * total:
            main = max(sorted(shared), key=lambda digest: counted[digest])
            document = corpus.documents[name]
            yield _Dominated(document, again / total, total, frozenset(shared), main)


def _boilerplate(texts: Mapping[str, dict[str, int]], corpus: Corpus) -> frozenset[str]:
    """Sentences that stand in 20 documents which are not one document in disguise."""
    counts: dict[str, int] = {}
    for counted in texts.values():
        for digest in counted:
            counts[digest] = counts.get(digest, 0) + 1
    often = {digest for digest, count in counts.items() if count >= _DOCUMENTS and digest}
    pages: dict[str, set[str]] = {digest: set() for digest in often}
    bodies: dict[str, set[str]] = {digest: set() for digest in often}
    for name, counted in texts.items():
        for digest in often & counted.keys():
            document = corpus.documents[name]
            pages[digest].add(without_variant(document.path))
            bodies[digest].add(document.content.text_sha256)
    return frozenset(d for d in often if min(len(pages[d]), len(bodies[d])) >= _DOCUMENTS)


def _grouped(found: Sequence[_Dominated], corpus: Corpus) -> Iterator[Observation]:
    """Sets of documents that share one sentence, the largest first; small sets one by one."""
    left = list(found)
    while left:
        counts = Counter(digest for item in left for digest in item.common)
        widest = max(counts, key=lambda digest: (counts[digest], digest))
        if counts[widest] <= _SHOWN:
            break
        yield _together([i for i in left if widest in i.common], "documents", corpus)
        left = [i for i in left if widest not in i.common]
    yield from (_one(item, corpus) for item in left)


def _one(item: _Dominated, corpus: Corpus) -> Observation:
    line, quote = _quoted(item, corpus)
    return Observation(
        message=(
            f"{_percent(item)} of the {item.words} words of running text stand in {_DOCUMENTS} or "
            "more documents of this source."
        ),
        line=line,
        quote=quote,
        document=item.document.id,
        key="boilerplate",
    )


def _together(items: Sequence[_Dominated], which: str, corpus: Corpus) -> Observation:
    first, *rest = items
    line, quote = _quoted(first, corpus)
    return Observation(
        message=(
            f"In {len(items)} {which}, this one among them, more than half of the running text "
            f"is boilerplate, which stands in {_DOCUMENTS} or more documents; here it is "
            f"{_percent(first)}. The first {min(_SHOWN, len(rest))} others are listed."
        ),
        line=line,
        quote=quote,
        document=first.document.id,
        related=tuple(Related(item.document.id) for item in rest[:_SHOWN]),
        key="boilerplate-together",
    )


def _percent(item: _Dominated) -> str:
    return f"{int(100 * item.share)} %"


def _quoted(item: _Dominated, corpus: Corpus) -> tuple[int | None, str]:
    """The longest sentence of the boilerplate, as it stands in the document."""
    content = corpus.content(item.document.id)
    for sentence in sentences(content) if content else ():
        if sentence.digest == item.main:
            return sentence.block.span.line, shorten(sentence.text)
    return None, ""
