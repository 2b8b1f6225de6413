"""The scenario every connector has to pass, with an export that is written anew each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import pytest

from ragaudit.contracts import RemoteConnector
from ragaudit.model import Directory, Group, SourceSettings, User
from ragaudit.testing.scenario import ConnectorScenario, World
from ragaudit_connectors.jsonl import JsonlConnector

PEOPLE = Directory(
    users=(User("alice", groups=("hr-leads",)), User("bob")),
    groups=(Group("hr", includes=("hr-leads",)), Group("hr-leads")),
)
FIELDS = {
    "id": "id", "path": "name", "body": "text", "allow": "may", "deny": "not", "expires": "ends",
}  # fmt: skip


class ExportWorld(World):
    """A file that some program exports after every change."""

    def __init__(self, folder: Path) -> None:
        self.directory = PEOPLE
        self.lacks = {
            "probe": "a file answers nobody's questions",
            "password": "a file has no accounts",
        }
        self._file = folder / "export.jsonl"
        self._records: dict[str, dict[str, Any]] = {}
        self.settings = SourceSettings(
            "crm", "jsonl", self._file, shown_root="export.jsonl", options={"fields": FIELDS}
        )

    def remote(self) -> RemoteConnector:
        return JsonlConnector(self.settings)

    def path(self, name: str) -> str:
        return name

    def put(self, name: str, text: str) -> None:
        if name not in self._records:
            number = len(self._records)
            self._records[name] = {"id": number, "name": name, "may": ["authenticated"], "not": []}
        self._change(name, text=text)

    def delete(self, name: str) -> None:
        del self._records[name]
        self._export()

    def rename(self, old: str, new: str) -> None:
        self._records[new] = {**self._records.pop(old), "name": new}
        self._export()

    def restrict(self, name: str) -> None:
        self._change(name, may=["hr"])

    def deny(self, name: str, person: str) -> None:
        self._change(name, **{"not": [person]})

    def expire(self, name: str) -> None:
        self._change(name, ends="2026-06-30")

    def wrong_password(self) -> NoReturn:
        raise AssertionError(self.lacks["password"])

    def _change(self, name: str, **values: Any) -> None:
        self._records[name].update(values)
        self._export()

    def _export(self) -> None:
        lines = (json.dumps(record) + "\n" for record in self._records.values())
        self._file.write_text("".join(lines), "utf-8")


class TestJsonl(ConnectorScenario):
    """An export of a system with lists of readers."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> World:
        """An export without records."""
        return ExportWorld(tmp_path)
