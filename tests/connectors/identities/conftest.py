"""Entries of `identities` as the configuration gives them, and files beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ragaudit.model import IdentitySettings

Entry = Callable[..., IdentitySettings]
Write = Callable[..., Path]


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    """An entry on line 3 of `ragaudit.yaml`, each key ten columns further; keys as arguments."""

    def _entry(type: str, namespace: str = "", **keys: Any) -> IdentitySettings:
        places = {"": (3, 5), **{key: (3, 10 * (i + 1)) for i, key in enumerate(keys)}}
        return IdentitySettings(type, namespace, keys, tmp_path, "ragaudit.yaml", places)

    return _entry


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file beside the configuration."""

    def _write(name: str, text: str | bytes) -> Path:
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return _write
