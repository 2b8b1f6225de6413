"""A pass over a table: pages by id, so that it can go on where it was cut off."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from ragaudit.contracts import Cursor, PassEnd, Ref, RefPage
from ragaudit.errors import CursorExpiredError, MalformedError, SkipError
from ragaudit.model import Skip, SkipReason, SourceSettings
from ragaudit_connectors.records import (
    Layout,
    Paths,
    Record,
    access_stamp_of,
    digest,
    moment_of,
    plain_path,
    ref_of,
    skip_of,
    too_large,
    wanted,
)
from ragaudit_connectors.sql.database import Database
from ragaudit_connectors.sql.relation import Relation

PAGE = 100
MOST_ODD = 1000
"""Ids that several rows share, at most: a column with more of them is no id."""
_SETTLED = {"day": timedelta(days=3), "zoneless": timedelta(days=1), "second": timedelta(minutes=2)}
"""How old a date of change must be before it can no longer belong to a change yet to come."""


class Pass:
    """One pass."""

    def __init__(
        self,
        settings: SourceSettings,
        database: Database,
        relation: Relation,
        layout: Layout,
        *,
        by_column: bool,
    ) -> None:
        self._settings, self._layout = settings, layout
        self._database, self._relation = database, relation
        self._by_column = by_column
        self._paths = Paths()

    def pages(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """Pages from a cursor on. Raises `SourceError`."""
        after = _read_cursor(cursor)
        odd = tuple(self._odd_rows()) if cursor is None else ()
        while True:
            rows = self._database.rows(self._relation.listing(after, PAGE + 1))
            more, rows = len(rows) > PAGE, rows[:PAGE]
            after = _comparable(rows[-1]["id"]) if rows else after
            items = self._items(rows)
            yield RefPage(
                refs=tuple(item for item in items if isinstance(item, Ref)),
                skips=(*odd, *(item for item in items if isinstance(item, Skip))),
                resume=json.dumps({"after": after}) if more else None,
                end=None if more else PassEnd(whole=True),
            )
            if not more:
                return
            odd = ()

    def _items(self, rows: Sequence[Mapping[str, Any]]) -> list[Ref | Skip]:
        records = [Record(id_text(row["id"]), row, self._layout) for row in rows]
        alone = [record for record in records if record.id not in self._repeated_ids]
        stamps = dict(self._stamps(alone))
        found = (self._item(record, stamps.get(record.id, "")) for record in alone)
        return [item for item in found if item is not None]

    def _item(self, record: Record, stamp: str) -> Ref | Skip | None:
        path = self._paths.take(record, marked=self._shares_path(record))
        if not wanted(plain_path(record), self._settings):
            return None
        access = access_stamp_of(record) if self._by_column else None
        size, limit = record.get("size") or 0, self._settings.limits.max_bytes
        try:
            if size > limit:
                raise too_large(size, limit)
            return ref_of(record, path, size, stamp, access)
        except SkipError as error:
            return skip_of(self._settings.id, path, error)

    def _stamps(self, records: Sequence[Record]) -> Iterator[tuple[str, str]]:
        """By id: the version, else the date of change, else the hash of the body."""
        left = []
        for record in records:
            for ours in ("version", "updated"):
                value = record.get(ours)
                if value is not None and (ours == "version" or _is_settled(value, self._now)):
                    yield record.id, digest(ours, str(value), record.get("size"))
                    break
            else:
                left.append(record.id)
        if left:
            for row in self._database.rows(self._relation.hashes(left)):
                yield id_text(row["id"]), digest("hash", row["hash"])

    @cached_property
    def _now(self) -> datetime:
        return self._database.now()

    @cached_property
    def _repeated_ids(self) -> Mapping[str, int]:
        rows = self._database.rows(self._relation.repeated("id", MOST_ODD + 1))
        if len(rows) > MOST_ODD:
            name = self._relation.columns["id"]
            raise MalformedError(
                f"“{name}” is no id: more than {MOST_ODD} of its values belong to several rows",
                "map `id` to a column whose values are unique",
            )
        return {id_text(row["value"]): row["rows"] for row in rows}

    @cached_property
    def _repeated_paths(self) -> frozenset[str] | None:
        """Known before the first page, so that a row has the same path wherever a pass starts.

        None where there are too many to know.
        """
        if "path" not in self._relation.columns:
            return frozenset()
        rows = self._database.rows(self._relation.repeated("path", MOST_ODD + 1))
        return None if len(rows) > MOST_ODD else frozenset(str(row["value"]) for row in rows)

    def _shares_path(self, record: Record) -> bool:
        shared = self._repeated_paths
        return shared is None or str(record.get("path")) in shared

    def _odd_rows(self) -> Iterator[Skip]:
        """Rows that cannot be told apart, which paging by id would pass over in silence."""
        source, name = self._settings.id, self._relation.columns["id"]
        action = f"map `id` to a column that is unique; “{name}” is not"
        for identity, count in self._repeated_ids.items():
            told = f"{count} rows have this id"
            yield Skip(source, f"id {identity[:80]}", SkipReason.CORRUPT, told, action)
        lost = self._database.rows(self._relation.without_id())[0]["rows"]
        if lost:
            told = f"{lost:,} rows have no id"
            yield Skip(source, "(no id)", SkipReason.CORRUPT, told, action)


def id_text(value: Any) -> str:
    """An id as text that the database reads back as the same id. Raises `MalformedError`."""
    if isinstance(value, bytes | memoryview):
        raise MalformedError(
            "the ids are binary", "name them as text in a `query`: encode(id, 'hex') AS id"
        )
    try:
        return str(value).encode("utf-8").decode("utf-8")
    except UnicodeEncodeError as error:
        raise MalformedError("an id is no UTF-8", "leave its row out by a `query`") from error


def _comparable(value: Any) -> str | int | float:
    """An id as JSON can hold it; the database compares it as what it is."""
    return value if isinstance(value, int | float) else id_text(value)


def _read_cursor(cursor: Cursor | None) -> str | int | float | None:
    if cursor is None:
        return None
    try:
        after = json.loads(cursor)["after"]
    except (ValueError, TypeError, KeyError) as error:
        raise CursorExpiredError("the place in the listing cannot be read") from error
    if isinstance(after, bool) or not isinstance(after, str | int | float):
        raise CursorExpiredError("the place in the listing cannot be read")
    return after


def _is_settled(value: Any, now: datetime) -> bool:
    """Whether a date of change cannot stand for a second change that comes later.

    Two changes within the precision of the date look like one; a clock may run ahead.
    """
    if isinstance(value, str) and len(value.strip()) <= len("2026-01-01"):
        wait = _SETTLED["day"]
    elif isinstance(value, str) and not _names_zone(value):
        wait = _SETTLED["zoneless"]
    else:
        wait = _SETTLED["second"]
    changed = moment_of(value)
    return changed is not None and changed + wait < now


def _names_zone(text: str) -> bool:
    tail = text.strip()[len("2026-01-01T00:00") :]
    return tail.upper().endswith(("Z", "UTC")) or "+" in tail or "-" in tail
