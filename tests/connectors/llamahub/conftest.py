"""Connectors around readers that run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.extras import needs

from ragaudit.model import SourceSettings, SyncSettings
from ragaudit_connectors.llamahub import LlamaHubConnector
from ragaudit_connectors.remote import Asking

MINE = "tests.connectors.llamahub.readers"

Make = Callable[..., LlamaHubConnector]


@pytest.fixture
def make() -> Make:
    """A connector to a reader of `readers.py`; keywords change options, `settings` the rest."""
    needs("llamahub", "llama_index")

    def made(reader: str, settings: dict[str, Any] | None = None, **options: Any) -> Any:
        given = {"reader": f"{MINE}:{reader}", "allow_modules": [MINE], **options}
        if "." in reader:
            given = {"reader": reader, **options}
        source = SourceSettings(
            "hub",
            "llamahub",
            Path(),
            remote=True,
            sync=SyncSettings(tries=2),
            options=given,
            options_at="ragaudit.yaml:7",
            **(settings or {}),
        )
        return LlamaHubConnector(source, Asking(source.sync, sleep=lambda _: None))

    return made
