"""Rows of a real PostgreSQL cluster, whose roles see different ones."""

from __future__ import annotations

from datetime import date

import pytest
from tests.connectors.records.helpers import described, pages, refs
from tests.connectors.sql.conftest import MAPPED, Make
from tests.services.postgres import Postgres

from ragaudit.contracts import Deletes, Incremental, Support
from ragaudit.errors import (
    MalformedError,
)
from ragaudit.model import Credentials, FactState


def test_a_row_is_a_document_with_facts(server: Make) -> None:
    """Owner and dates come from their columns; a column without a value is absent."""
    connector = server()
    document = described(connector, refs(connector)["salaries"])

    assert ("salaries", "Salaries") == (document.path, document.title)
    assert ["alice@acme.example"] == [claim.principal for claim in document.accountable]
    assert (date(2024, 1, 1), "kb.updated_at, row salaries") == (
        document.times.modified.value,
        document.times.modified.locator,
    )
    assert FactState.ABSENT is document.times.reviewed.state


def test_dates_a_driver_cannot_hold_are_facts(postgres: Postgres, server: Make) -> None:
    """`infinity` is no date, and a year of five digits is an error in one row only."""
    postgres.execute("ALTER TABLE kb ADD ends date, ADD seen timestamp")
    postgres.execute("UPDATE kb SET ends = 'infinity', seen = '2026-03-01 23:59'")
    postgres.execute("UPDATE kb SET ends = '20260-01-01' WHERE id = 'salaries'")
    connector = server(columns={**MAPPED, "expires": "ends", "published": "seen"})
    found = refs(connector)
    odd = found["salaries"].facts.times["expires"]

    assert FactState.ABSENT is found["handbook"].facts.times["expires"].state
    assert (FactState.ERROR, "20260-01-01") == (odd.state, odd.raw)
    assert date(2026, 3, 1) == found["salaries"].facts.times["published"].value


@pytest.mark.parametrize(
    ("kind", "ids"),
    [("int", ("2", "10")), ("bigint", ("7", "9000000000000")), ("numeric", ("1.5", "2")),
     ("uuid", ("00000000-0000-0000-0000-000000000002", "a0000000-0000-0000-0000-000000000001")),
     ("timestamptz", ("2026-01-01 00:00:00+00:00", "2026-01-02 00:00:00+00:00"))],
)  # fmt: skip
def test_ids_of_any_type(kind: str, ids: tuple[str, str], postgres: Postgres, server: Make) -> None:
    """They are listed in order, paged, and found again."""
    postgres.execute(f"CREATE TABLE t (id {kind} PRIMARY KEY, title text, body text)")
    postgres.execute("GRANT SELECT ON t TO auditor")
    postgres.execute(
        f"INSERT INTO t SELECT v::{kind}, 'T', 'body of ' || v FROM unnest(%s::text[]) AS v",
        (list(ids),),
    )
    connector = server(table="t", columns={"id": "id", "title": "title", "body": "body"})
    found = refs(connector)

    assert list(ids) == list(found)
    assert [f"body of {i}".encode() for i in ids] == [
        connector.fetch(ref).data for ref in found.values()
    ]


def test_pages_go_on_where_a_run_was_killed(postgres: Postgres, server: Make) -> None:
    """Page by page; the place is kept by value, not by number."""
    postgres.execute(
        "INSERT INTO kb (id, title, body, allow, updated_at) SELECT 'p' || n, 'T', 'x',"
        " ARRAY['public'], '2024-01-01' FROM generate_series(1, 220) AS n"
    )
    first, *rest = pages(server())
    postgres.execute("DELETE FROM kb WHERE id = 'handbook'")
    resumed = pages(server(), first.resume)

    assert [100, 100, 22] == [len(page.refs) for page in (first, *rest)]
    assert [page.refs for page in rest] == [page.refs for page in resumed]


def test_a_changed_row_has_another_stamp(postgres: Postgres, server: Make) -> None:
    """Whatever changes the text; a list of readers has a stamp of its own."""
    before = refs(server())["handbook"]
    postgres.put("handbook", "Everybody has 30 days of leave.", ["public"])
    changed = refs(server())["handbook"]
    postgres.execute("UPDATE kb SET allow = ARRAY['hr'] WHERE id = 'handbook'")
    moved = refs(server())["handbook"]

    assert before.stamp != changed.stamp == moved.stamp
    assert before.access_stamp == changed.access_stamp != moved.access_stamp


def test_bodies_are_hashed_where_they_are(postgres: Postgres, server: Make) -> None:
    """Text as UTF-8, bytes as they are, and alike for a table without dates."""
    postgres.execute("CREATE TABLE t (id int PRIMARY KEY, title text, body bytea)")
    postgres.execute("GRANT SELECT ON t TO auditor")
    postgres.execute("INSERT INTO t VALUES (1, 'T', '\\x636166c3e9')")
    columns = {"id": "id", "title": "title", "body": "body"}
    connector = server(table="public.t", columns=columns)
    first = refs(connector)["1"]
    postgres.execute("UPDATE t SET body = 'cafe'")

    assert (5, True) == (first.size, first.stamp != refs(connector)["1"].stamp)
    assert b"cafe" == connector.fetch(first).data


def test_a_query_is_a_source(postgres: Postgres, server: Make) -> None:
    """Casts, percent signs, colons and JSON operators pass as they are written."""
    query = (
        "SELECT id, title, body || '12:30 %s' AS text, '{\"a\": \":x\"}'::jsonb ->> 'a' AS v"
        " FROM kb WHERE title LIKE 'Hand%' -- all of them"
    )
    columns = {"id": "id", "title": "v", "body": "text"}
    connector = server(table=None, query=query, columns=columns)
    found = refs(connector)

    assert {"handbook": ":x"} == {name: ref.title for name, ref in found.items()}
    assert connector.fetch(found["handbook"]).data.endswith(b"12:30 %s")


@pytest.mark.parametrize(
    "query",
    ["SELECT 1 AS id) AS q; DELETE FROM kb; --", "SELECT 1; DELETE FROM kb",
     "WITH gone AS (DELETE FROM kb RETURNING *) SELECT * FROM gone",
     "SELECT nextval('numbers') AS id, '' AS title, '' AS body"],
)  # fmt: skip
def test_nothing_is_written(query: str, postgres: Postgres, server: Make) -> None:
    """Not even by an account that could."""
    postgres.execute("CREATE SEQUENCE numbers")
    columns = {"id": "id", "title": "title", "body": "body"}

    with pytest.raises(MalformedError):
        pages(server("postgres", table=None, query=query, columns=columns))
    assert [(2,)] == postgres.execute("SELECT count(*) FROM kb")
    assert [(1,)] == postgres.execute("SELECT nextval('numbers')")


def test_user_and_password_may_stand_apart(
    postgres: Postgres, server: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address without secrets may be written down."""
    monkeypatch.setenv("KB_PASSWORD", "auditor-password")
    auth = Credentials(user="auditor", password_env="KB_PASSWORD")
    url = f"postgresql://127.0.0.1:{postgres.port}/kb"

    assert ["handbook", "salaries"] == list(
        refs(server(settings={"url": url, "url_env": None, "auth": auth}))
    )


def test_check_says_that_an_account_can_write(postgres: Postgres, server: Make) -> None:
    """A read-only one is in order, one that may change rows is not needed."""
    first = {user: next(iter(server(user).check())) for user in ("auditor", "postgres")}
    postgres.execute("GRANT UPDATE ON kb TO auditor")
    granted = next(iter(server().check()))

    assert ("as auditor; transactions are read-only", "") == (
        first["auditor"].detail, first["auditor"].action,
    )  # fmt: skip
    assert "as postgres, who may also write to the table" == first["postgres"].detail
    assert "give the audit an account with SELECT alone" == granted.action


def test_check_says_that_rows_may_be_hidden(postgres: Postgres, server: Make) -> None:
    """Policies hold for the auditor as well, unless it is told otherwise."""
    held = {r.capability: r for r in server("bob").check()}["list"]
    postgres.execute("ALTER ROLE bob BYPASSRLS")
    free = {r.capability: r for r in server("bob").check()}["list"]

    assert "row-level security holds for the account: what it hides is not audited" == held.detail
    assert "every row is listed" == free.detail


def test_capabilities(server: Make) -> None:
    """They follow from what is mapped."""
    told = server().capabilities()

    assert (Support.NATIVE, Support.PROXY, Support.NATIVE, Support.NONE) == (
        told.owner, told.changed, told.review, told.expiry,
    )  # fmt: skip
    assert (Incremental.VERSION, Deletes.SNAPSHOT) == (told.incremental, told.deletes)
    assert (Support.NATIVE, True, True) == (
        told.access, told.access_incremental, told.impersonate,
    )  # fmt: skip
