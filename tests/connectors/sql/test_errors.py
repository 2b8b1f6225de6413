"""What goes wrong with a server is said by its kind, and never with a text or a secret."""

from __future__ import annotations

import pytest
from tests.connectors.records.helpers import pages, refs
from tests.connectors.sql.conftest import MAPPED, Make
from tests.services.postgres import Postgres

from ragaudit.contracts import CheckState
from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    MalformedError,
    MissingExtraError,
    ScopeMissingError,
    TransientError,
)
from ragaudit.model import SyncSettings


def test_a_wrong_password(postgres: Postgres, server: Make) -> None:
    """It is said without being repeated."""
    postgres.execute("ALTER ROLE auditor PASSWORD 'another'")

    with pytest.raises(AuthInvalidError) as caught:
        pages(server())
    assert "127.0.0.1/kb: name or password is wrong" == caught.value.message
    assert "auditor-password" not in repr(caught.value.__cause__)


def test_a_password_that_is_changed_during_the_run(postgres: Postgres, server: Make) -> None:
    """Who was let in before and no longer is needs a new credential."""
    connector = server()
    ref = refs(connector)["handbook"]
    postgres.execute("ALTER ROLE auditor PASSWORD 'another'")
    connector.database.engine.dispose()

    with pytest.raises(AuthExpiredError, match="no longer lets the account in"):
        connector.fetch(ref)


def test_a_right_that_is_missing_is_named(postgres: Postgres, server: Make) -> None:
    """By the database's own word for it."""
    postgres.execute("REVOKE SELECT ON kb FROM auditor")
    state = {r.capability: r for r in server().check()}["list"]

    with pytest.raises(ScopeMissingError):
        pages(server())
    assert (CheckState.MISSING, "SELECT", "GRANT SELECT ON kb TO …") == (
        state.state, state.scope, state.action,
    )  # fmt: skip


def test_a_statement_that_takes_too_long(server: Make) -> None:
    """`sync.timeout_s` is the server's limit too."""
    query = "SELECT id, title, body, pg_sleep(20) FROM kb"
    columns = {"id": "id", "title": "title", "body": "body"}
    sync = SyncSettings(timeout_s=0.3, tries=1)

    with pytest.raises(TransientError, match="did not answer in time"):
        pages(server(table=None, query=query, columns=columns, settings={"sync": sync}))


def test_a_server_that_is_restarted_is_asked_again(postgres: Postgres, server: Make) -> None:
    """Connections that died are replaced without a word."""
    connector = server(settings={"sync": SyncSettings(timeout_s=10, tries=3)})
    ref = refs(connector)["handbook"]
    before = connector.requests()
    postgres.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'auditor'"
    )

    assert b"Everybody has 28 days of leave." == connector.fetch(ref).data
    assert before + 2 == connector.requests()


def test_a_server_that_is_not_there(server: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be up again later."""
    from tests.services.base import free_port

    connector = server()
    address = f"postgresql://auditor:auditor-password@127.0.0.1:{free_port()}/kb"
    monkeypatch.setenv("KB_URL", address)

    with pytest.raises(TransientError, match="cannot be reached") as caught:
        pages(connector)
    assert "auditor-password" not in str(caught.value)


def test_a_database_that_is_not_there(
    postgres: Postgres, server: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address is wrong; trying again would not help."""
    connector = server()
    monkeypatch.setenv("KB_URL", postgres.url.replace("/kb", "/nowhere"))

    with pytest.raises(MalformedError, match="there is no such database"):
        pages(connector)


@pytest.mark.parametrize(
    ("options", "told"),
    [({"table": "nowhere"}, 'relation "nowhere" does not exist'),
     ({"columns": {**MAPPED, "owner": "ownr"}}, "kb has no column “ownr”"),
     ({"table": None, "query": "SELECT FROM WHERE"}, "syntax error")],
)  # fmt: skip
def test_a_mistake_in_the_options(options: dict[str, object], told: str, server: Make) -> None:
    """The database's words about the statement are passed on."""
    with pytest.raises(MalformedError, match=told):
        pages(server(**options))


def test_an_error_in_a_row_repeats_nothing_of_it(postgres: Postgres, server: Make) -> None:
    """A database quotes what it stumbles over; here that could be anybody's secret."""
    postgres.put("secret", "x", ["hr"], title="Project Nightingale")
    columns = {"id": "id", "title": "n", "body": "id"}
    query = "SELECT id, title::int AS n FROM kb"

    with pytest.raises(MalformedError) as caught:
        pages(server(table=None, query=query, columns=columns))
    assert "Nightingale" not in f"{caught.value.message} {caught.value.hint}"


def test_the_extra_is_named(server: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the driver there is one command to run."""
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(MissingExtraError) as caught:
        pages(server())
    assert "pip install 'ragaudit[sql]'" == caught.value.hint
