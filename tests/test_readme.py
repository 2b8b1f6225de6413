"""The README shows what the command prints."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.office
def test_the_output_shown_is_the_real_one(tmp_path: Path) -> None:
    """Each part between `[…]` marks stands in the real output, in this order."""
    shutil.copytree(
        ROOT / "sample_corpus",
        tmp_path / "sample_corpus",
        ignore=shutil.ignore_patterns(".ragaudit"),
    )
    ran = subprocess.run(
        [sys.executable, "-m", "ragaudit", "scan", "sample_corpus"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- output of .*?```text\n(.*?)```", readme, re.DOTALL)

    assert shown is not None
    parts = [part.strip("\n") for part in shown[1].split("[…]") if part.strip()]
    places = [ran.stdout.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert sorted(places) == places
