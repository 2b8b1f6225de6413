"""What is known of source systems between runs: `.ragaudit/catalogue.db`.

It holds references, facts and access lists, and how far a listing got; never a text. A page of a
listing is written in one transaction with the place to go on from, so that a run may be killed at
any moment.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from ragaudit._sync.record import decode_access, decode_facts, decode_ref, encode
from ragaudit.contracts import Cursor, Ref
from ragaudit.errors import StoreError
from ragaudit.model import AccessPolicy, Skip, SkipReason, SourceFacts
from ragaudit.redact import redact

_SCHEMA = """
create table if not exists pass (
    source text primary key, settings text not null, generation integer not null,
    open integer not null, cursor text, known integer not null) without rowid;
create table if not exists item (
    source text not null, native_id text not null, path text not null, seen integer not null,
    ref blob not null, fetched text, facts blob,
    access_seen integer, access_stamp text, access blob,
    primary key (source, native_id)) without rowid;
create table if not exists skip (
    source text not null, path text not null, seen integer not null,
    reason text not null, detail text not null, action text not null,
    primary key (source, path)) without rowid;
create table if not exists other (
    source text not null, path text not null, seen integer not null,
    primary key (source, path)) without rowid;
"""
_TABLES = ("item", "skip", "other")


@dataclass(frozen=True, slots=True)
class Pass:
    """Where the listing of a source stands."""

    generation: int
    """Counts passes; what the present one has listed carries its number."""
    resumed: bool
    """Whether it goes on with one that was cut off."""
    cursor: Cursor | None
    known: int
    """Documents known before the pass began."""


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a source as the catalogue has it."""

    ref: Ref
    fetched: str | None = None
    """The stamp its bytes had when they were last read."""
    facts: SourceFacts | None = None
    """What reading it told."""
    access: AccessPolicy | None = None
    access_stamp: str | None = None


class Catalogue:
    """One file for all sources. Raises `StoreError` where it cannot be used."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        try:
            if file is not None:
                # People and places are in it: for nobody but the one who runs the audit.
                os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            self._db = sqlite3.connect(file or ":memory:", timeout=30, isolation_level=None)
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = normal")
            self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise self._failed(error) from error

    def close(self) -> None:
        """Give the file back."""
        with suppress(sqlite3.Error):
            self._db.close()

    @contextmanager
    def page(self) -> Iterator[None]:
        """Everything inside is written as one, or not at all."""
        try:
            self._db.execute("begin immediate")
            yield
            self._db.execute("commit")
        except sqlite3.Error as error:
            self._undo()
            raise self._failed(error) from error
        except BaseException:
            self._undo()
            raise

    def begin(self, source: str, settings: str) -> Pass:
        """Start a pass, or go on with one that was cut off.

        Everything is forgotten where `settings` (a digest of what is listed, and how) is another.
        """
        with self.page():
            row = self._row(
                "select settings, generation, open, cursor, known from pass where source = ?",
                source,
            )
            if row is not None and row[0] != settings:
                self.forget(source)
                row = None
            if row is not None and row[2]:
                return Pass(int(row[1]), True, row[3], int(row[4]))
            generation = int(row[1]) + 1 if row else 1
            cursor = row[3] if row else None
            known = self.count(source)
            self._db.execute(
                "insert or replace into pass values (?, ?, ?, 1, ?, ?)",
                (source, settings, generation, cursor, known),
            )
        return Pass(generation, False, cursor, known)

    def restart(self, source: str) -> Pass:
        """List everything again, because the place to go on from is of no use."""
        with self.page():
            self._db.execute(
                "update pass set generation = generation + 1, cursor = null, open = 1, known = ? "
                "where source = ?",
                (self.count(source), source),
            )
        row = self._row("select generation, known from pass where source = ?", source)
        return Pass(int(row[0]), False, None, int(row[1])) if row else Pass(1, False, None, 0)

    def resume_at(self, source: str, cursor: Cursor | None) -> None:
        """Note where a listing goes on if it is cut off now."""
        self._db.execute("update pass set cursor = ? where source = ?", (cursor, source))

    def finish(self, source: str, cursor: Cursor | None) -> None:
        """The pass is done; the next one starts at this place."""
        self._db.execute("update pass set open = 0, cursor = ? where source = ?", (cursor, source))

    def put(self, source: str, generation: int, ref: Ref) -> Item | None:
        """Write what a listing says of a document; return what was known of it before."""
        before = self.item(source, ref.native_id)
        kept = replace(ref, title=redact(ref.title)) if ref.title else ref
        self._db.execute(
            "insert into item (source, native_id, path, seen, ref) values (?, ?, ?, ?, ?) "
            "on conflict do update set path = excluded.path, seen = excluded.seen, "
            "ref = excluded.ref",
            (source, ref.native_id, ref.path, generation, encode(kept)),
        )
        self._db.execute("delete from skip where source = ? and path = ?", (source, ref.path))
        return before

    def put_access(
        self, source: str, generation: int, ref: Ref, policy: AccessPolicy, stamp: str | None
    ) -> None:
        """Write who may read a document; without a stamp it is read again in the next pass."""
        self._db.execute(
            "update item set access_seen = ?, access_stamp = ?, access = ? "
            "where source = ? and native_id = ?",
            (generation, stamp, encode(policy), source, ref.native_id),
        )

    def put_fetched(self, source: str, ref: Ref, facts: SourceFacts | None) -> None:
        """Note that the bytes with this stamp were read, and what that told."""
        with self.page():
            self._db.execute(
                "update item set fetched = ?, facts = ? where source = ? and native_id = ?",
                (ref.stamp, encode(facts) if facts else None, source, ref.native_id),
            )

    def put_skip(self, generation: int, skip: Skip) -> None:
        """Write what is there and cannot be had."""
        self._db.execute(
            "insert or replace into skip values (?, ?, ?, ?, ?, ?)",
            (skip.source_id, skip.path, generation, skip.reason.value, redact(skip.detail),
             skip.action),
        )  # fmt: skip

    def put_other(self, source: str, generation: int, path: str) -> None:
        """Write what is there and is no document."""
        self._db.execute(
            "insert or replace into other values (?, ?, ?)", (source, path, generation)
        )

    def remove(self, source: str, native_ids: Iterable[str]) -> int:
        """Drop documents the source says are gone; return how many were known."""
        before = self.count(source)
        self._db.executemany(
            "delete from item where source = ? and native_id = ?",
            ((source, native_id) for native_id in native_ids),
        )
        return before - self.count(source)

    def unseen(self, source: str, generation: int) -> int:
        """Documents this pass has not listed."""
        row = self._row(
            "select count(*) from item where source = ? and seen < ?", source, generation
        )
        return int(row[0]) if row else 0

    def sweep(self, source: str, generation: int) -> None:
        """Drop everything that this pass has not listed."""
        for table in _TABLES:
            self._db.execute(
                f"delete from {table} where source = ? and seen < ?",  # noqa: S608 - own words
                (source, generation),
            )

    def forget(self, source: str) -> None:
        """Drop everything known of a source, inside a page."""
        for table in (*_TABLES, "pass"):
            self._db.execute(f"delete from {table} where source = ?", (source,))  # noqa: S608

    def item(self, source: str, native_id: str) -> Item | None:
        """One document."""
        row = self._row(
            "select ref, fetched, facts, access, access_stamp from item "
            "where source = ? and native_id = ?",
            source,
            native_id,
        )
        return _item(row) if row else None

    def items(self, source: str) -> Iterator[Item]:
        """Every document, in order of path."""
        rows = self._rows(
            "select ref, fetched, facts, access, access_stamp from item where source = ? "
            "order by path, native_id",
            source,
        )
        return (found for row in rows if (found := _item(row)) is not None)

    def without_access(self, source: str, generation: int) -> list[Ref]:
        """Documents whose access list was not looked at in this pass."""
        rows = self._rows(
            "select ref, fetched, facts, access, access_stamp from item where source = ? "
            "and (access_seen is null or access_seen < ?) order by path, native_id",
            source,
            generation,
        )
        return [found.ref for row in rows if (found := _item(row)) is not None]

    def access_fresh(self, source: str, generation: int, native_id: str) -> None:
        """Note that an access list is as it was."""
        self._db.execute(
            "update item set access_seen = ? where source = ? and native_id = ?",
            (generation, source, native_id),
        )

    def skips(self, source: str) -> Iterator[Skip]:
        """What is there and cannot be had."""
        rows = self._rows(
            "select path, reason, detail, action from skip where source = ? order by path", source
        )
        return (Skip(source, r[0], SkipReason(r[1]), r[2], r[3]) for r in rows)

    def others(self, source: str) -> list[str]:
        """What is there and is no document."""
        rows = self._rows("select path from other where source = ? order by path", source)
        return [row[0] for row in rows]

    def count(self, source: str) -> int:
        """Documents known."""
        row = self._row("select count(*) from item where source = ?", source)
        return int(row[0]) if row else 0

    def _row(self, query: str, *values: object) -> tuple[str, ...] | None:
        rows = self._rows(query, *values)
        return rows[0] if rows else None

    def _rows(self, query: str, *values: object) -> Sequence[tuple[str, ...]]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def _undo(self) -> None:
        with suppress(sqlite3.Error):
            self._db.execute("rollback")

    def _failed(self, error: Exception) -> StoreError:
        return StoreError(
            f"the catalogue {self._file or ''} cannot be used: {error}",
            "wait for the other run, or delete the file to list every source anew",
        )


def _item(row: Sequence[object]) -> Item | None:
    ref, fetched, facts, access, stamp = row
    try:
        return Item(
            decode_ref(_bytes(ref)),
            str(fetched) if fetched is not None else None,
            decode_facts(_bytes(facts)) if facts else None,
            decode_access(_bytes(access)) if access else None,
            str(stamp) if stamp is not None else None,
        )
    except msgspec.MsgspecError:
        # Written by another version: as if it had never been seen.
        return None


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
