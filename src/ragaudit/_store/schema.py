"""At which version the tables are, and how they get to the present one.

Alembic is imported only where there is something to migrate.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select

from ragaudit._store import tables
from ragaudit._store.database import Database
from ragaudit.errors import StoreError

VERSIONS = ("0001", "0002")
"""Every migration, oldest first. 0001 is what ragaudit 0.1.0 made without naming it."""
HEAD = VERSIONS[-1]
SCRIPTS = Path(__file__).parent / "migrations"
_FIRST = {"id", "started_at", "as_of", "config_digest", "corpus_digest", "exit_code"}
"""Columns of `runs` by which the first version is told from a table of somebody else."""


def prepare(database: Database) -> str | None:
    """Bring the tables to the present version; what was done, in a sentence, or None.

    Raises `StoreError` where they are of a newer one; then nothing is touched.
    """
    if database.exists:
        with database.reading() as connection:
            found = current(connection)
        if found == HEAD:
            return None
        _check(found, database)
    with database.writing() as connection:
        found = current(connection)  # another run may have been faster
        if found == HEAD:
            return None
        _check(found, database)
        if found is None:
            tables.metadata.create_all(connection)
            connection.execute(insert(tables.version).values(version_num=HEAD))
            return None
        return _migrate(connection, found, database)


def current(connection: Connection) -> str | None:
    """The version of the tables; None where there are none yet."""
    known = inspect(connection)
    if known.has_table(tables.version.name):
        return connection.scalar(select(tables.version.c.version_num))
    if connection.dialect.name != "sqlite" or not known.has_table("runs"):
        return None
    columns = {column["name"] for column in known.get_columns("runs")}
    return VERSIONS[0] if columns >= _FIRST else None


def _check(found: str | None, database: Database) -> None:
    if found is not None and found not in VERSIONS:
        raise StoreError(
            f"the run history at {database.shown} is of schema {found}, which a newer ragaudit "
            f"made; this one knows {HEAD}",
            "update ragaudit; nothing was changed",
        )


def _migrate(connection: Connection, found: str, database: Database) -> str:
    kept = _backup(database, found)
    try:
        _upgrade(connection, found)
    except Exception as error:  # whatever it is, the transaction is taken back
        raise StoreError(
            f"the run history at {database.shown} is of schema {found} and was not migrated: "
            f"{str(error).splitlines()[0]}",
            "nothing was changed; move the file away to start anew",
        ) from error
    copy = f"; a copy of it as it was is {kept}" if kept else ""
    return f"the run history at {database.shown} was brought from schema {found} to {HEAD}{copy}"


def _upgrade(connection: Connection, found: str) -> None:
    from alembic import command
    from alembic.config import Config

    if not inspect(connection).has_table(tables.version.name):
        tables.version.create(connection)
        connection.execute(insert(tables.version).values(version_num=found))
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def _backup(database: Database, found: str) -> Path | None:
    """A copy beside the file; of a server, backups are its keeper's."""
    if database.file is None:
        return None
    target = _free(database.file, f"schema-{found}")
    try:
        os.close(os.open(target, os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600))
        with (
            closing(sqlite3.connect(database.file)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            target.unlink()
        raise StoreError(
            f"the run history at {database.shown} is of schema {found} and was not migrated: no "
            f"copy could be made beside it ({error})",
            "make room, and the folder writable; nothing was changed",
        ) from error
    return target


def _free(file: Path, word: str) -> Path:
    """A name nothing has yet: a copy never replaces another."""
    names = (f"{file.name}.{word}" + (f".{n}" if n else "") for n in range(10_000))
    return next(path for name in names if not (path := file.with_name(name)).exists())
