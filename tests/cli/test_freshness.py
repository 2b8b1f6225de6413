"""`ragaudit freshness` from outside: states, exit codes, and what it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.cli.inside import Here, runner
from tests.support import LEAVE, TRAVEL, Ran, write_page

from ragaudit_connectors.files.reading import read_regular
from ragaudit_connectors.filesystem import connector, walk

CONTRACT = "{warn_after: 180d, error_after: 365d}"


@pytest.fixture
def ragaudit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Here:
    """The command, run in the temporary folder."""
    return runner(tmp_path, monkeypatch, capfd)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Two fresh pages."""
    write_page(tmp_path / "docs", "leave.md", LEAVE, review_in="")
    write_page(tmp_path / "docs", "travel.md", TRAVEL, review_in="")
    configure(tmp_path)
    return tmp_path / "docs"


def configure(folder: Path, freshness: str = CONTRACT, more: str = "", body: str = "") -> None:
    """Write the configuration of one source."""
    line = f"    freshness: {freshness}\n" if freshness else ""
    (folder / "ragaudit.yaml").write_text(
        f"version: 1\nas_of: 2026-11-01\nsources:\n  - id: docs\n    type: filesystem\n"
        f"    root: docs\n{line}{body}{more}"
    )


def told(ragaudit: Here, *arguments: str) -> tuple[Ran, dict[str, Any]]:
    """A run and the first state it tells."""
    ran = ragaudit("freshness", "--format", "json", *arguments)
    assert "" == ran.stderr
    report = json.loads(ran.stdout)
    return ran, {**report["results"][0], "reasons of all": report["verdict"]["reasons"]}


def test_fresh(ragaudit: Here, pages: Path) -> None:
    """Every contract holds: exit 0."""
    ran, state = told(ragaudit)
    assert (0, "fresh", 2, 2) == (
        ran.returncode, state["state"], state["documents"], state["fresh"],
    )  # fmt: skip
    assert ["1 of 1 sources is fresh"] == state["reasons of all"]


@pytest.mark.parametrize(
    ("reviewed", "code", "state"),
    [("2026-02-01", 0, "warn"), ("2024-02-01", 1, "error"), ("", 0, "warn")],
)
def test_states(ragaudit: Here, pages: Path, reviewed: str, code: int, state: str) -> None:
    """A warning passes, an error fails; a page without a date is told, and the others judged."""
    write_page(pages, "leave.md", LEAVE, review_in="", last_reviewed_on=reviewed)
    ran, found = told(ragaudit)
    assert (code, state) == (ran.returncode, found["state"])


def test_what_to_mend_and_whose(ragaudit: Here, pages: Path) -> None:
    """The terminal names the document, since when, and its owner."""
    write_page(pages, "leave.md", LEAVE, review_in="", last_reviewed_on="2024-02-01")
    ran = ragaudit("freshness")
    assert "To mend first: 1 document" in ran.stdout
    assert "ann@acme.example  contract broken 639 days ago: leave.md" in ran.stdout
    assert "1 of 1 sources broke their freshness contract: docs (1 document overdue)" in ran.stdout


def test_no_date_anywhere_is_unknown(ragaudit: Here, pages: Path, tmp_path: Path) -> None:
    """Nothing could be judged: exit 3, unless the policy allows it."""
    for name, text in (("leave.md", LEAVE), ("travel.md", TRAVEL)):
        write_page(pages, name, text, review_in="", last_reviewed_on="")
    ran, state = told(ragaudit)
    assert (3, "unknown") == (ran.returncode, state["state"])
    assert "docs is of unknown freshness" in state["reasons of all"][0]
    configure(tmp_path, more="policy: {freshness: {unknown: allow}}\n")
    ran, state = told(ragaudit)
    assert "unknown" == state["state"]
    assert 3 == ran.returncode  # there is no other source that could pass


def test_no_contract_at_all_is_no_pass(ragaudit: Here, pages: Path, tmp_path: Path) -> None:
    """A run in which nothing was judged is incomplete."""
    configure(tmp_path, "")
    ran, state = told(ragaudit)
    assert (3, "undeclared") == (ran.returncode, state["state"])
    assert (
        "no source declares a freshness contract, so nothing was judged"
        in (state["reasons of all"])
    )


def test_what_cannot_be_read_is_incomplete(ragaudit: Here, pages: Path) -> None:
    """A broken file may be ever so old."""
    (pages / "pay.pdf").write_bytes(b"%PDF-1.7 broken")
    ran, state = told(ragaudit)
    assert (3, "warn", 1) == (ran.returncode, state["state"], state["unread"])


def test_select(ragaudit: Here, pages: Path, tmp_path: Path) -> None:
    """One source of several; a name nobody has is one line with the nearest."""
    write_page(tmp_path / "wiki", "old.md", LEAVE, last_reviewed_on="2020-01-01")
    other = f"  - {{id: wiki, type: filesystem, root: wiki, freshness: {CONTRACT}}}\n"
    configure(tmp_path, more=other)
    assert 1 == ragaudit("freshness").returncode
    ran, state = told(ragaudit, "--select", "docs")
    assert (0, "docs") == (ran.returncode, state["source"])
    ran = ragaudit("freshness", "--select", "wki")
    assert (2, "ragaudit: there is no source “wki”; did you mean “wiki”?\n") == (
        ran.returncode, ran.stderr,
    )  # fmt: skip


def test_a_calendar_that_does_not_exist(ragaudit: Here, pages: Path, tmp_path: Path) -> None:
    """One line with its place; exit 2, and nothing is read."""
    configure(tmp_path, "{warn_after: 9 business days, calendar: DE-XX}")
    ran = ragaudit("freshness")
    assert 2 == ran.returncode
    assert "ragaudit.yaml:7:46: there is no calendar “XX” in DE" in ran.stderr
    assert not (tmp_path / ".ragaudit").exists()


def test_the_artefact_and_the_record(ragaudit: Here, pages: Path, tmp_path: Path) -> None:
    """What other programs read lies beside the history, whatever was printed."""
    ragaudit("freshness", "--format", "markdown", "-o", "out/fresh.md")
    artefact = json.loads((tmp_path / ".ragaudit" / "freshness.json").read_text())
    assert ("ragaudit.freshness/1", "freshness") == (
        artefact["schema"], artefact["metadata"]["kind"],
    )  # fmt: skip
    assert "## ragaudit: passed" in (tmp_path / "out" / "fresh.md").read_text()


def test_more_reports(ragaudit: Here, pages: Path, tmp_path: Path) -> None:
    """Any report may stand beside."""
    ran = ragaudit("freshness", "--report", "json=r.json", "--report", "freshness=f.json")
    assert 0 == ran.returncode
    assert "ragaudit.report/1" == json.loads((tmp_path / "r.json").read_text())["schema"]
    assert "ragaudit.freshness/1" == json.loads((tmp_path / "f.json").read_text())["schema"]


def test_accepted_in_the_baseline_is_excused(ragaudit: Here, pages: Path, tmp_path: Path) -> None:
    """What a scan no longer fails on does not fail here."""
    write_page(pages, "leave.md", LEAVE, review_in="", last_reviewed_on="2024-02-01")
    assert 1 == ragaudit("freshness").returncode
    ragaudit("baseline", "--reason", "known at start")
    ran, state = told(ragaudit)
    assert (0, "fresh", 1) == (ran.returncode, state["state"], state["excused"])


def test_agrees_with_a_scan(ragaudit: Here, pages: Path) -> None:
    """The same states as in the report of a scan, by the same arithmetic."""
    write_page(pages, "leave.md", LEAVE, last_reviewed_on="2024-02-01")
    ran = ragaudit("scan", "--report", "freshness=scan.json", "--format", "json", "-o", "r.json")
    assert 1 == ran.returncode
    _, state = told(ragaudit)
    scanned = json.loads((pages.parent / "scan.json").read_text())["results"][0]
    assert scanned == {key: value for key, value in state.items() if key != "reasons of all"}


@pytest.mark.parametrize("same_size", [True, False])
def test_a_second_run_sees_what_changed(ragaudit: Here, pages: Path, same_size: bool) -> None:
    """Old content is never reported as fresh, also where size and time of a file are the same."""
    page = pages / "leave.md"
    assert 0 == told(ragaudit)[0].returncode
    before = page.stat()
    new = page.read_text().replace("2026-10-01", "2020-10-01" if same_size else "2020-1-1")
    page.write_text(new)
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    ran, state = told(ragaudit)
    assert (1, 1, "leave.md") == (ran.returncode, state["overdue"], state["late"][0]["path"])


def test_what_stands_around_a_page_counts_too(ragaudit: Here, pages: Path, tmp_path: Path) -> None:
    """A second run sees another owner in the configuration, and another contract."""
    write_page(pages, "leave.md", LEAVE, review_in="", owner="", last_reviewed_on="2026-01-01")
    assert None is told(ragaudit)[1]["late"][0]["owner"]
    rule = '    metadata: {owner_rules: [{glob: "**", owner: hr}]}\n'
    configure(tmp_path, body=rule)
    assert "hr" == told(ragaudit)[1]["late"][0]["owner"]
    configure(tmp_path, "{warn_after: 400d}", body=rule)
    assert [] == told(ragaudit)[1]["late"]


def test_unchanged_files_are_not_opened(
    ragaudit: Here, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second run goes by what the file system says of them."""
    # A file that was written this very moment may be written again within the same tick.
    monkeypatch.setattr(walk, "SETTLED_NS", 0)
    assert 0 == ragaudit("freshness").returncode
    opened: list[str] = []

    def read(path: Path, most: int) -> bytes:
        opened.append(path.name)
        return read_regular(path, most)

    monkeypatch.setattr(connector, "read_regular", read)
    assert 0 == ragaudit("freshness").returncode
    assert [] == opened
    write_page(pages, "leave.md", LEAVE + " More.", review_in="")
    assert 0 == ragaudit("freshness").returncode
    assert ["leave.md"] == opened


def test_dates_of_a_repository(ragaudit: Here, tmp_path: Path) -> None:
    """The clock may be the history's: a commit that changes the words."""
    docs = tmp_path / "docs"
    write_page(docs, "leave.md", LEAVE, review_in="", last_reviewed_on="")
    configure(tmp_path)
    (tmp_path / "ragaudit.yaml").write_text(
        (tmp_path / "ragaudit.yaml").read_text().replace("filesystem", "git")
    )
    env = {**os.environ, "GIT_COMMITTER_DATE": "2025-01-05T12:00:00Z"}
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "x", "--date=2025-01-05")):
        who = ("-c", "user.name=a", "-c", "user.email=a@acme.example")
        subprocess.run(["git", "-C", str(docs), *who, *command], check=True, env=env)
    ran, state = told(ragaudit)
    assert (1, "2025-01-05") == (ran.returncode, state["oldest"])
