"""A repository with documents, and definitions made from its configuration."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.support import LEAVE, TRAVEL, write_page

from ragaudit._config import resolve
from ragaudit._schedule import Plan, make_plan
from ragaudit._schedule.cron import Cron

CONFIG = """version: 1
sources:
  - {id: docs, root: docs, freshness: {warn_after: 365d}}
"""
SYSTEMS = """  - id: wiki
    type: dokuwiki
    url: https://wiki.example.org
    auth: {user: a, password_env: WIKI_PASSWORD}
  - id: share
    type: smb
    url: smb://s/x
    auth: {user_env: SMB_USER, password_env: SMB_PASSWORD}
probes:
  target: {type: http, url: "https://x.example", options: {token_env: SEARCH_TOKEN}}
"""
Planned = Callable[..., Plan]


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    who = ("-c", "user.name=ann", "-c", "user.email=ann@acme.example")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of the configuration, which is the top of a repository."""
    folder = tmp_path / "knowledge base"
    write_page(folder / "docs", "leave.md", LEAVE)
    write_page(folder / "docs", "travel.md", TRAVEL)
    (folder / "ragaudit.yaml").write_text(CONFIG)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "start")
    return folder


@pytest.fixture
def planned(home: Path) -> Planned:
    """A plan for that folder."""

    def made(more: str = "", cron: str = "17 3 * * *", where: Path = home, **options: Any) -> Plan:
        if more:
            (home / "ragaudit.yaml").write_text(CONFIG + more)
        return make_plan(resolve((), None, where), Cron.parse(cron), **options)

    return made
