"""Where the report cannot be printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import LEAVE, Ran, Runner, write_page

RAGAUDIT = f"{sys.executable} -m ragaudit"


def _shell(command: str, folder: Path) -> Ran:
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("arguments", ["scan docs", "rules", "--help"])
def test_nobody_reads_the_pipe(tmp_path: Path, arguments: str) -> None:
    """The verdict counts, not the pipe: code 1 would say that the gate failed."""
    write_page(tmp_path / "docs", "leave.md", LEAVE)
    ran = _shell(f"{RAGAUDIT} {arguments} | true; echo ${{PIPESTATUS[0]}}", tmp_path)

    assert ("0\n", "") == (ran.stdout, ran.stderr)


def test_a_failed_gate_stays_failed_in_a_pipe(tmp_path: Path) -> None:
    """`| head` does not hide the verdict."""
    write_page(tmp_path / "docs", "leave.md", LEAVE, owner="")
    scan = f"{RAGAUDIT} scan docs --fail-on info"
    ran = _shell(f"{scan} | true; echo ${{PIPESTATUS[0]}}", tmp_path)

    assert ("1\n", "") == (ran.stdout, ran.stderr)


@pytest.mark.parametrize(
    ("redirect", "why"),
    [(">&-", "the output is closed"), (">/dev/full", "no space left on device")],
)
def test_a_report_that_is_lost(tmp_path: Path, redirect: str, why: str) -> None:
    """One line and exit 2, also where the gate would have passed."""
    write_page(tmp_path / "docs", "leave.md", LEAVE)
    ran = _shell(f"{RAGAUDIT} scan docs {redirect}", tmp_path)

    assert (2, f"ragaudit: the report cannot be printed: {why}; use --output\n") == (
        ran.returncode,
        ran.stderr,
    )


def test_any_command_on_a_full_disk(tmp_path: Path) -> None:
    """No traceback."""
    ran = _shell(f"{RAGAUDIT} rules >/dev/full", tmp_path)

    assert (2, "ragaudit: no space left on device\n") == (ran.returncode, ran.stderr)


def test_a_path_no_system_can_open(ragaudit: Runner) -> None:
    """A name too long is one line like any other wrong path."""
    ran = ragaudit("scan", "x" * 300)

    assert (2, 1) == (ran.returncode, ran.stderr.count("\n"))
    assert "cannot be opened: file name too long; check the path" in ran.stderr


def test_a_path_that_is_a_pipe(ragaudit: Runner, tmp_path: Path) -> None:
    """It is there, so it is not called missing; nobody waits for it."""
    os.mkfifo(tmp_path / "notes.md")
    ran = ragaudit("scan", "notes.md")

    assert 2 == ran.returncode
    assert "ragaudit: notes.md is neither a file nor a folder; check the path\n" == ran.stderr
