"""The scenario every connector has to pass, with a folder that a LlamaIndex reader loads."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from tests.extras import needs

from ragaudit.contracts import RemoteConnector
from ragaudit.model import Directory, SourceSettings
from ragaudit.testing.scenario import ConnectorScenario, World
from ragaudit_connectors.llamahub import LlamaHubConnector


class FolderWorld(World):
    """Markdown files with front matter."""

    def __init__(self, folder: Path) -> None:
        self.directory = Directory()
        why = "a reader says nothing of who may read"
        self.lacks = {
            **dict.fromkeys(("restrict", "deny", "acl-change", "anonymous", "probe"), why),
            "password": "this reader needs no account",
        }
        self._folder = folder
        options = {
            "reader": "llama_index.core.readers.SimpleDirectoryReader",
            "init": {"input_dir": str(folder)},
            "fields": {"id": "file_name", "path": "file_name"},
            "format": "markdown",
        }
        self.settings = SourceSettings("hub", "llamahub", folder, options=options)

    def remote(self) -> RemoteConnector:
        return LlamaHubConnector(self.settings)

    def path(self, name: str) -> str:
        return name

    def put(self, name: str, text: str) -> None:
        (self._folder / name).write_text(text, "utf-8")

    def delete(self, name: str) -> None:
        (self._folder / name).unlink()

    def rename(self, old: str, new: str) -> None:
        (self._folder / old).rename(self._folder / new)

    def restrict(self, name: str) -> NoReturn:
        raise AssertionError(self.lacks["restrict"])

    def deny(self, name: str, person: str) -> NoReturn:
        raise AssertionError(self.lacks["deny"])

    def expire(self, name: str) -> None:
        file = self._folder / name
        file.write_text(f"---\nexpires: 2026-06-30\n---\n\n{file.read_text('utf-8')}", "utf-8")

    def wrong_password(self) -> NoReturn:
        raise AssertionError(self.lacks["password"])


class TestLlamaHub(ConnectorScenario):
    """`SimpleDirectoryReader` of llama-index-core."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> World:
        """An empty folder."""
        needs("llamahub", "llama_index")
        return FolderWorld(tmp_path)
