"""Analyses by content hash, in SQLite: safe to kill at any moment, safe for two scans at once."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ragaudit._engine.record import Analysis, Refusal, decode, encode

BATCH = 200
KEEP_DAYS = 60
_SCHEMA = """
create table if not exists analysis
    (key text primary key, used integer not null, data blob not null) without rowid;
create table if not exists ledger
    (key text primary key, used integer not null, digest text not null) without rowid;
create table if not exists dead_link
    (key text primary key, used integer not null, since text not null) without rowid;
create table if not exists snapshot
    (source text primary key, used integer not null, state text not null, data blob not null)
    without rowid;
create table if not exists memo
    (key text primary key, used integer not null, data text not null) without rowid;
"""


class Cache:
    """A cache that never fails a run: where the file cannot be used, it holds nothing."""

    def __init__(self, file: Path | None) -> None:
        self.problem: str | None = None
        self._pending: dict[str, bytes] = {}
        self._memo: dict[str, str] = {}
        self._ledger: dict[str, str] = {}
        self._db: sqlite3.Connection | None = None
        self._file = file
        if file is not None:
            self._open(file)

    def _open(self, file: Path) -> None:
        try:
            db = sqlite3.connect(file, timeout=30, isolation_level=None)
            db.execute("pragma journal_mode = wal")
            db.execute("pragma synchronous = normal")
            db.executescript(_SCHEMA)
            self._db = db
        except sqlite3.DatabaseError as error:
            self._give_up(error)

    def close(self) -> None:
        """Write what is pending and forget what nobody used for long."""
        self.flush()
        if self._db is not None:
            with suppress(sqlite3.Error):
                oldest = int(time.time()) - KEEP_DAYS * 86400
                self._db.execute("delete from analysis where used < ?", (oldest,))
                self._db.execute("delete from memo where used < ?", (oldest,))
                self._db.execute("delete from ledger where used < ?", (oldest,))
                self._db.execute("delete from snapshot where used < ?", (oldest,))
                self._db.execute("delete from dead_link where used < ?", (oldest,))
            self._db.close()
            self._db = None

    def analyses(self, keys: Iterable[str]) -> Iterator[tuple[str, Analysis | Refusal]]:
        """Yield what is there for these keys, in any order."""
        for key, data in self._select("analysis", "data", keys):
            if isinstance(data, bytes) and (found := decode(data)) is not None:
                yield key, found

    def _select(self, table: str, column: str, keys: Iterable[str]) -> Iterator[tuple[str, object]]:
        if self._db is None:
            return
        todo = list(dict.fromkeys(keys))
        for start in range(0, len(todo), 500):
            part = todo[start : start + 500]
            marks = ",".join("?" * len(part))
            query = f"select key, {column} from {table} where key in ({marks})"  # noqa: S608 - own words
            yield from self._rows(query, part)

    def _rows(self, query: str, values: Sequence[str]) -> list[tuple[str, object]]:
        """What a query finds; a file that turns out to be damaged is given up for this run."""
        if self._db is None:
            return []
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            self._give_up(error)
            return []

    def _give_up(self, error: sqlite3.Error) -> None:
        self.problem = f"the cache {self._file} cannot be used ({error}); delete it to start anew"
        if self._db is not None:
            self._db.close()
            self._db = None

    def put(self, key: str, analysis: Analysis | Refusal) -> None:
        """Remember what became of a file; written in batches."""
        if self._db is None:
            return
        self._pending[key] = encode(analysis)
        if len(self._pending) >= BATCH:
            self.flush()

    def touch(self, keys: Iterable[str]) -> None:
        """Note that entries were used, so that they are kept."""
        if self._db is None:
            return
        now = int(time.time())
        recent = now - 86400
        with suppress(sqlite3.Error):
            self._db.execute("begin immediate")
            self._db.executemany(
                "update analysis set used = ? where key = ? and used < ?",
                ((now, key, recent) for key in keys),
            )
            self._db.execute("commit")

    def digests(self, keys: Iterable[str]) -> dict[str, str]:
        """Digests of bytes noted under these stamps."""
        return {key: str(digest) for key, digest in self._select("ledger", "digest", keys)}

    def note(self, key: str, digest: str) -> None:
        """Note the digest of the bytes behind a stamp; written at the next flush."""
        self._ledger[key] = digest

    def memo(self, key: str) -> str | None:
        """A remembered result of a comparison."""
        if key in self._memo:
            return self._memo[key]
        if self._db is None:
            return None
        rows = self._rows("select key, data from memo where key = ?", (key,))
        return str(rows[0][1]) if rows else None

    def put_memo(self, key: str, data: str) -> None:
        """Remember the result of a comparison; written at the next flush."""
        self._memo[key] = data

    def snapshot(self, source: str, state: str) -> bytes | None:
        """What was kept of a source, if it is of this state."""
        query = "select state, data from snapshot where source = ?"
        for kept, data in self._rows(query, (source,)):
            if kept == state and isinstance(data, bytes):
                return data
        return None

    def put_snapshot(self, source: str, state: str, data: bytes) -> None:
        """Keep one state of a source, instead of any earlier one."""
        if self._db is None:
            return
        try:
            self._db.execute(
                "insert or replace into snapshot values (?, ?, ?, ?)",
                (source, int(time.time()), state, data),
            )
        except sqlite3.Error as error:
            self.problem = f"the cache could not be written ({error})"

    def dead_since(self, keys: Iterable[str]) -> dict[str, str]:
        """When addresses that were dead in an earlier run first were."""
        return {key: str(since) for key, since in self._select("dead_link", "since", keys)}

    def note_dead(self, dead: Mapping[str, str], alive: Iterable[str]) -> None:
        """Note which addresses are dead since when, and forget those that are not."""
        if self._db is None:
            return
        now = int(time.time())
        try:
            self._db.execute("begin immediate")
            self._db.executemany(
                "insert or replace into dead_link values (?, ?, ?)",
                [(key, now, since) for key, since in dead.items()],
            )
            self._db.executemany("delete from dead_link where key = ?", [(key,) for key in alive])
            self._db.execute("commit")
        except sqlite3.Error as error:
            self.problem = f"the cache could not be written ({error})"
            with suppress(sqlite3.Error):
                self._db.execute("rollback")

    def flush(self) -> None:
        """Write everything pending in one short transaction."""
        if self._db is None or not (self._pending or self._memo or self._ledger):
            return
        now = int(time.time())
        try:
            self._db.execute("begin immediate")
            self._db.executemany(
                "insert or replace into analysis values (?, ?, ?)",
                [(key, now, data) for key, data in self._pending.items()],
            )
            self._db.executemany(
                "insert or replace into memo values (?, ?, ?)",
                [(key, now, data) for key, data in self._memo.items()],
            )
            self._db.executemany(
                "insert or replace into ledger values (?, ?, ?)",
                [(key, now, digest) for key, digest in self._ledger.items()],
            )
            self._db.execute("commit")
        except sqlite3.Error as error:
            self.problem = f"the cache could not be written ({error})"
            with suppress(sqlite3.Error):
                self._db.execute("rollback")
        self._pending.clear()
        self._memo.clear()
        self._ledger.clear()
