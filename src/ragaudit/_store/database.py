"""A database with one writer at a time, and its errors in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

from ragaudit.errors import StoreError

WAIT_S = 30
"""How long a run waits for another one to be done with writing."""
CONNECT_S = 10
_LOCK = 0x7261_6761
"""The number of the advisory lock; the letters of “raga”."""
_ANEW = "move the file away to start anew"


class Database:
    """Where the history is. Raises `StoreError` for everything that goes wrong with it."""

    def __init__(self, place: Path | str, *, wait_s: float = WAIT_S) -> None:
        try:
            self.url = _url(place)
        except (ArgumentError, ValueError) as error:
            raise StoreError(
                "the address of the run history is none",
                "write it like postgresql+psycopg://ragaudit@db.example.org/ragaudit",
            ) from error
        self._wait_s = wait_s
        self.file = self._file()
        self._engine: Engine | None = None

    @property
    def shown(self) -> str:
        """The place in words, without user, password or options."""
        if self.file is not None:
            return str(self.file)
        bare = self.url.set(username=None, password=None, query={})
        return bare.render_as_string(hide_password=True)

    @property
    def exists(self) -> bool:
        """False only where a file is known not to be there yet."""
        try:
            return self.file is None or (self.file.is_file() and self.file.stat().st_size > 0)
        except OSError:
            return True  # in a folder nobody may look into; opening it says why

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries; nobody is kept waiting by it."""
        with self._told(), self._opened().connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction; others that want to write wait until it is done."""
        self._make_file()
        with self._told(), self._opened().connect() as connection:
            connection.execution_options(ragaudit_writes=True)
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    limit = f"set local lock_timeout = '{int(self._wait_s * 1000)}ms'"
                    connection.execute(text(limit))
                    connection.execute(text("select pg_advisory_xact_lock(:n)"), {"n": _LOCK})
                yield connection

    def close(self) -> None:
        """Give every connection back."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _file(self) -> Path | None:
        name = self.url.database
        if self.url.get_backend_name() != "sqlite" or not name or name == ":memory:":
            return None
        return Path(name)

    def _make_file(self) -> None:
        """People and places are in it: for nobody but the one who runs the audit."""
        if self.file is None:
            return
        try:
            os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise StoreError(
                f"the run history at {self.shown} cannot be written: {why}",
                "make it writable, or name another by `history.url`",
            ) from error

    def _opened(self) -> Engine:
        if self._engine is None:
            self._engine = self._made()
        return self._engine

    def _made(self) -> Engine:
        sqlite = self.url.get_backend_name() == "sqlite"
        limit = {"timeout": self._wait_s} if sqlite else {"connect_timeout": CONNECT_S}
        try:
            engine = create_engine(
                self._unwritable() or self.url,
                poolclass=NullPool if self.file or not sqlite else StaticPool,
                connect_args=limit,
                hide_parameters=True,
                # JSON is made and read by the encoders of this package.
                json_serializer=_as_it_is,
                json_deserializer=_as_it_is,
            )
        except (NoSuchModuleError, ImportError) as error:
            raise StoreError(
                f"the run history at {self.shown} needs a driver: {_first_line(error)}",
                "for PostgreSQL run `pip install 'ragaudit[sql]'`, and begin the address with "
                "postgresql+psycopg://",
            ) from error
        if sqlite:
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _unwritable(self) -> URL | None:
        """How to read a file in a folder where SQLite cannot put its lock beside it."""
        if self.file is None or not self.exists or os.access(self.file.parent, os.W_OK):
            return None
        log = self.file.with_name(self.file.name + "-wal")
        if log.exists() and log.stat().st_size:
            return None
        name = f"file:{quote(str(self.file.absolute()))}"
        return URL.create("sqlite", database=name, query={"immutable": "1", "uri": "true"})

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self._failed(error) from error

    def _failed(self, error: SQLAlchemyError) -> StoreError:
        reason = _first_line(getattr(error, "orig", None) or error)
        for told, (what, hint) in _KNOWN.items():
            if told in reason.lower():
                what = what.format(seconds=f"{self._wait_s:g}", reason=reason)
                return StoreError(f"the run history at {self.shown} {what}", hint)
        if self.file is None and isinstance(error, DBAPIError):
            hint = "check that the server runs, the address, and what the account may do"
            return StoreError(f"the run history at {self.shown} cannot be used: {reason}", hint)
        return StoreError(f"the run history at {self.shown} cannot be used: {reason}", _ANEW)


_WAIT = "wait for the other run to end, then try again"
_KNOWN = {
    "database is locked": ("is in use by another run, and was so for {seconds} s", _WAIT),
    "lock timeout": ("is in use by another run, and was so for {seconds} s", _WAIT),
    "not a database": ("is damaged: {reason}", _ANEW),
    "malformed": ("is damaged: {reason}", _ANEW),
    "disk i/o error": ("cannot be read or written: {reason}", "check the disk"),
    "readonly database": ("is read-only", "make the file and its folder writable"),
    "unable to open": ("cannot be opened: {reason}", "check that its folder may be used"),
    "disk is full": ("cannot be written: {reason}", "free some space, then run again"),
}  # fmt: skip


def _url(place: Path | str) -> URL:
    return URL.create("sqlite", database=str(place)) if isinstance(place, Path) else make_url(place)


def _as_it_is(value: Any) -> Any:
    return value


def _first_line(error: object) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says
    cursor = connection.cursor()
    # Where another run is just doing the same, or nothing can be written, it is as it is.
    with suppress(Exception):
        cursor.execute("pragma journal_mode = wal")
    cursor.execute("pragma synchronous = normal")
    cursor.execute("pragma foreign_keys = on")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("ragaudit_writes")
    connection.exec_driver_sql("begin immediate" if writes else "begin")
