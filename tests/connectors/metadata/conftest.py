"""Real files, read by the real connector."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ragaudit.contracts import Ref
from ragaudit.model import Document
from ragaudit.testing import source, summarise
from ragaudit.text import sha256
from ragaudit_connectors.filesystem import FilesystemConnector

Describe = Callable[..., Document]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to put documents into."""
    made = tmp_path / "docs"
    made.mkdir()
    return made


@pytest.fixture
def write(folder: Path) -> Callable[[str, str], Path]:
    """Writes a file below the folder."""

    def _write(path: str, text: str) -> Path:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return _write


@pytest.fixture
def describe(folder: Path) -> Describe:
    """Describes one document of the folder."""

    def _describe(path: str, **settings: Any) -> Document:
        connector = FilesystemConnector(source(folder, **settings))
        ref = next(r for r in connector.list_refs() if isinstance(r, Ref) and r.path == path)
        content = connector.parse(ref, connector.read(ref))
        return connector.describe(ref, summarise(content), sha256(path))

    return _describe


@pytest.fixture
def page(write: Callable[[str, str], Path], describe: Describe) -> Describe:
    """Describes a Markdown page with the front matter given."""

    def _page(front_matter: str, **settings: Any) -> Document:
        write("page.md", f"---\n{front_matter}\n---\n\n# Travel\n\nBook trains early.\n")
        return describe("page.md", **settings)

    return _page
