"""`unstructured` works without a network, a model, or a word on the terminal."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

pytestmark = pytest.mark.office

SCRIPT = """
import socket, sys
def refuse(*_, **__): raise AssertionError("a connection was opened")
socket.socket.connect = socket.getaddrinfo = refuse
from pathlib import Path
from ragaudit.model import Limits
from ragaudit_connectors.parsing import parse
for name, format in [("a.docx", "docx"), ("a.pptx", "pptx"), ("a.eml", "eml")]:
    content = parse(Path(name).read_bytes(), name, format, Limits())
    assert "We close at five" in content.text, content
heavy = sorted({"spacy", "torch", "transformers", "nltk"} & sys.modules.keys())
assert not heavy, heavy
"""


def test_documents_are_read_offline_and_in_silence(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A fresh process reads Word, PowerPoint and mail with sockets blocked."""
    import docx
    import pptx

    folder = tmp_path_factory.mktemp("offline")
    sentence = "We close at five. Visitors leave by four, 12 Main Street, and sign out."
    document, deck, out = docx.Document(), pptx.Presentation(), io.BytesIO()
    document.add_paragraph(sentence)
    document.save(out)
    (folder / "a.docx").write_bytes(out.getvalue())
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, 10, 10).text_frame.text = sentence
    deck.save(str(folder / "a.pptx"))
    (folder / "a.eml").write_text(f"Subject: hours\n\n{sentence}\n")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=folder, capture_output=True, text=True, check=False
    )
    expected = (0, "", "")
    assert expected == (done.returncode, done.stdout, done.stderr)
