"""A corpus in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from ragaudit.contracts import (
    CodeBase,
    CorpusDetector,
    Judge,
    LinkResult,
    LinkState,
    Member,
    Moment,
    Nli,
    Past,
)
from ragaudit.model import (
    Content,
    Directory,
    Document,
    IndexManifest,
    Observation,
    SourceSettings,
)
from ragaudit.testing.builders import AS_OF, document, source, text_content

T = TypeVar("T")


@dataclass
class MemoryCorpus:
    """A `Corpus` over contents held in memory, keyed by document id."""

    contents: Mapping[str, Content] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    directory: Directory = field(default_factory=Directory)
    sources: Mapping[str, SourceSettings] = field(default_factory=lambda: {"docs": source()})
    as_of: date = AS_OF
    activity: Mapping[str, date] = field(default_factory=dict)
    other_files: frozenset[str] = frozenset()
    changes: Mapping[str, Moment] = field(default_factory=dict)
    """When the text of a document last changed, by document id."""
    pasts: Mapping[str, Past] = field(default_factory=dict)
    """A document as it was, by document id, whatever the moment."""
    indexes: Mapping[str, IndexManifest] = field(default_factory=dict)
    """By source id."""
    codebases: Mapping[str, tuple[CodeBase, ...]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    """Other files by path; they are listed."""
    links: Mapping[str, LinkResult] | None = None
    """What asking for an address comes to; None is offline."""
    cross_encoder: Nli | None = None
    language_model: Judge | None = None
    _once: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of_documents(cls, *documents: Document, **changes: Any) -> MemoryCorpus:
        """Build from documents whose text plays no part."""
        return cls(documents={d.id: d for d in sorted(documents, key=lambda d: d.id)}, **changes)

    @classmethod
    def of(cls, contents: Mapping[str, Content], **changes: Any) -> MemoryCorpus:
        """Build from path → content; every document is in the source `docs`."""
        documents = {f"docs:{p}": document(p, c) for p, c in sorted(contents.items())}
        by_id = {f"docs:{p}": c for p, c in contents.items()}
        return cls(by_id, documents=documents, **changes)

    def content(self, document: str) -> Content | None:
        """See `Corpus.content`."""
        return self.contents.get(document)

    def has(self, source: str, path: str) -> bool | None:
        """See `Corpus.has`."""
        files = self.paths(source)
        return path in files or any(name.startswith(path.rstrip("/") + "/") for name in files)

    def last_change(self, document: str) -> Moment | None:
        """See `Corpus.last_change`."""
        return self.changes.get(document)

    def past(self, document: str, moment: Moment) -> Past | None:
        """See `Corpus.past`."""
        return self.pasts.get(document)

    def parse(self, document: str, data: bytes) -> Content | None:
        """See `Corpus.parse`; every text is plain."""
        return text_content(data.decode())

    def code(self, source: str) -> tuple[CodeBase, ...]:
        """See `Corpus.code`."""
        return self.codebases.get(source, ())

    def index(self, source: str) -> IndexManifest | None:
        """See `Corpus.index`."""
        return self.indexes.get(source)

    def paths(self, source: str) -> frozenset[str]:
        """See `Corpus.paths`."""
        return (
            self.other_files
            | self.texts.keys()
            | {d.path for d in self.documents.values() if d.source_id == source}
        )

    def text(self, source: str, path: str) -> str | None:
        """See `Corpus.text`."""
        return self.texts.get(path)

    def check_links(self, urls: Sequence[str]) -> Mapping[str, LinkResult] | None:
        """See `Corpus.check_links`."""
        if self.links is None:
            return None
        return {u: self.links.get(u, LinkResult(LinkState.ALIVE)) for u in urls}

    def nli(self) -> Nli | None:
        """See `Corpus.nli`."""
        return self.cross_encoder

    def judge(self) -> Judge | None:
        """See `Corpus.judge`."""
        return self.language_model

    def once(self, name: str, compute: Callable[[], T]) -> T:
        """See `Corpus.once`."""
        if name not in self._once:
            self._once[name] = compute()
        found: T = self._once[name]
        return found

    def remember(self, name: str, key: str, compute: Callable[[], str]) -> str:
        """See `Corpus.remember`."""
        return self.once(f"{name}\0{key}", compute)


def compare(detector: CorpusDetector, corpus: MemoryCorpus) -> list[Observation]:
    """Run a corpus detector over an in-memory corpus the way the engine does."""
    groups: dict[str, list[Member]] = {}
    for name in corpus.documents:
        content = corpus.content(name)
        for feature in detector.extractor.extract(content) if content else ():
            groups.setdefault(feature.key, []).append(Member(name, feature))
    ordered = {key: tuple(groups[key]) for key in sorted(groups)}
    return list(detector.compare(ordered, corpus))
