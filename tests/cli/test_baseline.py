"""Accepting what is there, and inline notes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support import LEAVE, TRAVEL, Runner, write_page

AS_OF = ("--as-of", "2026-11-01")


@pytest.fixture
def overdue(tmp_path: Path) -> Path:
    """A folder with one overdue page."""
    docs = tmp_path / "docs"
    write_page(docs, "leave.md", LEAVE, last_reviewed_on="2024-01-10")
    write_page(docs, "travel.md", TRAVEL)
    return docs


def _statuses(ragaudit: Runner) -> dict[str, str]:
    report = json.loads(ragaudit("scan", "docs", *AS_OF, "--format", "json").stdout)
    return {f["path"]: f["status"] for f in report["findings"]}


def test_accepted_findings_do_not_fail(ragaudit: Runner, overdue: Path) -> None:
    """After `baseline` the same scan passes; a new fault still fails."""
    wrote = ragaudit("baseline", "docs", *AS_OF, "--reason", "known at launch")
    accepted = ragaudit("scan", "docs", *AS_OF)
    write_page(overdue, "travel.md", TRAVEL, last_reviewed_on="2024-02-01")
    worse = ragaudit("scan", "docs", *AS_OF)

    assert "1 findings accepted" in wrote.stdout
    assert 0 == accepted.returncode
    assert 1 == worse.returncode
    assert {"leave.md": "baseline", "travel.md": "open"} == _statuses(ragaudit)


def test_the_baseline_survives_moved_lines_and_renamed_neighbours(
    ragaudit: Runner, overdue: Path
) -> None:
    """A fingerprint names neither lines nor other files."""
    ragaudit("baseline", "docs", *AS_OF)
    page = overdue / "leave.md"
    page.write_text(page.read_text().replace("---\ntitle", "---\ntags: leave\ntitle", 1))
    (overdue / "travel.md").rename(overdue / "journeys.md")

    assert {"leave.md": "baseline"} == _statuses(ragaudit)


def test_fixed_entries_are_reported_and_dropped(ragaudit: Runner, overdue: Path) -> None:
    """An entry that no longer occurs is named, and the next `baseline` drops it."""
    ragaudit("baseline", "docs", *AS_OF)
    write_page(overdue, "leave.md", LEAVE)
    report = json.loads(ragaudit("scan", "docs", *AS_OF, "--format", "json").stdout)
    again = ragaudit("baseline", "docs", *AS_OF)

    assert 1 == len(report["fixed"])
    assert "1 entries dropped as fixed" in again.stdout


def test_what_was_not_looked_at_is_not_fixed(ragaudit: Runner, overdue: Path) -> None:
    """Entries of rules left out, and of files that cannot be read now, stay."""
    ragaudit("baseline", "docs", *AS_OF)
    other = ("--rules", "STR", "--format", "json")
    partial = json.loads(ragaudit("scan", "docs", *AS_OF, *other).stdout)
    rewritten = ragaudit("baseline", "docs", *AS_OF, "--rules", "STR")
    (overdue / "leave.md").write_bytes(b"\0\1\2" * 500)
    unread = json.loads(ragaudit("scan", "docs", *AS_OF, "--format", "json").stdout)

    assert [] == partial["fixed"]
    assert "0 entries dropped as fixed" in rewritten.stdout
    assert ["leave.md"] == [skip["path"] for skip in unread["skips"]]
    assert [] == unread["fixed"]


def test_a_part_of_a_source_fixes_nothing_elsewhere(
    ragaudit: Runner, overdue: Path, tmp_path: Path
) -> None:
    """Naming one document of a configured source audits that one, as part of the source."""
    (tmp_path / "ragaudit.yaml").write_text("version: 1\nsources: [{id: kb, root: docs}]\n")
    ragaudit("baseline", *AS_OF)
    part = json.loads(ragaudit("scan", "docs/travel.md", *AS_OF, "--format", "json").stdout)

    assert ["kb:travel.md"] == [document["id"] for document in part["documents"]]
    assert [] == part["fixed"]


def test_an_entry_written_by_hand(ragaudit: Runner, overdue: Path, tmp_path: Path) -> None:
    """A fingerprint is all an entry needs."""
    ragaudit("baseline", "docs", *AS_OF)
    file = tmp_path / "ragaudit-baseline.json"
    entry = json.loads(file.read_text())["findings"][0]["fingerprint"]
    short = [{"fingerprint": entry}, {"fingerprint": "of something else"}]
    file.write_text(json.dumps({"schema": "ragaudit.baseline/1", "findings": short}))

    assert {"leave.md": "baseline"} == _statuses(ragaudit)
    assert 0 == ragaudit("baseline", "docs", *AS_OF).returncode


def test_an_accepted_finding_counts_again_after_its_end(ragaudit: Runner, overdue: Path) -> None:
    """`--until` is an end."""
    ragaudit("baseline", "docs", *AS_OF, "--until", "2026-12-31")

    assert 0 == ragaudit("scan", "docs", "--as-of", "2026-12-31").returncode
    assert 1 == ragaudit("scan", "docs", "--as-of", "2027-01-01").returncode


@pytest.mark.parametrize(
    ("note", "status"),
    [
        ("ignore FRS202: kept for the record", "suppressed"),
        ("ignore FRS: kept for the record", "suppressed"),
        ("ignore FRS202 until 2027-01-01: kept for the record", "suppressed"),
        ("ignore FRS202 until 2026-01-01: kept for the record", "open"),
        ("ignore FRS202", "open"),
        ("ignore OWN101: another rule", "open"),
    ],
)
def test_inline_notes(ragaudit: Runner, overdue: Path, note: str, status: str) -> None:
    """A note needs a reason, ends on its day, and covers its own rule only."""
    page = overdue / "leave.md"
    page.write_text(page.read_text() + f"\n<!-- ragaudit: {note} -->\n")

    assert status == _statuses(ragaudit)["leave.md"]


def test_a_broken_baseline_is_exit_2(ragaudit: Runner, overdue: Path, tmp_path: Path) -> None:
    """A baseline that cannot be used must not look like an empty one."""
    for text in ("{", "[]", '{"schema": "other"}', '{"schema": "ragaudit.baseline/1"}'):
        (tmp_path / "ragaudit-baseline.json").write_text(text)

        assert 2 == ragaudit("scan", "docs", *AS_OF).returncode


def test_configured_suppressions(ragaudit: Runner, overdue: Path, tmp_path: Path) -> None:
    """The configuration can suppress by rule and path, with a reason."""
    entry = '{rule: FRS202, path: "leave.md", reason: kept, until: %s}'
    for until, code in (("2027-01-01", 0), ("2026-10-31", 1)):
        (tmp_path / "ragaudit.yaml").write_text(f"version: 1\nsuppressions:\n  - {entry % until}\n")

        assert code == ragaudit("scan", "docs", *AS_OF).returncode
