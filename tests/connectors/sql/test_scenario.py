"""The scenario every connector has to pass: a SQLite file, and a server's columns and policies."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, NoReturn

import pytest
from tests.services.postgres import Postgres

from ragaudit.contracts import RemoteConnector
from ragaudit.model import (
    Credentials,
    Directory,
    Group,
    Principal,
    PrincipalKind,
    SourceSettings,
    User,
)
from ragaudit.testing.scenario import PEOPLE, ConnectorScenario, World
from ragaudit_connectors.sql import SqlConnector

ORGANISATION = Directory(
    users=(User("alice", groups=("hr-leads",)), User("bob")),
    groups=(Group("hr", includes=("hr-leads",)), Group("hr-leads")),
)
COLUMNS = {
    "id": "id", "path": "slug", "body": "body", "allow": "may", "deny": "denied", "expires": "ends",
}  # fmt: skip
TABLE = """CREATE TABLE pages (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, body TEXT,
    may TEXT DEFAULT '["authenticated"]', denied TEXT DEFAULT '[]', ends TEXT)"""


class FileWorld(World):
    """A table of a SQLite file."""

    def __init__(self, folder: Path) -> None:
        self.directory = ORGANISATION
        self.lacks = {
            "probe": "a file answers nobody's questions",
            "password": "a file has no accounts",
        }
        self._file = folder / "kb.db"
        self._run(TABLE)
        options = {"table": "pages", "columns": COLUMNS}
        self.settings = SourceSettings(
            "kb", "sql", folder, remote=True, url="sqlite:///kb.db", options=options
        )

    def remote(self) -> RemoteConnector:
        return SqlConnector(self.settings)

    def path(self, name: str) -> str:
        return name

    def put(self, name: str, text: str) -> None:
        self._run(
            "INSERT INTO pages (slug, body) VALUES (?, ?)"
            " ON CONFLICT (slug) DO UPDATE SET body = excluded.body",
            name,
            text,
        )

    def delete(self, name: str) -> None:
        self._run("DELETE FROM pages WHERE slug = ?", name)

    def rename(self, old: str, new: str) -> None:
        self._run("UPDATE pages SET slug = ? WHERE slug = ?", new, old)

    def restrict(self, name: str) -> None:
        self._run("UPDATE pages SET may = '[\"hr\"]' WHERE slug = ?", name)

    def deny(self, name: str, person: str) -> None:
        self._run("UPDATE pages SET denied = ? WHERE slug = ?", person, name)

    def expire(self, name: str) -> None:
        self._run("UPDATE pages SET ends = '2026-06-30' WHERE slug = ?", name)

    def wrong_password(self) -> NoReturn:
        raise AssertionError(self.lacks["password"])

    def _run(self, statement: str, *values: Any) -> None:
        connection = sqlite3.connect(self._file)
        with connection:
            connection.execute(statement, values)
        connection.close()


class ServerWorld(World):
    """The table `kb`, whose policies the server enforces; `options` says how access is told."""

    directory = Directory()

    def __init__(
        self,
        postgres: Postgres,
        folder: Path,
        patch: pytest.MonkeyPatch,
        options: dict[str, Any],
        lacks: dict[str, str],
    ) -> None:
        self._postgres, self._patch, self.lacks = postgres, patch, lacks
        patch.setenv("KB_URL", postgres.url)
        postgres.execute("ALTER TABLE kb ADD ends date, ADD denied text[] NOT NULL DEFAULT '{}'")
        postgres.execute(
            "CREATE POLICY denials ON kb AS RESTRICTIVE FOR SELECT"
            " USING (NOT current_user = ANY (denied))"
        )
        columns = {"id": "id", "body": "body", "updated": "updated_at", "expires": "ends"}
        full = {"table": "kb", **options, "columns": {**columns, **options.get("columns", {})}}
        self.settings = SourceSettings(
            "kb", "sql", folder, remote=True, url_env="KB_URL", namespace="kb", options=full,
            personas={person: Credentials() for person in PEOPLE},
        )  # fmt: skip

    def remote(self) -> RemoteConnector:
        return SqlConnector(self.settings)

    def path(self, name: str) -> str:
        return name

    def reader(self, person: str) -> Principal:
        return Principal(PrincipalKind.USER, person, "kb")

    def put(self, name: str, text: str) -> None:
        self._postgres.put(name, text, ["public"])

    def delete(self, name: str) -> None:
        self._postgres.delete(name)

    def rename(self, old: str, new: str) -> None:
        self._postgres.execute("UPDATE kb SET id = %s WHERE id = %s", (new, old))

    def restrict(self, name: str) -> None:
        self._postgres.execute("UPDATE kb SET allow = '{hr}' WHERE id = %s", (name,))

    def deny(self, name: str, person: str) -> None:
        self._postgres.execute("UPDATE kb SET denied = %s WHERE id = %s", ([person], name))

    def expire(self, name: str) -> None:
        self._postgres.execute("UPDATE kb SET ends = '2026-06-30' WHERE id = %s", (name,))

    def wrong_password(self) -> RemoteConnector:
        self._patch.setenv("KB_URL", self._postgres.url.replace("auditor-password", "wrong"))
        return self.remote()


class TestFile(ConnectorScenario):
    """A SQLite file."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> World:
        """A table without rows."""
        return FileWorld(tmp_path)


class TestColumns(ConnectorScenario):
    """A server whose rows name roles, which policies enforce as well."""

    @pytest.fixture
    def world(self, postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
        """The table as the fixture leaves it."""
        options = {"columns": {"allow": "allow", "deny": "denied"}}
        return ServerWorld(postgres, tmp_path, monkeypatch, options, {})


class TestRowSecurity(ConnectorScenario):
    """A server that is asked as each role."""

    @pytest.fixture
    def world(self, postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
        """The table as the fixture leaves it."""
        options = {"access": "rls", "rls_roles": PEOPLE}
        lacks = {"anonymous": "nobody can be asked as without a role"}
        return ServerWorld(postgres, tmp_path, monkeypatch, options, lacks)
