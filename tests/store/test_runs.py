"""The run history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.gate.test_judge import FINDING, SKIP

from ragaudit._store.folder import StateFolder
from ragaudit._store.runs import KEEP_RUNS, RunStore
from ragaudit.errors import StoreError
from ragaudit.model import Audit, RunInfo, Verdict, VerdictStatus
from ragaudit.testing import document

AUDIT = Audit(
    run=RunInfo("r1", date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC), "0", "c", "d"),
    sources=(),
    documents=(document("a.md"), document("bad\udcff.md")),
    findings=(FINDING,),
    skips=(SKIP,),
    verdict=Verdict(VerdictStatus.FAILED, ("1 error",)),
)


def test_a_run_is_found_again(tmp_path: Path) -> None:
    """With its verdict and findings; a path that is no text does not stop it."""
    store = RunStore(f"sqlite:///{tmp_path / 'state.db'}")
    store.save(AUDIT)

    assert [("r1", "failed", 1)] == [(r["id"], r["status"], r["exit_code"]) for r in store.runs()]
    assert [("FRS202", "a.md", 1)] == [
        (f["code"], f["path"], f["line"]) for f in store.findings("r1")
    ]
    store.close()


def test_old_runs_are_forgotten(tmp_path: Path) -> None:
    """The newest stay, with what belongs to them."""
    store = RunStore(f"sqlite:///{tmp_path / 'state.db'}")
    for i in range(KEEP_RUNS + 3):
        started = AUDIT.run.started_at + timedelta(minutes=i)
        store.save(replace(AUDIT, run=replace(AUDIT.run, id=f"r{i}", started_at=started)))
    kept = [run["id"] for run in store.runs()]

    assert KEEP_RUNS == len(kept)
    assert (f"r{KEEP_RUNS + 2}", "r3") == (kept[0], kept[-1])
    assert [] == list(store.findings("r0"))
    store.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """One line, and what to do."""
    (tmp_path / "state.db").write_bytes(b"not a database" * 100)

    with pytest.raises(StoreError, match="cannot be used"):
        RunStore(f"sqlite:///{tmp_path / 'state.db'}")


def test_the_folder_keeps_itself_out_of_version_control(tmp_path: Path) -> None:
    """`.ragaudit/.gitignore` ignores everything."""
    StateFolder.open(tmp_path)

    assert "*\n" == (tmp_path / ".ragaudit" / ".gitignore").read_text()
