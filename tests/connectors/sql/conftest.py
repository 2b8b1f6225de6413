"""Real databases: SQLite files, and the cluster of `tests.services`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.services.postgres import Postgres

from ragaudit.model import SourceSettings, SyncSettings
from ragaudit_connectors.remote import Asking
from ragaudit_connectors.sql import SqlConnector

COLUMNS = {"id": "id", "title": "title", "body": "body"}
MAPPED = {
    "id": "id", "title": "title", "body": "body", "owner": "owner",
    "updated": "updated_at", "reviewed": "reviewed_at", "allow": "allow",
}  # fmt: skip
"""The table `kb` of the cluster."""
QUICK = SyncSettings(timeout_s=10, tries=1)

Make = Callable[..., SqlConnector]
Fill = Callable[[str, Iterable[tuple[Any, ...]]], None]


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """Creates a table in `kb.db` and writes rows; the first call makes the file."""

    def _fill(table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with sqlite3.connect(tmp_path / "kb.db") as connection:
            connection.execute(f"CREATE TABLE {table}")
            for row in rows:
                marks = ", ".join("?" * len(row))
                name = table.partition("(")[0].strip()
                connection.execute(f"INSERT INTO {name} VALUES ({marks})", row)
        connection.close()

    return _fill


@pytest.fixture
def change(tmp_path: Path) -> Callable[..., None]:
    """Runs a statement on `kb.db`."""

    def _change(statement: str, *values: Any) -> None:
        with sqlite3.connect(tmp_path / "kb.db") as connection:
            connection.execute(statement, values)
        connection.close()

    return _change


@pytest.fixture
def lite(tmp_path: Path) -> Make:
    """A connector to `kb.db`; options are keyword arguments."""

    def _lite(**options: Any) -> SqlConnector:
        changes = options.pop("settings", {})
        settings = SourceSettings("kb", "sql", tmp_path, remote=True, url="sqlite:///kb.db")
        return connector(settings, changes, {"table": "pages", "columns": COLUMNS, **options})

    return _lite


@pytest.fixture
def server(postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """A connector to the cluster as the auditor, or as `user`; options are keyword arguments."""

    def _server(user: str = "auditor", **options: Any) -> SqlConnector:
        monkeypatch.setenv("KB_URL", postgres.url_of(user))
        changes = options.pop("settings", {})
        settings = SourceSettings("kb", "sql", tmp_path, remote=True, url_env="KB_URL")
        return connector(settings, changes, {"table": "kb", "columns": MAPPED, **options})

    return _server


def connector(
    settings: SourceSettings, changes: dict[str, Any], options: dict[str, Any]
) -> SqlConnector:
    """A connector that does not try again."""
    from dataclasses import replace

    full = replace(settings, **{"sync": QUICK, "options": options, **changes})
    return SqlConnector(full, Asking(full.sync, sleep=lambda _: None))
