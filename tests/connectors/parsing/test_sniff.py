"""A file is told by its bytes where its name lies, and left alone where it does not."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest

from ragaudit_connectors.parsing import sniff
from ragaudit_connectors.parsing.archive import OLE

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61") + bytes(
    64
)
HTML = b"<!DOCTYPE html>\n<html><head><title>403</title></head><body>Forbidden</body></html>"


def archive(*names: str, mimetype: str = "") -> bytes:
    """A zip file with empty parts of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        if mimetype:
            target.writestr("mimetype", mimetype)
        for name in names:
            target.writestr(name, "")
    return out.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
ODT = archive("content.xml", mimetype="application/vnd.oasis.opendocument.text")


@pytest.mark.parametrize(
    ("data", "name", "format", "expected"),
    [
        (PDF, "handbook.docx", "docx", "pdf"),
        (PDF, "notes.md", "markdown", "pdf"),
        (HTML, "policy.pdf", "pdf", "html"),
        (b"Access denied. Please sign in.\n", "policy.pdf", "pdf", "text"),
        (b"<?xml version='1.0'?><Error/>", "deck.pptx", "pptx", "xml"),
        (PNG, "diagram.md", "markdown", "png"),
        (PNG, "scan.pdf", "pdf", "png"),
        (XLSX, "report.docx", "docx", "xlsx"),
        (DOCX, "report.txt", "text", "docx"),
        (DOCX[:-40], "report.txt", "text", "docx"),
        (ODT, "letter.docx", "docx", "odt"),
        (b"{\\rtf1\\ansi hello}", "letter.doc", "doc", "rtf"),
        (HTML, "table.xls", "xls", "html"),
        (OLE + "WordDocument".encode("utf-16-le"), "old.docx", "docx", "doc"),
        (OLE + "__properties_version1.0".encode("utf-16-le"), "mail.eml", "eml", "msg"),
        (archive("photos/a.jpg"), "readme.txt", "text", "zip"),
    ],
)
def test_bytes_that_contradict_the_name_are_reported(
    data: bytes, name: str, format: str, expected: str
) -> None:
    """The real format is named in our words, or in magika's."""
    assert expected == sniff.check(data, name, format)


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (b"# Title\n\nText.\n", "a.md", "markdown"),
        (HTML, "a.md", "markdown"),
        (b"a,b\n1,2\n", "a.txt", "text"),
        (b"# Not HTML", "a.html", "html"),
        (b"How to tell a PDF: it starts with %PDF-1.7\n", "pdf-facts.md", "markdown"),
        ("Größe: 5 °C\n".encode("latin-1") * 50, "a.txt", "text"),
        ("日本語の文書".encode("shift_jis") * 50, "a.txt", "text"),
        ("日本語の文書".encode("iso2022_jp") * 50, "a.txt", "text"),
        ("Windows text".encode("utf-16"), "a.txt", "text"),
        ("Windows text, no mark".encode("utf-16-le"), "a.txt", "text"),
        (b"page one\x0cpage two\n", "a.txt", "text"),
        (b"\x1b[31mred\x1b[0m log line\n", "a.txt", "text"),
        (b"", "a.pdf", "pdf"),
        (PDF, "a.pdf", "pdf"),
        (b"\x00\x05\x16\x00rubbish before" + PDF, "a.pdf", "pdf"),
        (DOCX, "a.docx", "docx"),
        (DOCX[:-40], "cut.docx", "docx"),
        (ODT, "a.odt", "odt"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked.xlsx", "xlsx"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "doc"),
        (b"From someone Mon Jun 01 10:00:00 2009\n\nhi", "a.mbox", "mbox"),
    ],
)
def test_bytes_that_agree_with_the_name_are_left_alone(data: bytes, name: str, format: str) -> None:
    """Odd encodings, text of another kind and damaged files are no contradiction."""
    assert sniff.check(data, name, format) is None


def test_plain_text_is_checked_without_loading_the_model() -> None:
    """A folder of Markdown files never pays for magika."""
    code = (
        "import sys\n"
        "from ragaudit_connectors.parsing import sniff\n"
        "sniff.check(b'# Title', 'a.md', 'markdown')\n"
        "print('magika' in sys.modules, 'onnxruntime' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


def test_the_model_is_asked_in_silence() -> None:
    """Asking magika prints nothing."""
    code = (
        "from ragaudit_connectors.parsing import sniff\n"
        f"assert sniff.check({PNG!r}, 'a.md', 'markdown') == 'png'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
