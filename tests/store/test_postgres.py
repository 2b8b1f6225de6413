"""The history of a team, in a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from tests.services.postgres import ADMIN, Postgres
from tests.store.examples import AUDIT, at, finding
from tests.store.test_concurrent import check_written_at_once

from ragaudit._store import schema, tables
from ragaudit._store.database import Database
from ragaudit._store.runs import Retention, RunStore
from ragaudit.errors import StoreError
from ragaudit.model import ChangeKind


@pytest.fixture
def url(postgres: Postgres) -> str:
    return postgres.url_of(ADMIN)


@pytest.fixture
def store(url: str) -> Iterator[RunStore]:
    store = RunStore(url, Retention(keep=2))
    yield store
    store.close()


def test_what_goes_in_comes_out(store: RunStore) -> None:
    """Names that are no UTF-8 and texts with NUL included."""
    store.save(AUDIT)
    assert replace(AUDIT, past=()) == store.load(store.find("r1"))


def test_runs_are_compared_and_forgotten(store: RunStore) -> None:
    """As in a file."""
    store.save(at(1))
    store.save(at(2))
    store.save(at(3, findings=(finding("STR801"),)))
    runs = store.runs()
    assert ["r3", "r2"] == [run.past.id for run in runs]
    changes = store.compare(store.find("previous"), store.find("latest"))
    assert {"FRS202", "OWN101"} == {
        change.finding.code for change in changes.findings(ChangeKind.FIXED)
    }


def test_the_tables_are_the_same(url: str, store: RunStore) -> None:
    """Column by column, beside tables of others."""
    database = Database(url)
    with database.reading() as connection:
        context = MigrationContext.configure(connection)
        told = [change for change in compare_metadata(context, tables.metadata)
                if change[0] != "remove_table"]  # fmt: skip
        assert ([], schema.HEAD) == (told, schema.current(connection))
    database.close()


def test_runs_written_at_once(url: str) -> None:
    """Into a database that none of them finds ready."""
    check_written_at_once(url)


def test_a_lock_that_is_not_given_up(postgres: Postgres, url: str) -> None:
    """Waited for, then one line."""
    store = RunStore(url, wait_s=0.2)
    with postgres.session() as other:
        other.execute("select pg_advisory_lock(%s)", (0x7261_6761,))
        with pytest.raises(StoreError, match=r"in use by another run, and was so for 0\.2 s"):
            store.save(at(1))
    store.close()


def test_a_server_that_cannot_be_used(postgres: Postgres) -> None:
    """One line without the password: nobody there, a wrong password, an account that may not."""
    for address in (
        f"postgresql+psycopg://{ADMIN}:hunter2secret@127.0.0.1:1/kb",
        f"postgresql+psycopg://{ADMIN}:hunter2secret@127.0.0.1:{postgres.port}/kb",
        postgres.url_of("auditor"),
    ):
        with pytest.raises(StoreError, match="cannot be used: ") as error:
            RunStore(address)
        told = error.value.message + error.value.hint
        assert (1, False) == (len(told.splitlines()), "hunter2secret" in told)
