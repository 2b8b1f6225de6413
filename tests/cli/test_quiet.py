"""What a scan must not do: import the heavy stacks, or open a connection."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support import LEAVE, TRAVEL, Runner, write_page

HEAVY = ("torch", "transformers", "sentence_transformers", "chromadb", "llama_index", "openai")
GUARD = """
import os, socket
_connect = socket.socket.connect
def connect(self, address):
    if self.family != socket.AF_UNIX:
        with open(os.environ["GUARD_LOG"], "a") as log:
            log.write(f"{address}\\n")
        raise OSError("blocked by the test")
    return _connect(self, address)
socket.socket.connect = connect
_resolve = socket.getaddrinfo
def resolve(*args, **kwargs):
    with open(os.environ["GUARD_LOG"], "a") as log:
        log.write(f"lookup {args[:2]}\\n")
    raise OSError("blocked by the test")
socket.getaddrinfo = resolve
"""
ATEXIT = """
import atexit, os, sys
def report():
    with open(os.environ["IMPORT_LOG"], "a") as log:
        log.write("".join(f"{name}\\n" for name in sys.modules if "." not in name))
atexit.register(report)
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Pages in several formats, an Office file among them."""
    from docx import Document

    folder = tmp_path / "docs"
    write_page(folder, "leave.md", LEAVE)
    (folder / "travel.html").write_text(f"<title>Travel</title><p>{TRAVEL}</p>")
    (folder / "mail.eml").write_text(f"From: a@b.example\nSubject: Travel\n\n{TRAVEL}\n")
    word = Document()
    word.add_heading("Leave", 1)
    word.add_paragraph(LEAVE)
    word.save(str(folder / "leave.docx"))
    return folder


def _site(tmp_path: Path, text: str) -> str:
    site = tmp_path / "site"
    site.mkdir(exist_ok=True)
    (site / "sitecustomize.py").write_text(text)
    return str(site)


def test_no_connection_is_opened(ragaudit: Runner, docs: Path, tmp_path: Path) -> None:
    """Neither the command nor a worker looks up a name or connects."""
    log = tmp_path / "log"
    env = {"PYTHONPATH": _site(tmp_path, GUARD), "GUARD_LOG": str(log)}

    ran = ragaudit("scan", "docs", "--format", "json", env=env)

    assert ran.returncode in (0, 1, 3), ran.stderr
    assert '"leave.docx"' in ran.stdout
    assert not log.exists(), log.read_text()


@pytest.mark.parametrize("arguments", [("--help",), ("scan", "docs"), ("rules",)])
def test_heavy_stacks_are_not_imported(
    ragaudit: Runner, docs: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """Start-up time is a feature."""
    log = tmp_path / "log"
    ragaudit(*arguments, env={"PYTHONPATH": _site(tmp_path, ATEXIT), "IMPORT_LOG": str(log)})

    imported = set(log.read_text().split())
    assert "ragaudit" in imported
    assert set() == imported & set(HEAVY)


def test_models_are_loaded_only_for_pairs(ragaudit: Runner, tmp_path: Path) -> None:
    """Configured models cost nothing as long as there is nothing to ask them."""
    write_page(tmp_path / "docs", "leave.md", "Read this page before you go on a journey.")
    (tmp_path / "ragaudit.yaml").write_text(
        "version: 1\nsources: [{id: docs, root: docs}]\nnli: {model: acme/nli}\n"
        "llm: {base_url: 'http://127.0.0.1:1/v1', model: m}\n"
    )
    log, site = tmp_path / "log", _site(tmp_path, ATEXIT)
    ran = ragaudit("scan", "--format", "json", env={"PYTHONPATH": site, "IMPORT_LOG": str(log)})

    assert '"CNF308"' in ran.stdout
    assert set() == set(log.read_text().split()) & set(HEAVY)


def test_secrets_never_reach_an_output(ragaudit: Runner, tmp_path: Path) -> None:
    """A key in a quoted line is redacted in every format and in the state files."""
    key = "AKIA" + "QX7ZPLM4NRT2VW8K"
    mail = "zoe.private@acme.example"
    write_page(tmp_path / "docs", "keys.md", f"{LEAVE}\n\nTODO: rotate {key}, ask {mail}\n")
    shown = [
        ragaudit("scan", "docs", "--format", name, "-v").stdout
        for name in ("terminal", "json", "markdown")
    ]

    stored = b"".join(p.read_bytes() for p in (tmp_path / ".ragaudit").iterdir())
    assert all("STR805" in text for text in shown)
    assert not any(key in text or mail in text for text in shown)
    assert key.encode() not in stored
    assert mail.encode() not in stored
