"""Documents and targets made for tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ragaudit.contracts.indexing import IndexedDocument, Section
from ragaudit.model import ProbePrincipal, TargetSettings
from ragaudit.text import sha256
from ragaudit_probes.index import IndexTarget
from ragaudit_probes.index.analysis import analyse
from ragaudit_probes.index.bm25 import Postings
from ragaudit_probes.index.embedding.static_words import StaticEmbedder
from ragaudit_probes.index.ledger import Entry
from ragaudit_probes.index.options import Mode
from ragaudit_probes.index.search import Searcher
from ragaudit_probes.index.served import Served

TEXTS = {
    "kb:bands.md": "Salary bands for 2026: engineers earn between 60,000 and 90,000 euros.",
    "kb:leave.md": "Employees take thirty days of paid leave a year and ask their manager first.",
    "kb:returns.md": "Customers return a bicycle within thirty days and get their money back.",
    "kb:travel.md": "Trains are booked in second class; flights need the manager to agree.",
}


def document(name: str, text: str, **changes: Any) -> IndexedDocument:
    """A document of one section; its stamp is the hash of its text."""
    path = name.partition(":")[2]
    given: dict[str, Any] = {
        "id": name,
        "source": name.partition(":")[0],
        "path": path,
        "title": path.removesuffix(".md"),
        "stamp": sha256(text),
        "read": lambda: (Section(text),),
    }
    return IndexedDocument(**(given | changes))


def documents(texts: dict[str, str] = TEXTS) -> list[IndexedDocument]:
    """A document for each text."""
    return [document(name, text) for name, text in texts.items()]


def target(folder: Path, **options: Any) -> IndexTarget:
    """An index with static vectors in a folder of its own."""
    given = {"model": "static", "path": "index"} | options
    return IndexTarget(TargetSettings("index", folder, options=given))


def built(folder: Path, texts: dict[str, str] = TEXTS, **options: Any) -> IndexTarget:
    """An index of these texts."""
    made = target(folder, **options)
    made.build(documents(texts))
    return made


def asked(
    index: IndexTarget, query: str, k: int = 10, person: ProbePrincipal | None = None
) -> list[str]:
    """Ids of what comes back, best first."""
    return [hit.document for hit in index.retrieve(query, k, person).hits]


def searcher(texts: Sequence[tuple[str, Sequence[str]]]) -> Searcher:
    """A state in memory: ids with the texts of their chunks."""
    flat = [chunk for _, chunks in texts for chunk in chunks]
    embedder = StaticEmbedder()
    served = Served(
        recipe="",
        model="static",
        documents=tuple(Entry(name, "", "kb", name, "") for name, _ in texts),
        empty={},
        sizes=tuple(len(chunks) for _, chunks in texts),
        chunks=tuple(f"{name}#{n}" for name, chunks in texts for n in range(len(chunks))),
        headings=("",) * len(flat),
        vectors=embedder.documents(flat),
        postings=Postings.of(analyse(flat)),
    )
    return Searcher(served, embedder)


def ranked(
    found: Searcher, query: str, mode: Mode, readable: Iterable[str] | None = None, k: int = 10
) -> list[tuple[str, float]]:
    """Ids of chunks with their scores, best first."""
    allowed = None if readable is None else frozenset(readable)
    best = found.rank(query, mode, allowed, k)
    return [(found.served.chunks[one.row], one.score) for one in best]


def same_state(one: Served, other: Served) -> bool:
    """Whether two states give the same answers."""
    arrays = zip(
        (one.vectors, *(getattr(one.postings, part) for part in Postings.__slots__)),
        (other.vectors, *(getattr(other.postings, part) for part in Postings.__slots__)),
        strict=True,
    )
    rows = ("documents", "empty", "sizes", "chunks", "headings")
    return all(np.array_equal(a, b) for a, b in arrays) and all(
        getattr(one, name) == getattr(other, name) for name in rows
    )
