"""A build whose process is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.probes.index.made import TEXTS, asked, built, document, documents

from ragaudit.text import sha256

SCRIPT = """
import os, signal
from pathlib import Path
from tests.probes.index.made import document, documents, target
from ragaudit_probes.index import build

def dying():
    yield from documents()[1:3]
    yield document("kb:bands.md", "Bands of tomorrow.")
    os.kill(os.getpid(), signal.SIGKILL)

build._BATCH = 1
target(Path(".")).build(dying())
"""


def test_a_killed_build_is_taken_up_and_what_was_served_stays(tmp_path: Path) -> None:
    """Killed without a chance to tidy up."""
    index = built(tmp_path, {"kb:old.md": "Salary bands of old."})
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
    )
    assert -signal.SIGKILL == done.returncode
    assert ["kb:old.md"] == asked(index, "salary bands")
    last = document("kb:bands.md", "Bands of tomorrow.")
    report = index.build([*documents()[1:], last])
    assert (1, 1, 4) == (report.changed, report.removed, report.documents)
    expected = {name: sha256(text) for name, text in TEXTS.items()}
    assert expected | {"kb:bands.md": last.stamp} == index.held()
