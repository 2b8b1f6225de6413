"""What the entries of an index say about the documents of its sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from ragaudit.contracts import Corpus
from ragaudit.detectors._words import known_date
from ragaudit.model import Document, IndexEntry, IndexManifest

_SHA256 = re.compile(r"[0-9a-f]{64}")
_ENOUGH = 5
"""From so many hashed documents on, hashes that fit none of them are of another kind."""


@dataclass(frozen=True, slots=True)
class Held:
    """A document the index holds, and how."""

    document: Document
    first: IndexEntry
    entries: int
    stale: tuple[IndexEntry, ...] = ()
    """Those whose hash is not the document's."""
    indexed: date | None = None
    """The earliest day one of its entries was made."""
    changed: date = date.min
    """When its text last changed; the minimum where that is not known."""


@dataclass
class IndexState:
    """One index compared with its sources."""

    shown: str
    sources: tuple[str, ...]
    sure: bool = False
    """Whether some hash fits, so that hashes are of a kind that can be compared."""
    has_hashes: bool = False
    newest: date | None = None
    old: list[Held] = field(default_factory=list)
    late: list[Held] = field(default_factory=list)
    unknown: list[Document] = field(default_factory=list)
    missing: list[Document] = field(default_factory=list)
    gone: list[tuple[str, str, tuple[IndexEntry, ...]]] = field(default_factory=list)
    """Source, path and entries of what is no longer there."""

    def place(self, entry: IndexEntry) -> str:
        """`index.jsonl:12`."""
        return f"{self.shown}:{entry.line}"


def states(corpus: Corpus) -> list[IndexState]:
    """Every configured index, compared once a run."""
    return corpus.once("index states", lambda: list(_states(corpus)))


def _states(corpus: Corpus) -> Iterator[IndexState]:
    done: set[tuple[str, ...]] = set()
    for source in corpus.sources:
        manifest = corpus.index(source)
        if manifest is None or manifest.sources in done:
            continue
        done.add(manifest.sources)
        yield _compared(manifest, corpus)


def _compared(manifest: IndexManifest, corpus: Corpus) -> IndexState:
    state = IndexState(manifest.shown, manifest.sources)
    pairs = [(corpus.documents[name], entries) for name, entries in manifest.held.items()]
    hashed = [(d, e) for d, e in pairs if any(_SHA256.fullmatch(x.hash) for x in e)]
    state.sure = any(_fits(entry, d) for d, entries in hashed for entry in entries)
    state.has_hashes = bool(hashed)
    comparable = state.sure or len(hashed) < _ENOUGH
    days = [e.indexed_at for _, entries in pairs for e in entries if e.indexed_at]
    state.newest = max(days, default=None)
    for document, entries in pairs:
        _judge(state, document, entries, comparable)
    state.missing = [
        d
        for d in corpus.documents.values()
        if d.source_id in manifest.sources and d.id not in manifest.held
    ]
    state.gone = list(_gone(manifest, corpus))
    return state


def _fits(entry: IndexEntry, document: Document) -> bool:
    return entry.hash in (document.raw_sha256, document.content.text_sha256)


def _judge(
    state: IndexState, document: Document, entries: Sequence[IndexEntry], comparable: bool
) -> None:
    changed = known_date(document.times.content_modified) or known_date(document.times.modified)
    indexed = min((e.indexed_at for e in entries if e.indexed_at), default=None)
    hashed = [e for e in entries if comparable and _SHA256.fullmatch(e.hash)]
    stale = tuple(e for e in hashed if not _fits(e, document))
    held = Held(document, entries[0], len(entries), stale, indexed, changed or date.min)
    if stale:
        state.old.append(held)
    elif hashed:
        return
    elif indexed is None or changed is None:
        state.unknown.append(document)
    elif indexed < changed:
        state.late.append(held)


def _gone(
    manifest: IndexManifest, corpus: Corpus
) -> Iterator[tuple[str, str, tuple[IndexEntry, ...]]]:
    """Entries that look like documents of a source and are not there any more."""
    by_place: defaultdict[tuple[str, str], list[IndexEntry]] = defaultdict(list)
    for entry in manifest.other:
        found = _place(entry.name, manifest, corpus)
        if found is not None:
            by_place[found].append(entry)
    for (source, path), entries in sorted(by_place.items()):
        yield source, path, tuple(entries)


def _place(name: str, manifest: IndexManifest, corpus: Corpus) -> tuple[str, str] | None:
    """Source and path of an entry that is about a file; None if it exists, or may be elsewhere."""
    bare = name.partition("::")[0] if "::" in name else name.partition("#")[0]
    if "://" in bare:
        return None
    sources = [s for s in manifest.sources if not corpus.sources[s].only]
    for source in sources:
        for start in (f"{source}:", *_roots(corpus, source)):
            if bare.startswith(start):
                return _if_gone(source, bare.removeprefix(start), corpus)
    if any(corpus.has(source, bare) is not False for source in sources):
        return None
    known = len(manifest.held) > len(manifest.other)
    likely = next((s for s in sources if _is_kin(bare, s, corpus, known)), None)
    return (likely, bare) if likely else None


def _roots(corpus: Corpus, source: str) -> Iterator[str]:
    settings = corpus.sources[source]
    shown = settings.shown_root.removeprefix("./").strip("/")
    if shown not in ("", "."):
        yield f"{shown}/"
    yield settings.root.resolve().as_posix().strip("/") + "/"


def _if_gone(source: str, path: str, corpus: Corpus) -> tuple[str, str] | None:
    return (source, path) if corpus.has(source, path) is False else None


def _is_kin(path: str, source: str, corpus: Corpus, known: bool) -> bool:
    """Whether a path looks like one of the source's documents rather than somebody else's.

    It ends like one, and its top folder is there, or most of the list is about the source.
    """
    top = path.partition("/")[0]
    if not known and (top == path or corpus.has(source, top) is not True):
        return False
    suffixes = corpus.once(
        f"suffixes\0{source}",
        lambda: frozenset(
            PurePosixPath(d.path).suffix.lower()
            for d in corpus.documents.values()
            if d.source_id == source
        ),
    )
    return not path.startswith("../") and PurePosixPath(path).suffix.lower() in suffixes - {""}
