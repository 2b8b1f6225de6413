"""Files that hang, crash or eat memory, read through a third-party connector; Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.support import LEAVE, Runner, write_page

PLUGIN = """
import os, time
from ragaudit_connectors.filesystem import FilesystemConnector

class Nasty(FilesystemConnector):
    def parse(self, ref, data):
        if ref.path.startswith("hang"):
            while True:
                pass
        if ref.path.startswith("slow"):
            time.sleep(0.4)
            with open(os.environ["SEEN"], "a") as seen:
                seen.write(ref.path + "\\n")
        if ref.path.startswith("die"):
            os._exit(9)
        if ref.path.startswith("eat"):
            held = [bytearray(50_000_000) for _ in range(200)]
        if ref.path.startswith("bug"):
            raise KeyError("no such thing")
        return super().parse(ref, data)
"""
CONFIG = """version: 1
sources:
  - {id: docs, type: nasty, root: docs, limits: {timeout_s: 8, memory_bytes: 700000000}}
"""


@pytest.fixture
def plugin(tmp_path: Path) -> dict[str, str]:
    """An installed plugin package, found through its entry point like anybody's."""
    site = tmp_path / "site"
    info = site / "nasty-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "nasty_plugin.py").write_text(PLUGIN)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: nasty\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[ragaudit.connectors]\nnasty = nasty_plugin:Nasty\n")
    (tmp_path / "ragaudit.yaml").write_text(CONFIG)
    return {"PYTHONPATH": str(site), "SEEN": str(tmp_path / "seen")}


def test_each_bad_file_is_a_skip_with_its_reason(
    ragaudit: Runner, tmp_path: Path, plugin: dict[str, str]
) -> None:
    """A hang, a crash, a bug and a glutton end as skips; their neighbours are read."""
    for name in ("hang.md", "die.md", "eat.md", "bug.md", "good.md", "other.md"):
        write_page(tmp_path / "docs", name, f"{LEAVE} This is {name}.")

    ran = ragaudit("scan", "--format", "json", env=plugin)

    report = json.loads(ran.stdout)
    expected = {
        "hang.md": "timeout",
        "die.md": "parser-crashed",
        "eat.md": "memory-limit",
        "bug.md": "parser-crashed",
    }
    assert expected == {s["path"]: s["reason"] for s in report["skips"]}
    assert {"good.md", "other.md"} == {d["path"] for d in report["documents"]}
    assert ran.returncode in (1, 3)
    assert "Traceback" not in ran.stderr


def _wait_for(file: Path, lines: int) -> None:
    """Wait until so many slow files have been parsed."""
    for _ in range(600):
        if file.exists() and len(file.read_text().splitlines()) >= lines:
            return
        time.sleep(0.1)
    pytest.fail("the scan did not get going within a minute")


def test_ctrl_c_reports_what_was_read(tmp_path: Path, plugin: dict[str, str]) -> None:
    """Interrupted, the scan prints what it has, exits 3, and the next scan is whole."""
    for i in range(60):
        write_page(tmp_path / "docs", f"slow-{i:02d}.md", f"{LEAVE} Number {i}.")
    command = [sys.executable, "-m", "ragaudit", "scan", "--format", "json", "--jobs", "1"]
    env = {**os.environ, **plugin}
    process = subprocess.Popen(
        command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    _wait_for(tmp_path / "seen", lines=6)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    report = json.loads(out)
    assert 3 == process.returncode, err
    assert report["run"]["interrupted"]
    assert 0 < len(report["documents"]) < 60
    again = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert 60 == len(json.loads(again.stdout)["documents"])


def test_killed_at_any_moment_state_stays_whole(tmp_path: Path, plugin: dict[str, str]) -> None:
    """After SIGKILL the next scan works and finds everything."""
    for i in range(12):
        write_page(tmp_path / "docs", f"slow-{i:02d}.md", f"{LEAVE} Number {i}.")
    command = [sys.executable, "-m", "ragaudit", "scan", "--format", "json", "--jobs", "1"]
    env = {**os.environ, **plugin}
    for delay in (0.5, 2.5):
        process = subprocess.Popen(
            command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(delay)
        process.kill()
        process.wait()
    again = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)

    assert 12 == len(json.loads(again.stdout)["documents"])


def test_two_scans_at_once(tmp_path: Path) -> None:
    """Two scans of one folder share the state without harm."""
    for i in range(30):
        write_page(tmp_path / "docs", f"page-{i:02d}.md", f"{LEAVE} Number {i}.")
    command = [sys.executable, "-m", "ragaudit", "scan", "docs", "--format", "json"]
    both = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    reports = [json.loads(process.communicate(timeout=120)[0]) for process in both]

    for report in reports:
        del report["run"], report["past"]
        report.pop("since", None)
    assert reports[0] == reports[1]
    assert [] == reports[0]["notes"]
