"""A real handbook with its full history, against the truth worked out from its front matter."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def scanned(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The report of one scan, and the truth."""
    folder = tmp_path_factory.mktemp("gds") / "gds-way"
    bundle = shared_data / "docs" / "gds-way.bundle"
    subprocess.run(["git", "clone", "-q", str(bundle), str(folder)], check=True)
    command = [sys.executable, "-m", "ragaudit", "scan", ".", "--as-of", "2026-08-19"]
    ran = subprocess.run([*command, "--format", "json"], cwd=folder, capture_output=True, text=True)
    truth = json.loads((shared_data / "docs" / "gds-way.freshness.json").read_text())
    return json.loads(ran.stdout), truth


Scanned = tuple[dict[str, Any], list[dict[str, Any]]]


def test_overdue_pages_and_no_others(scanned: Scanned) -> None:
    """FRS202 on exactly the pages that are overdue at HEAD."""
    report, truth = scanned
    found = [f["path"] for f in report["findings"] if f["code"] == "FRS202"]

    assert sorted(page["path"] for page in truth if page["overdue_at_head"]) == sorted(found)
    assert 31 == len(found)


def test_every_owner_is_read(scanned: Scanned) -> None:
    """As written; pages without one have none."""
    report, truth = scanned
    owners = {d["path"]: d["owner"] for d in report["documents"]}

    assert {p["path"]: p["owner"] for p in truth} == {p["path"]: owners[p["path"]] for p in truth}


def test_the_newest_commit_of_every_page(scanned: Scanned) -> None:
    """The day of the last commit, as git says."""
    report, truth = scanned
    modified = {d["path"]: d["times"]["modified"]["value"] for d in report["documents"]}

    assert {p["path"]: p["git_last_commit"][:10] for p in truth} == {
        p["path"]: modified[p["path"]] for p in truth
    }


def test_nothing_was_skipped(scanned: Scanned) -> None:
    """Every page was read, and every rule ran to its end."""
    report, _ = scanned

    assert [] == report["skips"]
    assert [] == [r for r in report["skipped_rules"] if "stopped" in r["reason"]]
