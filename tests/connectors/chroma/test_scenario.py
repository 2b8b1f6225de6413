"""The scenario every connector has to pass, with a collection that an application writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from tests.connectors.chroma.helpers import Shelf, local
from tests.extras import needs

from ragaudit.contracts import RemoteConnector
from ragaudit.model import Directory, Group, User
from ragaudit.testing.scenario import ConnectorScenario, World

PEOPLE = Directory(
    users=(User("alice", groups=("hr-leads",)), User("bob")),
    groups=(Group("hr", includes=("hr-leads",)), Group("hr-leads")),
)


class ShelfWorld(World):
    """Documents cut into a chunk for every paragraph."""

    def __init__(self, shelf: Shelf) -> None:
        self.directory = PEOPLE
        self.lacks = {
            "deny": "an index has one list, of who may be served",
            "probe": "an index serves whoever asks it",
            "password": "a folder has no accounts",
        }
        self._shelf = shelf
        self._texts: dict[str, str] = {}
        self._told: dict[str, dict[str, Any]] = {}
        fields = {"path": "source", "expires": "ends"}
        options = {"collection": shelf.name, "order": "n", "access": "may", "fields": fields}
        self.settings = replace(shelf.settings, options=options)

    def remote(self) -> RemoteConnector:
        return self._shelf.connector(**self.settings.options)

    def path(self, name: str) -> str:
        return name

    def put(self, name: str, text: str) -> None:
        self._texts[name] = text
        self._told.setdefault(name, {"source": name, "may": "authenticated"})
        self._write(name)

    def delete(self, name: str) -> None:
        self._shelf.delete(source=name)

    def rename(self, old: str, new: str) -> None:
        self.delete(old)
        self.put(new, self._texts[old])

    def restrict(self, name: str) -> None:
        self._told[name]["may"] = "hr"
        self._write(name)

    def deny(self, name: str, person: str) -> NoReturn:
        raise AssertionError(self.lacks["deny"])

    def expire(self, name: str) -> None:
        self._told[name]["ends"] = "2026-06-30"
        self._write(name)

    def wrong_password(self) -> NoReturn:
        raise AssertionError(self.lacks["password"])

    def _write(self, name: str) -> None:
        for number, paragraph in enumerate(self._texts[name].split("\n\n")):
            self._shelf.add(f"{name} {number}", paragraph, n=number, **self._told[name])


class TestLocalChroma(ConnectorScenario):
    """A folder that an application writes to while it is read."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[World]:
        """A collection without chunks."""
        needs("chroma", "chromadb")
        shelf = local(tmp_path)
        shelf.add("first", "To be there.", source="zero.md", may="authenticated")
        yield ShelfWorld(shelf)
        shelf.client.close()


class TestServedChroma(ConnectorScenario):
    """The same behind a server."""

    @pytest.fixture
    def world(self, served: Shelf) -> World:
        """A collection without chunks."""
        served.add("first", "To be there.", source="zero.md", may="authenticated")
        return ShelfWorld(served)
