"""Brings an index in step with a catalogue."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ragaudit.contracts.indexing import Advance, IndexedDocument, IndexReport
from ragaudit.errors import SkipError, StoreError
from ragaudit.model import Skip
from ragaudit_probes.index import analysis, chunking
from ragaudit_probes.index.chunking import Chunk, Chunker, encodable
from ragaudit_probes.index.embedding import Embedder
from ragaudit_probes.index.folder import Folder, damaged
from ragaudit_probes.index.ledger import ChunkEntry, Entry, Ledger
from ragaudit_probes.index.publish import publish
from ragaudit_probes.index.vectors import VectorStore

_BATCH = 256
"""Chunks that are embedded and written down together: what a killed build does twice."""


def recipe_of(model_state: str) -> str:
    """Everything that decides what a text becomes; with another one all is made anew."""
    return " | ".join((model_state, chunking.RECIPE, analysis.RECIPE))


def build_index(
    folder: Folder,
    embedder: Embedder,
    documents: Iterable[IndexedDocument],
    *,
    complete: bool = True,
    advance: Advance | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> IndexReport:
    """See `Indexer.build`. Only chunks whose text is not indexed yet are embedded."""
    began = clock()
    with folder.locked():
        try:
            ledger = Ledger(folder.ledger)
        except sqlite3.DatabaseError as error:
            raise damaged(folder.root) from error
        store = VectorStore(folder.vectors)
        try:
            build = _Build(folder, embedder, ledger, store, advance)
            build.take(documents, complete=complete)
            total, chunks = build.finish()
        except sqlite3.DatabaseError as error:
            raise damaged(folder.root) from error
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise StoreError(f"the index in {folder.root} cannot be written: {why}") from error
        finally:
            ledger.close()
            store.close()
    return IndexReport(
        documents=total,
        chunks=chunks,
        changed=build.changed,
        embedded=build.embedded,
        removed=build.removed,
        skipped=tuple(build.skipped),
        model=embedder.name,
        seconds=clock() - began,
    )


@dataclass
class _Build:
    folder: Folder
    embedder: Embedder
    ledger: Ledger
    store: VectorStore
    advance: Advance | None
    changed: int = 0
    embedded: int = 0
    removed: int = 0
    skipped: list[Skip] = field(default_factory=list)
    _waiting: list[tuple[Entry, list[Chunk]]] = field(default_factory=list)
    _done: int = 0
    _chunks: int = 0
    _chunker: Chunker = field(default_factory=Chunker)

    def take(self, documents: Iterable[IndexedDocument], *, complete: bool) -> None:
        """Read what changed, embed what is new, drop what is gone."""
        self._recipe = recipe_of(self.embedder.state)
        if self.ledger.recipe() != self._recipe:
            # The store first: were this killed between, it would be cleared again.
            self.store.clear()
            self.ledger.start(self._recipe)
        known = self.ledger.documents()
        seen: set[str] = set()
        for document in documents:
            if document.id in seen:
                continue
            seen.add(document.id)
            self._document(document, known)
            if sum(len(chunks) for _, chunks in self._waiting) >= _BATCH:
                self._flush()
        self._flush()
        if complete and (gone := [name for name in known if name not in seen]):
            self.ledger.remove(gone)
            self.removed += len(gone)

    def finish(self) -> tuple[int, int]:
        """Serve the new state, then forget the vectors nothing refers to."""
        made = self._recipe, self.embedder.name, self.embedder.dimensions
        count = publish(self.folder, self.ledger, self.store, made)
        self.store.remove(self.ledger.loose())
        self.ledger.settled()
        return count

    def _document(self, document: IndexedDocument, known: dict[str, Entry]) -> None:
        entry = Entry(document.id, document.stamp, document.source, document.path, document.title)
        self._done += 1
        if document.stamp and known.get(document.id) == entry:
            self._tell()
            return
        try:
            sections = document.read()
        except SkipError as error:
            self.skipped.append(
                Skip(document.source, document.path, error.reason, error.detail, error.action)
            )
            if document.id in known:
                self.ledger.remove([document.id])
                self.removed += 1
            return
        self.changed += 1
        self._waiting.append((entry, self._chunker.cut(document.id, document.title, sections)))

    def _flush(self) -> None:
        """Vectors first, then the ledger, which is what counts."""
        if not self._waiting:
            return
        chunks = [chunk for _, found in self._waiting for chunk in found]
        terms = analysis.analyse([chunk.text for chunk in chunks])
        self.ledger.announce(chunk.id for chunk in chunks)
        self._store(chunks)
        numbered = iter(terms)
        self.ledger.put(
            (entry, [ChunkEntry(c.id, c.digest, c.heading, next(numbered)) for c in found])
            for entry, found in self._waiting
        )
        self._chunks += len(chunks)
        self._waiting.clear()
        self._tell()

    def _store(self, chunks: list[Chunk]) -> None:
        import numpy as np

        if not chunks:
            return
        by_digest = {chunk.digest: chunk for chunk in chunks}
        holders = self.ledger.known(by_digest)
        stored = self.store.get(list(holders.values()))
        vectors = {digest: stored[name] for digest, name in holders.items() if name in stored}
        new = [chunk for digest, chunk in by_digest.items() if digest not in vectors]
        made = self.embedder.documents([chunk.text for chunk in new])
        vectors.update(zip((chunk.digest for chunk in new), made, strict=True))
        self.embedded += len(new)
        entries = {entry.id: entry for entry, _ in self._waiting}
        self.store.put(
            [chunk.id for chunk in chunks],
            np.array([vectors[chunk.digest] for chunk in chunks], dtype=np.float32),
            [_metadata(chunk, entries[chunk.document]) for chunk in chunks],
        )

    def _tell(self) -> None:
        if self.advance is not None:
            self.advance(self._done, self._chunks)


def _metadata(chunk: Chunk, entry: Entry) -> dict[str, str]:
    found = {
        "document": entry.id,
        "source": entry.source,
        "path": entry.path,
        "title": entry.title,
        "heading": chunk.heading,
    }
    return {key: encodable(value) for key, value in found.items()}
