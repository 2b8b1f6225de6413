"""Real export files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ragaudit.model import SourceSettings, SyncSettings
from ragaudit_connectors.jsonl import JsonlConnector
from ragaudit_connectors.remote import Asking

FIELDS = {"id": "id", "title": "title", "body": "body"}
QUICK = SyncSettings(timeout_s=10, tries=1)

Write = Callable[..., Path]
Make = Callable[..., JsonlConnector]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes `export.jsonl`: a line each, records as JSON and text and bytes as they are."""

    def _write(*lines: Any, end: bytes = b"\n") -> Path:
        file = tmp_path / "export.jsonl"
        file.write_bytes(b"".join(_line(line) + end for line in lines))
        return file

    return _write


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A connector to `export.jsonl`; options are keyword arguments."""

    def _make(**options: Any) -> JsonlConnector:
        changes = options.pop("settings", {})
        settings = SourceSettings(
            "crm", "jsonl", tmp_path / "export.jsonl", shown_root="export.jsonl"
        )
        full = {"sync": QUICK, "options": {"fields": FIELDS, **options}, **changes}
        made = replace(settings, **full)
        return JsonlConnector(made, Asking(made.sync, sleep=lambda _: None))

    return _make


def page(number: int, **changes: Any) -> dict[str, Any]:
    """A record in order."""
    return {"id": number, "title": f"T{number}", "body": f"Text {number}.", **changes}


def _line(line: Any) -> bytes:
    if isinstance(line, bytes):
        return line
    return (line if isinstance(line, str) else json.dumps(line)).encode()
