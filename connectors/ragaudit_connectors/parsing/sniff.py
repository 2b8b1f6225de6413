"""Whether a file's bytes agree with its name. Cheap unless there is doubt."""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from typing import Any

from ragaudit_connectors.parsing.archive import ENCRYPTED_PACKAGE, OLE

_TEXT = frozenset(
    {"markdown", "html", "text", "rst", "csv", "tsv", "json", "jsonl", "xml", "org", "eml"}
)
_ZIPPED = frozenset({"docx", "pptx", "xlsx", "odt", "epub"})
_BINARY = frozenset({"pdf", "rtf", "msg"}) | _ZIPPED
_OLD_OFFICE = frozenset({"doc", "dot", "ppt", "pps", "xls"})
"""Not read here, but often something readable under an old name."""

_HEAD = 4096
_ODD = bytes(range(9)) + bytes(range(0x0E, 0x1B)) + bytes(range(0x1C, 0x20)) + b"\x7f"
_MAX_ODD_SHARE = 0.01
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<!doctype html|<html[\s>])", re.IGNORECASE)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}<\?xml[ \t]")
_PARTS = (("word/", "docx"), ("ppt/", "pptx"), ("xl/workbook.bin", "xlsb"), ("xl/", "xlsx"),
          ("visio/", "vsdx"), ("META-INF/container.xml", "epub"))  # fmt: skip
_MIMETYPES = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.graphics": "odg",
}
_OLE_STREAMS = {
    "__properties_version1.0": "msg",
    "WordDocument": "doc",
    "PowerPoint Document": "ppt",
    "Workbook": "xls",
    "Book": "xls",
}
_OURS = {"txt": "text", "outlook": "msg"}
"""What magika calls differently."""
_UNSURE = frozenset({"unknown", "undefined", "empty", "directory", "symlink", "randombytes"})
_TEXT_GROUPS = frozenset({"text", "code"})


def check(data: bytes, path: str, format: str) -> str | None:
    """The real format where the bytes contradict the name's, else None.

    Kinds of text never contradict each other: HTML in a `.md` file is Markdown.
    """
    if format in _TEXT:
        return _check_text(data)
    if format in _BINARY:
        return _check_binary(data, format)
    if format in _OLD_OFFICE and not data.startswith(OLE):
        return _check_binary(data, format)
    return None


def _check_text(data: bytes) -> str | None:
    if found := _signature(data, at_start=True):
        return found
    if is_text(data):
        return None
    label, group = _ask_magika(data)
    return None if group in _TEXT_GROUPS else label


def _check_binary(data: bytes, format: str) -> str | None:
    found = _signature(data, at_start=format != "pdf")
    if found == format or not data.strip():
        return None
    if found == "zip" and format in _ZIPPED:
        return None
    if found:
        # An Office file with a password is an OLE container; its parser says so.
        return None if found == "encrypted" else found
    if _HTML.match(data):
        return "html"
    if _XML.match(data):
        return "xml"
    if is_text(data):
        return "text"
    return _ask_magika(data)[0]


def is_text(data: bytes) -> bool:
    """Whether the first bytes are text in some encoding."""
    head = data[:_HEAD]
    if head.startswith(_TEXT_MARKS):
        return True
    odd = len(head) - len(head.translate(None, _ODD))
    return odd <= len(head) * _MAX_ODD_SHARE and b"\x00" not in head


def _signature(data: bytes, at_start: bool) -> str | None:
    # A PDF may follow a little rubbish; a text may mention PDF's signature.
    if data.startswith(b"%PDF-") or (not at_start and b"%PDF-" in data[:1024]):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(OLE):
        return _ole_kind(data)
    return None


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            said = archive.read("mimetype")[:100].strip() if names[:1] == ["mimetype"] else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return _kind_of_cut_zip(data)
    if said in _MIMETYPES:
        return _MIMETYPES[said]
    found = (kind for part, kind in _PARTS if any(name.startswith(part) for name in names))
    return next(found, "zip")


def _kind_of_cut_zip(data: bytes) -> str:
    """By what is left: the names of the parts stand before each of them."""
    if kind := next((k for m, k in _MIMETYPES.items() if m in data[:200]), None):
        return kind
    return next((kind for part, kind in _PARTS if part.encode() in data), "zip")


def _ole_kind(data: bytes) -> str:
    if ENCRYPTED_PACKAGE in data:
        return "encrypted"
    found = (k for name, k in _OLE_STREAMS.items() if name.encode("utf-16-le") in data)
    return next(found, "ole")


def _ask_magika(data: bytes) -> tuple[str | None, str]:
    output = _magika().identify_bytes(data).output
    if output.label in _UNSURE:
        return None, ""
    return _OURS.get(output.label, output.label), output.group


@lru_cache(maxsize=1)
def _magika() -> Any:
    import onnxruntime  # type: ignore[import-untyped]
    from magika import Magika

    onnxruntime.set_default_logger_severity(4)
    return Magika()
