"""`ragaudit scan --changed-since`: a pull request is judged by what it changes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.cli.inside import Here, runner
from tests.support import LEAVE, TRAVEL, Ran, write_page

AS_OF = ("--as-of", "2026-11-01")
OLD = "2024-01-10"


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    who = ("-c", "user.name=ann", "-c", "user.email=ann@acme.example")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def ragaudit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Here:
    """The command, run in the temporary folder."""
    return runner(tmp_path, monkeypatch, capfd)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A page in order and one whose review is overdue, committed on `main`."""
    git(tmp_path, "init", "-q", "-b", "main")
    write_page(tmp_path / "docs", "leave.md", LEAVE, last_reviewed_on=OLD)
    write_page(tmp_path / "docs", "travel.md", TRAVEL)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "start")
    git(tmp_path, "checkout", "-qb", "topic")
    return tmp_path


def report(ragaudit: Here, *arguments: str) -> tuple[Ran, dict[str, Any]]:
    """A scan against `main`."""
    ran = ragaudit(
        "scan", "docs", *AS_OF, "--changed-since", "main", "--format", "json", *arguments
    )
    return ran, json.loads(ran.stdout)


def found(report: dict[str, Any]) -> list[tuple[str, str]]:
    """Rule and page of each finding."""
    return [(f["code"], f["path"]) for f in report["findings"]]


def test_what_did_not_change_is_not_judged(ragaudit: Here, repository: Path) -> None:
    """The overdue page fails a whole scan, and not one of a change elsewhere."""
    write_page(repository / "docs", "travel.md", TRAVEL + " Trams are paid for as well.")
    whole = ragaudit("scan", "docs", *AS_OF)
    ran, told = report(ragaudit)
    assert (1, 0) == (whole.returncode, ran.returncode)
    assert [] == found(told)
    assert ["judged: 1 of 2 documents, those that changed since main"] == told["verdict"]["reasons"]
    assert any("1 findings about others" in note for note in told["notes"])


@pytest.mark.parametrize("how", ["written", "staged", "committed", "untracked"])
def test_what_changed_is_judged(ragaudit: Here, repository: Path, how: str) -> None:
    """Whether or not anybody has committed it."""
    name = "new.md" if how == "untracked" else "travel.md"
    write_page(repository / "docs", name, TRAVEL + " Trams too.", last_reviewed_on=OLD)
    if how in ("staged", "committed"):
        git(repository, "add", "-A")
    if how == "committed":
        git(repository, "commit", "-qm", "change")
    ran, told = report(ragaudit, "--rules", "FRS202")
    assert (1, [("FRS202", name)]) == (ran.returncode, found(told))


def test_an_earlier_state_of_main_counts(ragaudit: Here, repository: Path) -> None:
    """What changed on the other line since the two parted is no part of the change."""
    git(repository, "checkout", "-q", "main")
    write_page(repository / "docs", "leave.md", LEAVE + " More.", last_reviewed_on=OLD)
    git(repository, "commit", "-qam", "elsewhere")
    git(repository, "checkout", "-q", "topic")
    write_page(repository / "docs", "travel.md", TRAVEL + " Trams too.")
    ran, told = report(ragaudit)
    assert (0, []) == (ran.returncode, found(told))


def test_a_pair_is_told_where_one_side_changed(ragaudit: Here, repository: Path) -> None:
    """A copy of a page that was there already is found, whichever page it is told on."""
    shutil.copy(repository / "docs" / "travel.md", repository / "docs" / "copy.md")
    _, told = report(ragaudit, "--rules", "DUP401")
    assert ["DUP401"] == [f["code"] for f in told["findings"]]


def test_no_change_is_no_all_clear(ragaudit: Here, repository: Path) -> None:
    """It passes, and says that nothing was judged."""
    ran = ragaudit("scan", "docs", *AS_OF, "--changed-since", "main")
    assert 0 == ran.returncode
    assert "No open findings on documents that changed since main." in ran.stdout
    assert "judged: 0 of 2 documents" in ran.stdout
    assert "2 documents audited" not in ran.stdout


def test_a_changed_access_list_changes_what_is_below_it(ragaudit: Here, repository: Path) -> None:
    """Who may read a page is a part of it."""
    (repository / "docs" / "access.yaml").write_text("default: [public]\n")
    ran, told = report(ragaudit)
    assert (1, [("FRS202", "leave.md")]) == (ran.returncode, found(told))


def test_what_could_not_be_read_counts_where_it_changed(ragaudit: Here, repository: Path) -> None:
    """A broken file of the change leaves the run incomplete."""
    (repository / "docs" / "new.pdf").write_bytes(b"%PDF-1.7 broken")
    ran, _ = report(ragaudit)
    assert 3 == ran.returncode


def test_a_part_of_the_documents_is_no_point_of_a_trend(ragaudit: Here, repository: Path) -> None:
    """Such a run is not put on record."""
    report(ragaudit)
    assert not (repository / ".ragaudit" / "state.db").exists()


@pytest.mark.parametrize("ref", ["nope", "--upload-pack=x", "HEAD:docs/leave.md", ""])
def test_a_commit_that_is_not_there(ragaudit: Here, repository: Path, ref: str) -> None:
    """One line that says what to fetch; exit 2."""
    ran = ragaudit("scan", "docs", f"--changed-since={ref}")
    assert 2 == ran.returncode
    assert f"there is no commit “{ref}”" in ran.stderr
    assert "git fetch" in ran.stderr
    assert 1 == len(ran.stderr.splitlines())


def test_a_history_that_is_too_short(ragaudit: Here, repository: Path) -> None:
    """A commit that shares nothing with the present line cannot be compared with."""
    git(repository, "checkout", "-q", "--orphan", "apart")
    git(repository, "commit", "-qm", "apart")
    git(repository, "checkout", "-q", "topic")
    ran = ragaudit("scan", "docs", "--changed-since", "apart")
    assert 2 == ran.returncode
    assert "does not reach back" in ran.stderr


def test_no_repository_at_all(ragaudit: Here, tmp_path: Path) -> None:
    """Nothing can be compared: an error, not an empty change."""
    write_page(tmp_path / "docs", "leave.md", LEAVE)
    ran = ragaudit("scan", "docs", "--changed-since", "main")
    assert 2 == ran.returncode
    assert "no source is in a git work tree" in ran.stderr
