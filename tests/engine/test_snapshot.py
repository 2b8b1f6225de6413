"""A source that did not change is recalled, and whatever did change is seen."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.inside import Here, runner
from tests.support import LEAVE, TRAVEL, write_page

from ragaudit._engine import reading, snapshot
from ragaudit_connectors.filesystem import walk

CONFIG = """version: 1
as_of: 2026-11-01
sources:
  - {id: docs, type: KIND, root: docs, freshness: {warn_after: 180d}}
"""
Change = Callable[[Path], object]


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    who = ("-c", "user.name=a", "-c", "user.email=a@acme.example")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture(params=["filesystem", "git"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Pages in order below the top of a repository, read as a folder or with their history."""
    home = tmp_path / "home"
    write_page(home / "docs" / "hr", "leave.md", LEAVE, owner="", review_in="")
    write_page(home / "docs" / "it", "travel.md", TRAVEL, review_in="")
    (home / "docs" / "directory.yaml").write_text("users: [{id: ann}]\n")
    (home / "docs" / "logo.svg").write_text("<svg/>")
    (home / "ragaudit.yaml").write_text(CONFIG.replace("KIND", request.param))
    git(home, "init", "-q")
    git(home, "add", "-A")
    git(home, "commit", "-qm", "start")
    return home


@pytest.fixture
def ragaudit(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Here:
    """The command; what was written this very moment counts as settled."""
    monkeypatch.setattr(walk, "SETTLED_NS", 0)
    return runner(home, monkeypatch, capfd)


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Sources that were read and described, rather than recalled."""
    found: list[str] = []
    real = reading.read_source

    def read(listing: Any, *rest: Any) -> None:
        found.append(listing.settings.id)
        real(listing, *rest)

    monkeypatch.setattr(snapshot, "read_source", read)
    return found


def told(ragaudit: Here, home: Path) -> dict[str, Any]:
    """All that a freshness run says, but for its name and its past."""
    assert "" == ragaudit("freshness", "--report", "json=r.json", "-o", os.devnull).stderr
    found: dict[str, Any] = json.loads((home / "r.json").read_text())
    return {key: found[key] for key in ("documents", "findings", "freshness", "notes", "sources")}


def test_a_source_that_did_not_change_is_recalled(
    ragaudit: Here, home: Path, described: list[str]
) -> None:
    """The second run says the same and reads nothing."""
    first = told(ragaudit, home)
    assert ["docs"] == described
    assert first == told(ragaudit, home) == told(ragaudit, home)
    assert ["docs"] == described


def platform_owners(home: Path) -> None:
    """Owners in a folder that holds no document."""
    (home / ".github").mkdir()
    (home / ".github" / "CODEOWNERS").write_text("* @acme/gh\n")


CHANGES: dict[str, Change] = {
    "a page": lambda h: write_page(h / "docs/hr", "leave.md", LEAVE, last_reviewed_on="2020-01-01"),
    "a new page": lambda h: write_page(h / "docs" / "hr", "new.md", LEAVE),
    "a page gone": lambda h: (h / "docs" / "hr" / "leave.md").unlink(),
    "a page moved": lambda h: (h / "docs/hr/leave.md").rename(h / "docs/it/leave.md"),
    "an access list": lambda h: (h / "docs" / "access.yaml").write_text("default: [public]\n"),
    "a deep access list": lambda h: (h / "docs/hr/access.yaml").write_text("default: [hr]\n"),
    "a sidecar": lambda h: (h / "docs/hr/leave.md.meta.yaml").write_text("owner: bob\n"),
    "people": lambda h: (h / "docs" / "directory.yaml").write_text("users: [{id: bob}]\n"),
    "people gone": lambda h: (h / "docs" / "directory.yaml").unlink(),
    "owners at the top": lambda h: (h / "CODEOWNERS").write_text("* @acme/top\n"),
    "owners of the platform": lambda h: platform_owners(h),
    "another picture": lambda h: (h / "docs" / "logo.svg").write_text("<svg></svg>"),
    "the contract": lambda h: (h / "ragaudit.yaml").write_text(
        (h / "ragaudit.yaml").read_text().replace("180d", "10d")
    ),
    "an ignored page": lambda h: (h / ".gitignore").write_text("leave.md\n"),
}  # fmt: skip


UNTOLD = ("another picture", "people")
"""Of these nothing shows in the report, and it takes describing anew to know that."""


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_seen(
    ragaudit: Here, home: Path, described: list[str], change: str
) -> None:
    """After it a run says what a first one would: nothing old is left."""
    before = told(ragaudit, home)
    CHANGES[change](home)
    after = told(ragaudit, home)
    assert ["docs", "docs"] == described
    shutil.rmtree(home / ".ragaudit")
    assert told(ragaudit, home) == after
    assert (before == after) == (change in UNTOLD)


def test_a_commit_changes_what_a_history_says(
    ragaudit: Here, home: Path, described: list[str]
) -> None:
    """The files stay as they are; only the newest commit is another."""
    write_page(home / "docs" / "hr", "leave.md", LEAVE + " One more day.", last_reviewed_on="")
    told(ragaudit, home)
    git(home, "commit", "-qam", "change")
    told(ragaudit, home)
    is_git = "type: git" in (home / "ragaudit.yaml").read_text()
    assert ["docs"] * (2 if is_git else 1) == described


def test_a_file_behind_a_link_counts(ragaudit: Here, home: Path, described: list[str]) -> None:
    """An access list may be a link to one that is kept elsewhere in the source."""
    (home / "docs" / "lists").mkdir()
    (home / "docs" / "lists" / "all.yaml").write_text("default: [public]\n")
    (home / "docs" / "access.yaml").symlink_to("lists/all.yaml")
    told(ragaudit, home)
    (home / "docs" / "lists" / "all.yaml").write_text("default: [nobody-knows]\n")
    told(ragaudit, home)
    assert ["docs", "docs"] == described


def test_what_was_just_written_is_read_again(
    ragaudit: Here, home: Path, described: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be written again within the same tick of the clock, with the same stamp."""
    monkeypatch.setattr(walk, "SETTLED_NS", 10**15)
    told(ragaudit, home)
    told(ragaudit, home)
    assert ["docs", "docs"] == described


def test_a_page_that_could_not_be_read_for_now_is_tried_again(
    ragaudit: Here, home: Path, described: list[str]
) -> None:
    """Only what will fail again by its bytes alone is remembered."""
    (home / "docs" / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    assert told(ragaudit, home) == told(ragaudit, home)
    assert ["docs"] == described
    link = home / "docs" / "gone.md"
    link.symlink_to("nowhere.md")
    assert told(ragaudit, home) == told(ragaudit, home)


@pytest.mark.parametrize("damage", ["zeroblob(100)", "substr(data, 1, length(data) / 2)", "'text'"])
def test_a_damaged_snapshot_is_made_anew(
    ragaudit: Here, home: Path, described: list[str], damage: str
) -> None:
    """The run goes on as if there were none."""
    first = told(ragaudit, home)
    with sqlite3.connect(home / ".ragaudit" / "cache.db") as cache:
        changed = cache.execute(f"update snapshot set data = {damage}").rowcount
    cache.close()
    assert 1 == changed
    assert first == told(ragaudit, home)
    assert ["docs", "docs"] == described


def test_a_scan_goes_by_no_snapshot(ragaudit: Here, home: Path, described: list[str]) -> None:
    """It reads texts; what it says of freshness is the same all the same."""
    first = told(ragaudit, home)
    ragaudit("scan", "--report", "json=r.json", "-o", os.devnull)
    scanned = json.loads((home / "r.json").read_text())
    assert first["freshness"] == scanned["freshness"]
    assert ["docs"] == described
