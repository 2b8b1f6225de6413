"""The README shows what the command prints."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's root as a reader of the README has it, without the state of earlier runs."""
    root = tmp_path_factory.mktemp("fresh")
    kept_out = shutil.ignore_patterns(".ragaudit", "__pycache__")
    shutil.copytree(ROOT / "sample_corpus", root / "sample_corpus", ignore=kept_out)
    return root


@pytest.mark.office
@pytest.mark.parametrize("command", ["scan", "probe", "freshness"])
def test_the_output_shown_is_the_real_one(folder: Path, command: str) -> None:
    """Each part between `[…]` marks stands in the real output, in this order."""
    ran = subprocess.run(
        [sys.executable, "-m", "ragaudit", command, "sample_corpus"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    compare(f"{command} sample_corpus", ran.stdout)


def compare(command: str, printed: str) -> None:
    """Each part the README shows of a command's output is in what it printed, in this order."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    mark = f"<!-- output of `ragaudit {command}`"
    shown = re.search(re.escape(mark) + r".*?```text\n(.*?)```", readme, re.DOTALL)
    assert shown is not None
    parts = [part.strip("\n") for part in shown[1].split("[…]") if part.strip()]
    places = [printed.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert sorted(places) == places


@pytest.fixture(scope="module")
def mended(folder: Path) -> Path:
    """A copy that was scanned, mended and scanned again, as the README does it."""
    home = folder / "pellworth"
    shutil.copytree(folder / "sample_corpus", home, ignore=shutil.ignore_patterns(".ragaudit"))
    ragaudit(home, "scan", code=1)
    repair = [sys.executable, "tools/repair.py", "."]
    subprocess.run(repair, cwd=home, check=True, capture_output=True)
    ragaudit(home, "scan", code=1)
    return home


def ragaudit(home: Path, *arguments: str, code: int = 0) -> str:
    """What a command prints in a folder; it must end with this code."""
    command = [sys.executable, "-m", "ragaudit", *arguments]
    ran = subprocess.run(command, cwd=home, capture_output=True, text=True)
    assert code == ran.returncode, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.office
def test_what_changed_is_told(mended: Path) -> None:
    """The comparison shown is the real one."""
    compare("diff", ragaudit(mended, "diff"))


@pytest.mark.office
def test_the_sign_off_shown_is_the_real_one(folder: Path, mended: Path) -> None:
    """Refused as the sample is, signed once it is mended, broken by one edit."""
    who = ("--role", "approver", "--as", "leyla.morrow")
    refused = ragaudit(folder / "sample_corpus", "signoff", "--dry-run", *who, code=1)
    compare("signoff --dry-run --role approver --as leyla.morrow", refused)
    ragaudit(mended, "signoff", "keygen", "leyla")
    signed = ragaudit(mended, "signoff", *who, "--key", "leyla.pem")
    compare("signoff --role approver --as leyla.morrow --key leyla.pem", signed)
    assert ragaudit(mended, "verify", "--key", "leyla.pub").startswith("HOLDS (exit code 0)")
    page = mended / "handbook" / "people" / "annual-leave.md"
    page.write_text(page.read_text("utf-8").replace("days", "days off"), "utf-8")
    compare("verify --key leyla.pub", ragaudit(mended, "verify", "--key", "leyla.pub", code=1))
