"""`ragaudit sources`, and scans of source systems that work and that do not."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from tests.support import LEAVE, TRAVEL, Runner, write_page

CONFIG = """version: 1
as_of: 2026-11-01
sources:
  - {id: docs, type: filesystem, root: docs}
  - id: faq
    type: sql
    url: sqlite:///faq.db
    options:
      table: faq
      columns: {id: id, path: slug, title: title, body: body, owner: owner, allow: readers}
"""
PLAIN = "Painted carriages brighten rainy mornings for everybody aboard."
KEY = "AKIA" + "QYLPMN5HHHFPZAM2"


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """A folder and a database, with a secret in a row only HR may read."""
    write_page(tmp_path / "docs", "leave.md", LEAVE)
    with sqlite3.connect(tmp_path / "faq.db") as db:
        db.execute("create table faq (id integer, slug, title, body, owner, readers)")
        rows = [
            (1, "trains", "Trains", f"{TRAVEL} {PLAIN}", "ann@acme.example", '["public"]'),
            (2, "hr/pay", "Salary of Zebedee", f"{LEAVE} The key is {KEY}.", "ann", '["hr"]'),
        ]
        db.executemany("insert into faq values (?, ?, ?, ?, ?, ?)", rows)
    db.close()
    (tmp_path / "ragaudit.yaml").write_text(CONFIG)
    return tmp_path


def test_sync_then_nothing_to_do(ragaudit: Runner, kb: Path) -> None:
    """The first reads everything, the second nothing."""
    first = ragaudit("sources", "sync", "--format", "json")
    second = ragaudit("sources", "sync", "--format", "json")

    keys = ("documents", "new", "changed", "gone", "fetched")
    assert [(2, 2, 0, 0, 2)] == [tuple(s[k] for k in keys) for s in json.loads(first.stdout)]
    assert [(2, 0, 0, 0, 0)] == [tuple(s[k] for k in keys) for s in json.loads(second.stdout)]
    assert (0, 0) == (first.returncode, second.returncode)


def test_a_scan_reads_both(ragaudit: Runner, kb: Path) -> None:
    """Rows are documents with owner, access and findings of their own."""
    ran = ragaudit("scan", "--format", "json")

    report = json.loads(ran.stdout)
    assert [] == report["source_failures"]
    assert {"leave.md", "trains", "hr/pay"} == {d["path"] for d in report["documents"]}
    assert [("SAF601", "hr/pay")] == [
        (f["code"], f["path"]) for f in report["findings"] if f["code"].startswith("SAF")
    ]


def test_a_source_system_goes_by_its_id(ragaudit: Runner, kb: Path) -> None:
    """Its address says less."""
    ran = ragaudit("scan")

    assert "· docs, faq: 3 documents ·" in ran.stdout.splitlines()[0]


def test_no_text_and_no_secret_is_kept(ragaudit: Runner, kb: Path) -> None:
    """Neither in what is printed nor in what is stored, and others may not read the latter."""
    ran = ragaudit("scan", "--verbose")
    state = [file for file in (kb / ".ragaudit").rglob("*") if file.is_file()]
    stored = b"".join(file.read_bytes() for file in state)

    assert KEY not in ran.stdout + ran.stderr
    assert KEY.encode() not in stored
    assert PLAIN.encode() not in stored
    assert 0o600 == (kb / ".ragaudit" / "catalogue.db").stat().st_mode & 0o777


def test_a_source_that_fails_is_no_empty_one(ragaudit: Runner, kb: Path) -> None:
    """The rest is audited, the failure is named with what to do, and the exit code is 3."""
    ragaudit("scan")
    (kb / "faq.db").rename(kb / "moved.db")

    ran = ragaudit("scan", "--format", "json", "--fail-on", "never")

    report = json.loads(ran.stdout)
    assert 3 == ran.returncode
    assert ["faq"] == [failure["source"] for failure in report["source_failures"]]
    assert all(f["detail"] and f["action"] for f in report["source_failures"])
    assert {"leave.md", "trains", "hr/pay"} == {d["path"] for d in report["documents"]}


def test_check_has_a_row_a_capability(ragaudit: Runner, kb: Path) -> None:
    """And says what the account may do."""
    ran = ragaudit("sources", "check", "--format", "json")

    rows = json.loads(ran.stdout)
    assert 0 == ran.returncode
    assert ("docs", "list", "ok") in {(r["source"], r["capability"], r["state"]) for r in rows}
    assert ("faq", "list", "ok") in {(r["source"], r["capability"], r["state"]) for r in rows}


def test_check_of_a_source_that_fails(ragaudit: Runner, kb: Path) -> None:
    """A row says so, and what to do."""
    (kb / "faq.db").unlink()

    ran = ragaudit("sources", "check", "faq")

    assert 3 == ran.returncode
    assert "failed" in ran.stdout and "→" in ran.stdout
    assert "" == ran.stderr


def test_a_source_nobody_has(ragaudit: Runner, kb: Path) -> None:
    """One line with the nearest name."""
    ran = ragaudit("sources", "sync", "fag")

    assert (2, "") == (ran.returncode, ran.stdout)
    assert "ragaudit: there is no source “fag”; did you mean “faq”?\n" == ran.stderr


def test_a_password_in_an_address_is_refused(ragaudit: Runner, kb: Path) -> None:
    """It belongs into the environment."""
    text = CONFIG.replace("sqlite:///faq.db", "postgresql://auditor:hunter2@127.0.0.1/kb")
    (kb / "ragaudit.yaml").write_text(text)

    ran = ragaudit("scan")

    assert 2 == ran.returncode
    assert "ragaudit.yaml:7:5: sources.1.url: holds a password" in ran.stderr
    assert "hunter2" not in ran.stderr


def test_a_wrong_option_is_named(ragaudit: Runner, kb: Path) -> None:
    """With file, line and what there is."""
    (kb / "ragaudit.yaml").write_text(CONFIG.replace("table: faq", "tabel: faq"))

    ran = ragaudit("scan")

    assert 2 == ran.returncode
    assert "ragaudit.yaml:" in ran.stderr and "tabel" in ran.stderr
