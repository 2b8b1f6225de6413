"""A database that is only read: every transaction is read-only, short and limited in time."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, create_engine, text

from ragaudit import __version__
from ragaudit.errors import MalformedError
from ragaudit_connectors.remote import Asking, needs
from ragaudit_connectors.sql.address import Address
from ragaudit_connectors.sql.errors import translated

_SETTINGS = text(
    "SELECT set_config('TimeZone', 'UTC', true),"
    " set_config('statement_timeout', :limit, true),"
    # Otherwise `$user` in it would lead every role to tables of its own.
    " set_config('search_path', coalesce((SELECT string_agg(quote_ident(name), ', ')"
    " FROM unnest(current_schemas(false)) AS name), '\"\"'), true)"
)
_ROLE = text("SELECT set_config('role', :role, true)")
_STEPS_BETWEEN_LOOKS = 20_000
"""Of SQLite's machine, between two looks at the clock: some milliseconds."""


class Database:
    """One database, connected to when it is first asked."""

    def __init__(self, address: Address, relation: str, asking: Asking) -> None:
        self.address, self.asking = address, asking
        self._relation, self._worked = relation, False
        self._limit = asking.settings.timeout_s

    @property
    def is_postgres(self) -> bool:
        """Whether it is a server with roles."""
        return self.address.file is None

    def rows(
        self, statement: Any, values: Mapping[str, Any] | None = None, role: str | None = None
    ) -> list[Mapping[str, Any]]:
        """Every row of one statement, in a transaction of its own, perhaps as another role."""

        def ask() -> list[Mapping[str, Any]]:
            with self.reading(role) as connection:
                return [dict(row) for row in connection.execute(statement, values or {}).mappings()]

        return self.asking(ask)

    @contextmanager
    def reading(self, role: str | None = None) -> Iterator[Connection]:
        """A read-only transaction in which nothing moves; its role and limits end with it."""
        with (
            translated(self.address.name, self._relation, worked=self._worked),
            self.engine.connect() as plain,
        ):
            connection = plain
            if self.is_postgres:
                connection = plain.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
                connection.execute(_SETTINGS, {"limit": str(int(self._limit * 1000))})
                if role is not None:
                    connection.execute(_ROLE, {"role": role})
            yield connection
            self._worked = True

    def now(self) -> datetime:
        """The time by the database's own clock."""
        if not self.is_postgres:
            return datetime.now(UTC)
        found: datetime = self.rows(text("SELECT now() AS now"))[0]["now"]
        return found

    @cached_property
    def engine(self) -> Engine:
        """Connections to it. Raises `MissingExtraError` where the driver is not installed."""
        if self.address.server is None:
            return create_engine("sqlite://", creator=self._open, poolclass=NullPool)
        needs("psycopg", "sql")
        return create_engine(
            self.address.server,
            pool_size=1,
            pool_timeout=self._limit,
            connect_args={
                "connect_timeout": max(2, int(self._limit)),
                "application_name": f"ragaudit/{__version__}",
                "client_encoding": "utf8",
                # Poolers between here and the server forget prepared statements.
                "prepare_threshold": None,
            },
        )

    def _open(self) -> sqlite3.Connection:
        file = self.address.file
        if file is None or not _is_regular(file):
            raise MalformedError(f"there is no file {self.address.name}", "check `url`")
        connection = sqlite3.connect(
            f"file:{quote(str(file))}?mode=ro",
            uri=True,
            timeout=self._limit,
            check_same_thread=False,
        )
        connection.text_factory = _decoded
        connection.create_function("ragaudit_sha256", 1, _sha256, deterministic=True)
        # What a stranger's schema computes must not reach further than its own rows.
        for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON"):
            connection.execute(f"PRAGMA {pragma}")
        until = time.monotonic() + self._limit
        connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS_BETWEEN_LOOKS)
        return connection


def _is_regular(file: os.PathLike[str]) -> bool:
    try:
        return stat.S_ISREG(os.lstat(file).st_mode)
    except OSError:
        return False


def _decoded(data: bytes) -> str:
    """Text as stored; bytes that are no UTF-8 are kept for the parser to judge."""
    return data.decode("utf-8", "surrogateescape")


def _sha256(value: bytes | None) -> str | None:
    return None if value is None else hashlib.sha256(value).hexdigest()
