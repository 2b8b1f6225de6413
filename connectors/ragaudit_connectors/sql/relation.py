"""The table or query of a source, and every statement that is asked of it.

Names are quoted and values bound by SQLAlchemy; nothing is ever formatted into a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    LargeBinary,
    Select,
    TableClause,
    Text,
    bindparam,
    case,
    cast,
    column,
    func,
    select,
    table,
    text,
    types,
)

from ragaudit.errors import MalformedError
from ragaudit_connectors.sql.database import Database
from ragaudit_connectors.sql.options import SqlOptions

_DATE, _TIMESTAMP, _TIMESTAMPTZ, _BYTEA = 1082, 1114, 1184, 17
"""PostgreSQL's numbers for its types."""
_AS_TEXT = {
    _DATE: "YYYY-MM-DD",
    _TIMESTAMP: 'YYYY-MM-DD"T"HH24:MI:SS.US',
    _TIMESTAMPTZ: 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"',
}
"""The driver stumbles over `infinity` and the year 20260; as text they are a fact like others."""
_WHOLE = re.compile(r"0|-?[1-9]\d{0,17}")
_NOT_LISTED = frozenset({"id", "body"})


class Relation:
    """What is read, as the database has it."""

    def __init__(self, database: Database, options: SqlOptions) -> None:
        self._database, self._options = database, options

    @cached_property
    def types(self) -> Mapping[str, Any]:
        """Our names to the driver's types of their columns. Raises `MalformedError`."""
        found = self._found
        return {ours: found[name] for ours, name in self.columns.items()}

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """Our names to the columns' real ones; case matters only where two differ in nothing else.

        Raises `MalformedError` for a column that is not there.
        """
        return {ours: self._real(theirs) for ours, theirs in self._options.columns.given.items()}

    def listing(self, after: Any, limit: int) -> Select[Any]:
        """A page of rows behind an id, without their bodies."""
        asked = [self._shown(ours) for ours in self.columns if ours not in _NOT_LISTED]
        page = select(self._id.label("id"), self._size.label("size"), *asked)
        page = page.order_by(self._id).limit(limit)
        return page.where(self._id.is_not(None) if after is None else self._id > _bound(after))

    def hashes(self, ids: Sequence[str]) -> Select[Any]:
        """The hashes of some bodies."""
        found = select(self._id.label("id"), self._hash.label("hash"))
        return found.where(self._is_one_of(ids))

    def rows(self, ids: Sequence[str], *names: str) -> Select[Any]:
        """Some columns of some rows."""
        parts = [self._id.label("id"), *(self._shown(name) for name in names)]
        return select(*parts).where(self._is_one_of(ids))

    def body(self, identity: str, limit: int) -> Select[Any]:
        """The body of a row and its size; no body where that is over the limit."""
        within = case((self._size <= limit, self._body))
        found = select(self._size.label("size"), within.label("body"))
        return found.where(self._is_one_of([identity])).limit(2)

    def ids(self) -> Select[Any]:
        """Every id there is."""
        return select(self._id.label("id")).where(self._id.is_not(None))

    def without_id(self) -> Select[Any]:
        """How many rows have no id."""
        return (
            select(func.count().label("rows")).select_from(self._source).where(self._id.is_(None))
        )

    def repeated(self, ours: str, most: int) -> Select[Any]:
        """Values that several rows share, some of them where there are many."""
        value = self._raw(ours)
        counted = select(value.label("value"), func.count().label("rows")).group_by(value)
        return counted.where(value.is_not(None)).having(func.count() > 1).limit(most)

    def unknown_access(self) -> Select[Any]:
        """How many rows there are, and how many have no list of readers."""
        value = self._raw("allow" if "allow" in self.columns else "deny")
        numbers: tuple[ColumnElement[Any], ...] = (
            func.count().label("rows"),
            func.count(value).label("known"),
        )
        return select(*numbers)

    @property
    def quoted(self) -> str | None:
        """The table's name as the database writes it, to be bound as a value; None for a query."""
        if self._options.table is None:
            return None
        preparer = self._database.engine.dialect.identifier_preparer
        return preparer.format_table(_table(self._options.table))

    def _is_one_of(self, ids: Sequence[str]) -> ColumnElement[bool]:
        if self._database.is_postgres:
            return self._id.in_([_bound(identity) for identity in ids])
        return self._id.in_([_bound(form) for identity in ids for form in _forms(identity)])

    @cached_property
    def _source(self) -> FromClause:
        if self._options.table is not None:
            return _table(self._options.table, *self._found)
        columns: list[ColumnElement[Any]] = [column(name) for name in self._found]
        found: FromClause = self._query.columns(*columns).subquery("q")
        return found

    @property
    def _query(self) -> Any:
        written = (self._options.query or "").strip().rstrip(";")
        # A colon names a value to SQLAlchemy; the line end closes a comment.
        return text(written.replace(":", r"\:") + "\n")

    @cached_property
    def _found(self) -> Mapping[str, Any]:
        """Every column with the driver's type of it."""
        if self._options.table is not None:
            source: FromClause = _table(self._options.table)
        else:
            source = self._query.columns().subquery("q")
        # The limit is a bound value, which makes the server refuse a second statement in the text.
        none = select(text("*")).select_from(source).limit(0)

        def ask() -> Mapping[str, Any]:
            with self._database.reading() as connection:
                described = connection.execute(none).cursor.description
                return {part[0]: part[1] for part in described or ()}

        return self._database.asking(ask)

    def _real(self, theirs: str) -> str:
        if theirs in self._found:
            return theirs
        same = [name for name in self._found if name.casefold() == theirs.casefold()]
        if len(same) == 1:
            return same[0]
        known = ", ".join(self._found)[:500] or "none"
        raise MalformedError(f"{self._options.shown} has no column “{theirs}”", f"it has: {known}")

    def _raw(self, ours: str) -> ColumnElement[Any]:
        found: ColumnElement[Any] = self._source.c[self.columns[ours]]
        return found

    def _shown(self, ours: str) -> ColumnElement[Any]:
        """A column for the client."""
        kind = self.types[ours] if self._database.is_postgres else None
        value = self._raw(ours)
        return (func.to_char(value, _AS_TEXT[kind]) if kind in _AS_TEXT else value).label(ours)

    @property
    def _id(self) -> ColumnElement[Any]:
        return self._raw("id")

    @property
    def _is_binary(self) -> bool:
        return bool(self.types["body"] == _BYTEA)

    @property
    def _body(self) -> ColumnElement[Any]:
        """A body as bytes or text."""
        body = self._raw("body")
        return cast(body, Text) if self._database.is_postgres and not self._is_binary else body

    @property
    def _size(self) -> ColumnElement[Any]:
        """Bytes of a body, as UTF-8 where it is text."""
        if not self._database.is_postgres:
            return func.length(cast(self._body, LargeBinary))
        return func.octet_length(self._body)

    @property
    def _hash(self) -> ColumnElement[Any]:
        """SHA-256 of a body, computed where the body is."""
        if not self._database.is_postgres:
            return func.ragaudit_sha256(cast(self._body, LargeBinary))
        data = self._body if self._is_binary else func.convert_to(self._body, "UTF8")
        return func.encode(func.sha256(data), "hex")


def _table(name: str, *columns: str) -> TableClause:
    schema, _, plain = name.rpartition(".")
    return table(plain, *(column(part) for part in columns), schema=schema or None)


def _bound(value: Any) -> Any:
    """A value whose type is left to the database, which knows what it is compared with."""
    return bindparam(None, value, type_=types.NullType(), unique=True)


def _forms(identity: str) -> Iterator[str | int]:
    """An id as text, and as a number where it looks like one: SQLite tells 17 from '17'."""
    yield identity
    if _WHOLE.fullmatch(identity):
        yield int(identity)
