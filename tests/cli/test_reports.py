"""Formats, and several reports from one run, the way a pipeline asks for them."""

from __future__ import annotations

import csv
import json
import os
import pty
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from lxml import etree
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from tests.support import LEAVE, Runner, write_page

from ragaudit._registry import REPORTERS, names


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Two pages, one without an owner."""
    write_page(tmp_path / "docs", "leave.md", LEAVE)
    write_page(tmp_path / "docs", "=cmd.md", LEAVE.replace("leave", "travel"), owner="")
    return tmp_path / "docs"


def test_help_names_every_format(ragaudit: Runner) -> None:
    """Those that are installed, none of them imported."""
    ran = ragaudit("scan", "--help")
    shown = " ".join(ran.stdout.split())
    assert [name for name in names(REPORTERS) if f"{name}," not in shown.replace(".", ",")] == []


def test_help_imports_no_reporter(tmp_path: Path) -> None:
    """Neither does a plain scan import the libraries of the others."""
    heavy = ["pandas", "pyarrow", "prometheus_client", "ragaudit_reports.sarif", "jinja2"]
    code = "import sys, ragaudit.cli as c; c.run({}); print([m for m in {} if m in sys.modules])"
    write_page(tmp_path, "leave.md", LEAVE)
    for arguments in (["scan", "--help"], ["scan", ".", "-q", "-o", "out.txt"]):
        ran = subprocess.run(
            [sys.executable, "-c", code.format(arguments, heavy)],
            cwd=tmp_path, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert "[]" == ran.stdout.splitlines()[-1]


def test_several_reports_from_one_scan(ragaudit: Runner, docs: Path, tmp_path: Path) -> None:
    """The terminal report is printed, the others are in their files, and agree."""
    wanted = ("sarif", "junit", "csv", "openmetrics", "json", "markdown", "parquet")
    reports = [part for name in wanted for part in ("--report", f"{name}=out/{name}")]
    ran = ragaudit("scan", "docs", *reports)

    found = json.loads((tmp_path / "out/json").read_text("utf-8"))["findings"]
    [run] = json.loads((tmp_path / "out/sarif").read_text("utf-8"))["runs"]
    table = list(csv.DictReader(StringIO((tmp_path / "out/csv").read_text("utf-8"))))
    suites = etree.parse(tmp_path / "out/junit").getroot()
    metrics = (tmp_path / "out/openmetrics").read_text("utf-8")
    families = text_string_to_metric_families(metrics)  # type: ignore[no-untyped-call]
    counted = sum(s.value for f in families if f.name == "ragaudit_findings" for s in f.samples)

    assert len(found) > 0
    assert {len(found)} == {len(run["results"]), len(table), int(counted)}
    assert str(run["invocations"][0]["exitCode"]) == str(ran.returncode)
    assert "2" == suites[0].get("tests")
    assert b"PAR1" == (tmp_path / "out/parquet").read_bytes()[:4]
    assert "ragaudit 0.1.0" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "sarf"], "there is no reporter “sarf”; did you mean “sarif”?"),
        (["--report", "sarif"], "--report sarif: a format and a file are needed; write it like"),
        (["--report", "=x"], "--report =x: a format and a file are needed"),
        (["--report", "sarf=x"], "there is no reporter “sarf”"),
        (["--report", "csv=x", "-o", "./x"], "two reports would be written to"),
        (["--format", "csv", "--table", "scores"], "invalid value for '--table'"),
    ],
)
def test_what_cannot_be(ragaudit: Runner, docs: Path, arguments: list[str], told: str) -> None:
    """One line and exit 2, before anything is read."""
    ran = ragaudit("scan", "docs", *arguments)

    assert (2, 1, "") == (ran.returncode, ran.stderr.count("\n"), ran.stdout)
    assert told in ran.stderr


def test_a_file_that_cannot_be_written_loses_no_other(
    ragaudit: Runner, docs: Path, tmp_path: Path
) -> None:
    """The line comes last, after everything that could be written."""
    ran = ragaudit("scan", "docs", "--report", "csv=docs/leave.md/x", "--report", "sarif=a.sarif")

    assert 2 == ran.returncode
    assert "ragaudit: docs/leave.md/x cannot be written: " in ran.stderr
    assert "2.1.0" == json.loads((tmp_path / "a.sarif").read_text("utf-8"))["version"]
    assert "ragaudit 0.1.0" in ran.stdout


def test_tables(ragaudit: Runner, docs: Path) -> None:
    """`--table` chooses; a name that begins like a formula is made harmless."""
    ran = ragaudit("scan", "docs", "--format", "csv", "--table", "documents")
    rows = list(csv.DictReader(StringIO(ran.stdout)))

    assert ["'=cmd.md", "leave.md"] == [row["path"] for row in rows]


def test_binary_is_not_printed_on_a_terminal(docs: Path, tmp_path: Path) -> None:
    """It says so before it scans; into a pipe or file it goes."""
    command = [sys.executable, "-m", "ragaudit", "scan", "docs", "--format", "parquet", "-q"]
    ours, theirs = pty.openpty()
    ran = subprocess.run(command, cwd=tmp_path, stdout=theirs, stderr=subprocess.PIPE, timeout=120)
    os.close(ours)
    os.close(theirs)
    piped = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120)

    assert b"ragaudit: parquet is not text; write it to a file with --output\n" == ran.stderr
    assert (2, b"PAR1") == (ran.returncode, piped.stdout[-4:])


def test_a_report_is_replaced_whole(ragaudit: Runner, docs: Path, tmp_path: Path) -> None:
    """A link leads where it led, rights stay, and nothing is left beside."""
    kept = tmp_path / "kept.json"
    kept.write_text("old")
    kept.chmod(0o640)
    (tmp_path / "link.json").symlink_to(kept)
    ragaudit("scan", "docs", "--report", "json=link.json", "--report", "csv=/dev/null")

    assert "ragaudit.report/1" == json.loads(kept.read_text("utf-8"))["schema"]
    assert (True, 0o640) == (
        (tmp_path / "link.json").is_symlink(),
        stat.S_IMODE(kept.stat().st_mode),
    )
    assert [] == list(tmp_path.glob(".*.tmp"))
