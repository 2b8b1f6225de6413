"""DUP403: the same long section in several documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Feature, Member
from ragaudit.detectors.duplicate._clusters import Clusters, find_clusters
from ragaudit.detectors.duplicate._features import FEATURES, SECTION
from ragaudit.detectors.duplicate._keeper import name_of
from ragaudit.detectors.duplicate._phrases import MANY, place
from ragaudit.detectors.duplicate._siblings import intended
from ragaudit.model import Document, Observation, Related, Remedy, Rule, Severity

_RECORD_NAMES = frozenset({"changelog", "changes", "history", "release-notes", "releases", "news"})
_BOILERPLATE_DOCUMENTS = 20
_BOILERPLATE_SHARE = 0.2
_BOILERPLATE_LEAST = 5


class DuplicateSection(CorpusDetector):
    """Reports the later document of those that share a section, once for all they share."""

    rule = Rule(
        code="DUP403",
        name="duplicate-section",
        severity=Severity.INFO,
        summary="A section of 50 words or more stands word for word in another document.",
        why=(
            "The same passage is retrieved twice and crowds out a different one, and the next edit "
            "reaches one of the two only."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Keep the section in one document and link to it, or include it from one file.",
        example="The section “Data retention” of `privacy.md`, 120 words, is also in `backup.md`.",
        not_reported=(
            "Code and tables; documents that are duplicates as a whole (DUP401, 402, 404); "
            "boilerplate, which stands in 20 documents or in a fifth of the corpus; parallel "
            "version and language folders."
        ),
    )
    extractor: Extractor = FEATURES

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation for every set of documents that share sections."""
        clusters = find_clusters(groups, corpus)
        shared: dict[tuple[str, ...], list[_Section]] = {}
        for key, members in groups.items():
            if key.startswith(SECTION) and len(members) > 1:
                section = _section(members, clusters, corpus)
                if section is not None:
                    ids = tuple(d.id for d in section.documents)
                    shared.setdefault(ids, []).append(section)
        for sections in shared.values():
            yield _observation(sections)


@dataclass(frozen=True, slots=True)
class _Section:
    documents: tuple[Document, ...]
    """The earliest first."""
    features: Mapping[str, Feature]

    def words(self) -> int:
        return int(self.features[self.documents[0].id].value)


def _section(members: Sequence[Member], clusters: Clusters, corpus: Corpus) -> _Section | None:
    features = {m.document: m.feature for m in reversed(members)}
    if len(features) < 2 or _is_boilerplate(len(features), len(corpus.documents)):
        return None
    documents = sorted((corpus.documents[name] for name in features), key=_earliest)
    kept: list[Document] = []
    for document in documents:
        if not any(
            clusters.together(document.id, k.id)
            or intended(document, k, corpus.sources)
            or _related_by_name(document, k)
            for k in kept
        ):
            kept.append(document)
    return _Section(tuple(kept), features) if len(kept) > 1 else None


def _related_by_name(a: Document, b: Document) -> bool:
    """Versions of one document, two records of changes, or somebody's licence."""
    one, two = name_of(a).base, name_of(b).base
    versions = one == two and PurePosixPath(a.path).parent == PurePosixPath(b.path).parent
    return versions or {one, two} <= _RECORD_NAMES or "license" in (one, two)


def _is_boilerplate(documents: int, corpus: int) -> bool:
    share = max(_BOILERPLATE_LEAST, corpus * _BOILERPLATE_SHARE)
    return documents >= _BOILERPLATE_DOCUMENTS or documents > share


def _earliest(document: Document) -> tuple[date, int, str]:
    facts = (document.times.created, document.times.published, document.times.content_modified)
    known = (f.value for f in facts if f.trusted and f.value)
    return (next(known, date.max), len(document.path), document.id)


def _observation(sections: Sequence[_Section]) -> Observation:
    longest = max(sections, key=lambda s: s.words())
    first, *later = longest.documents
    document = later[-1]
    here, there = longest.features[document.id], longest.features[first.id]
    total = sum(section.words() for section in sections)
    return Observation(
        message=(
            f"{_how_many(len(sections), total)} word for word also in {place(first, document)}"
            f"{_elsewhere(len(later) - 1)}."
        ),
        line=here.line,
        quote=here.text,
        document=document.id,
        related=(
            Related(first.id, there.line, there.text),
            *(Related(d.id, longest.features[d.id].line) for d in later[:-1][:MANY]),
        ),
        action=f"Keep it in {place(first, document)} and link to it, or include it from one file.",
    )


def _how_many(sections: int, total: int) -> str:
    if sections == 1:
        return f"A section of {total} words stands"
    return f"{sections} sections, {total} words together, stand"


def _elsewhere(count: int) -> str:
    if count == 0:
        return ""
    return f" and in {count} more document{'' if count == 1 else 's'}"
