"""The wiki of `tests.services`, as the tests here read it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.connectors.dokuwiki.helpers import settings_of, variable
from tests.services.dokuwiki import GROUPS, DokuWiki

from ragaudit.model import SourceSettings


@pytest.fixture(autouse=True)
def passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the environment, where connectors look for them."""
    for name in GROUPS:
        monkeypatch.setenv(variable(name), f"{name}-password")
    monkeypatch.setenv(variable("wrong"), "wrong-password")


@pytest.fixture
def settings(dokuwiki: DokuWiki, tmp_path: Path) -> SourceSettings:
    """The wiki as its superuser."""
    return settings_of(dokuwiki.url, tmp_path)


@pytest.fixture
def configure(dokuwiki: DokuWiki) -> Iterator[Callable[[str], None]]:
    """Sets some of the wiki's own settings for one test."""
    file = dokuwiki.folder / "conf" / "local.protected.php"

    def write(lines: str) -> None:
        file.write_text(f"<?php\n{lines}\n", encoding="utf-8")
        # PHP does not keep what is as new as this, so it takes effect, and goes, at once.
        new = time.time() + 3600
        os.utime(file, (new, new))

    yield write
    file.unlink(missing_ok=True)
