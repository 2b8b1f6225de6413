"""What is indexed: documents by stamp, chunks by the hash of their text, in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_SCHEMA = """
create table if not exists recipe (value text not null);
create table if not exists document
    (id text primary key, stamp text not null, facts text not null) without rowid;
create table if not exists chunk
    (document text not null, ordinal integer not null, id text not null, digest text not null,
     heading text not null, terms blob not null, primary key (document, ordinal)) without rowid;
create index if not exists chunk_by_digest on chunk (digest, id);
create index if not exists chunk_by_id on chunk (id);
create table if not exists loose (id text primary key) without rowid;
"""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is indexed."""

    id: str
    stamp: str
    source: str
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class ChunkEntry:
    """A chunk as it is indexed; its text is not kept."""

    id: str
    digest: str
    heading: str
    terms: npt.NDArray[np.int64]


class Ledger:
    """One connection. Every method that writes is one transaction."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, timeout=30, isolation_level=None)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def recipe(self) -> str | None:
        """How what is here was made; None where there is nothing."""
        row = self._db.execute("select value from recipe").fetchone()
        return str(row[0]) if row else None

    def start(self, recipe: str) -> None:
        """Forget everything; from here on it is made in this way."""
        with self._writing():
            for table in ("recipe", "document", "chunk", "loose"):
                self._db.execute(f"delete from {table}")  # noqa: S608 - names from here
            self._db.execute("insert into recipe values (?)", (recipe,))

    def documents(self) -> dict[str, Entry]:
        """Everything indexed, by id, in order of id."""
        rows = self._db.execute("select id, stamp, facts from document order by id")
        found = (Entry(_str(key), stamp, *_list(facts)) for key, stamp, facts in rows)
        return {entry.id: entry for entry in found}

    def chunks(self) -> Iterator[tuple[str, ChunkEntry]]:
        """Every chunk with its document, in the order of `documents`."""
        import numpy as np

        rows = self._db.execute(
            "select document, id, digest, heading, terms from chunk order by document, ordinal"
        )
        for key, name, digest, heading, terms in rows:
            numbers = np.frombuffer(terms, dtype=np.int64)
            yield _str(key), ChunkEntry(name, digest, _str(heading), numbers)

    def known(self, digests: Iterable[str]) -> dict[str, str]:
        """For texts that are indexed anywhere: hash to the id of a chunk that has the text."""
        found: dict[str, str] = {}
        for part in _parts(list(digests)):
            marks = ",".join("?" * len(part))
            query = f"select digest, id from chunk where digest in ({marks})"  # noqa: S608
            found.update(self._db.execute(query, part).fetchall())
        return found

    def announce(self, ids: Iterable[str]) -> None:
        """Say that chunks are about to be stored: without `put` they belong to nothing."""
        with self._writing():
            rows = ((name,) for name in ids)
            self._db.executemany("insert or ignore into loose values (?)", rows)

    def put(self, documents: Iterable[tuple[Entry, Sequence[ChunkEntry]]]) -> None:
        """Replace documents and their chunks."""
        with self._writing():
            for entry, chunks in documents:
                key = json.dumps(entry.id)
                self._drop(key)
                facts = json.dumps([entry.source, entry.path, entry.title])
                self._db.execute("insert into document values (?, ?, ?)", (key, entry.stamp, facts))
                self._db.executemany(
                    "insert into chunk values (?, ?, ?, ?, ?, ?)",
                    (
                        (key, n, c.id, c.digest, json.dumps(c.heading), c.terms.tobytes())
                        for n, c in enumerate(chunks)
                    ),
                )

    def remove(self, ids: Iterable[str]) -> None:
        """Forget documents."""
        with self._writing():
            for name in ids:
                self._drop(json.dumps(name))

    def remove_holders(self, chunks: Iterable[str]) -> None:
        """Forget the documents of chunks that were lost, so that they are read again."""
        with self._writing():
            for chunk in chunks:
                query = "select document from chunk where id = ?"
                for (key,) in self._db.execute(query, (chunk,)).fetchall():
                    self._drop(key)

    def loose(self) -> list[str]:
        """Chunks that were stored, or are about to be, and belong to no document."""
        query = "select id from loose where id not in (select id from chunk) order by id"
        return [name for (name,) in self._db.execute(query)]

    def settled(self) -> None:
        """Nothing is loose any more."""
        with self._writing():
            self._db.execute("delete from loose")

    def _drop(self, key: str) -> None:
        self._db.execute(
            "insert or ignore into loose select id from chunk where document = ?", (key,)
        )
        self._db.execute("delete from chunk where document = ?", (key,))
        self._db.execute("delete from document where id = ?", (key,))

    def _writing(self) -> _Transaction:
        return _Transaction(self._db)


class _Transaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("begin immediate")

    def __exit__(self, kind: object, *rest: object) -> None:
        self._db.execute("commit" if kind is None else "rollback")


def _parts(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


# As JSON, which is ASCII: names may hold half characters, which SQLite does not take as text.
def _str(written: str) -> str:
    return str(json.loads(written))


def _list(written: str) -> list[str]:
    return [str(part) for part in json.loads(written)]
