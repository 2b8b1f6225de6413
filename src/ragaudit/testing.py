"""What a plugin author needs to test a plugin: builders and conformance checks.

The checks raise `AssertionError` with a sentence that says what to change.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from ragaudit.contracts import (
    CodeBase,
    Connector,
    ContentDetector,
    Context,
    CorpusDetector,
    Detector,
    DocumentDetector,
    Judge,
    LinkResult,
    LinkState,
    Member,
    Moment,
    Nli,
    OtherFile,
    Past,
    Ref,
    Reporter,
)
from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Block,
    BlockKind,
    Content,
    ContentSummary,
    Directory,
    Document,
    Effect,
    Entry,
    Fact,
    FactState,
    IndexManifest,
    Layer,
    Observation,
    Origin,
    OwnerClaim,
    OwnerRole,
    Principal,
    Rule,
    Skip,
    SourceSettings,
    Span,
)
from ragaudit.text import plain_text, sha256, words

T = TypeVar("T")

AS_OF = date(2026, 11, 1)
"""The day tests are run on."""


def source(root: Path | str = ".", **changes: Any) -> SourceSettings:
    """Settings of one file source named `docs`."""
    return replace(SourceSettings(id="docs", type="filesystem", root=Path(root)), **changes)


def context(**changes: Any) -> Context:
    """A context on `AS_OF` with an empty directory."""
    return replace(Context(as_of=AS_OF, source=source(), directory=Directory()), **changes)


def summarise(content: Content) -> ContentSummary:
    """The summary the engine keeps of a content."""
    text = plain_text(content)
    return ContentSummary(
        format=content.format,
        text_sha256=sha256(text),
        words=len(words(text)),
        title=content.title,
        title_origin=content.title_origin,
        metadata=content.metadata,
        directives=content.directives,
        failures=content.failures,
        templated=content.templated,
        front_matter_lines=content.front_matter_lines,
    )


def document(path: str = "page.md", content: Content | None = None, **changes: Any) -> Document:
    """A document of the source `docs`, with nothing known about it unless given."""
    summary = summarise(content) if content else ContentSummary("markdown", sha256(path), 100)
    made = Document(
        source_id="docs", native_id=path, path=path, content=summary, raw_sha256=sha256(path)
    )
    return replace(made, **changes)


def known(value: T, key: str = "", raw: str | None = None, **changes: Any) -> Fact[T]:
    """A fact that is written in front matter, as `key: raw`."""
    written = str(value) if raw is None else raw
    fact = Fact(FactState.KNOWN, value, Origin.FRONT_MATTER, key=key or None, raw=written)
    return replace(fact, **changes)


def unusable(key: str, raw: str, note: str, **changes: Any) -> Fact[Any]:
    """A fact that is written in front matter and cannot be used."""
    fact: Fact[Any] = Fact(FactState.ERROR, None, Origin.FRONT_MATTER, key=key, raw=raw, note=note)
    return replace(fact, **changes)


def owner(principal: str, role: OwnerRole = OwnerRole.ACCOUNTABLE, **changes: Any) -> OwnerClaim:
    """A claim in front matter that somebody answers for a document."""
    return OwnerClaim(role, principal, known(principal, "owner", **changes))


def access(*allow: str, deny: tuple[str, ...] = (), locator: str = "access.yaml:2") -> AccessPolicy:
    """A fully read access list of one layer; principals as people write them."""
    entries = [Entry(Effect.ALLOW, Principal.parse(name), locator) for name in allow]
    entries += [Entry(Effect.DENY, Principal.parse(name), locator) for name in deny]
    return AccessPolicy(AccessState.KNOWN, (Layer("folder", tuple(entries), True, locator),))


def text_content(text: str) -> Content:
    """Plain text as content: paragraphs between blank lines, `# ` headings, `- ` items."""
    blocks, start = [], 0
    for part in text.split("\n\n"):
        line = text.count("\n", 0, start) + 1
        span = Span(line, line + part.count("\n"), start, start + len(part))
        kinds = {"# ": BlockKind.HEADING, "- ": BlockKind.LIST_ITEM}
        kind = kinds.get(part[:2], BlockKind.PARAGRAPH)
        shown = part if kind is BlockKind.PARAGRAPH else part[2:]
        blocks.append(Block(kind, shown, span, level=int(kind is BlockKind.HEADING)))
        start += len(part) + 2
    return Content("text", text, tuple(blocks))


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


def check_rule(rule: Rule) -> None:
    """A rule explains itself well enough to make a documentation page of it."""
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code), (
        f"{rule.code}: a code is three letters, three digits"
    )
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name), f"{rule.code}: the name is kebab-case"
    for part in ("summary", "why", "how_to_fix", "example", "not_reported"):
        assert getattr(rule, part).strip(), f"{rule.code}: `{part}` is empty"
    assert not rule.gap or rule.declare.strip(), f"{rule.code}: a gap rule says how to declare it"


def check_detector(detector: Detector) -> None:
    """A detector is exactly one of the three kinds and its rule explains itself."""
    kinds = [
        k for k in (ContentDetector, DocumentDetector, CorpusDetector) if isinstance(detector, k)
    ]
    assert len(kinds) == 1, f"{type(detector).__name__} is {len(kinds)} kinds of detector, not 1"
    check_concrete(type(detector))
    check_rule(detector.rule)


def check_concrete(plugin: type) -> None:
    """No abstract method is left unwritten."""
    left = ", ".join(sorted(getattr(plugin, "__abstractmethods__", ())))
    assert not inspect.isabstract(plugin), f"{plugin.__name__} does not define {left}"


def check_connector(connector: Connector) -> list[str]:
    """List, read, parse and describe everything; return the paths in listing order."""
    listed = list(connector.list_refs())
    paths = [item.path for item in listed]
    assert len(paths) == len(set(paths)), "a path was listed twice"
    assert paths == [item.path for item in connector.list_refs()], (
        "the order changes between listings"
    )
    for item in listed:
        assert isinstance(item, Ref | Skip | OtherFile), f"{item!r} is no listing item"
        if isinstance(item, Ref):
            _check_ref(connector, item)
    return paths


def _check_ref(connector: Connector, ref: Ref) -> None:
    data = connector.read(ref)
    content = connector.parse(ref, data)
    assert content == connector.parse(ref, data), f"{ref.path}: parsing twice gives two results"
    described = connector.describe(ref, summarise(content), sha256(ref.path))
    assert described.native_id == ref.native_id, f"{ref.path}: describe() changed the identity"


def check_reporter(reporter: Reporter) -> None:
    """A reporter is concrete."""
    check_concrete(type(reporter))
