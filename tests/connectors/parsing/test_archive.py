"""Containers strangers wrote: damaged, locked, swollen, or with something up their sleeve."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ragaudit.errors import SkipError
from ragaudit.model import Limits, SkipReason
from ragaudit_connectors.parsing import office

pytestmark = pytest.mark.office

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LIMITS = Limits()


def word() -> bytes:
    """A Word file that says nothing."""
    import docx

    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    """A zip file with some parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, changes.get(name, source.read(name)))
    return out.getvalue()


def test_entities_and_outside_files_are_never_followed(tmp_path: Path) -> None:
    """An entity that names a file leaves nothing of that file in the result."""
    secret = tmp_path / "secret.txt"
    secret.write_text("s3cr3t")
    attack = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    core = (
        attack + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
        'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>&e;</dc:title></cp:coreProperties>"
    )
    body = (
        attack
        + f"<w:document {W}><w:body><w:p><w:r><w:t>a&e;b</w:t></w:r></w:p></w:body></w:document>"
    )
    data = repacked(
        word(), {"docProps/core.xml": core.encode(), "word/document.xml": body.encode()}
    )
    try:
        content = office.parse_docx(data, "a.docx", LIMITS)
    except SkipError as skip:
        assert skip.reason is SkipReason.CORRUPT
    else:
        assert "s3cr3t" not in repr(content)


def bomb() -> bytes:
    """A zip file that unpacks to 260 MB of zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(26):
            target.writestr(f"word/{number}.xml", bytes(10_000_000))
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """An Office file behind a password, as Office writes it."""
    from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt("secret", out)
    return out.getvalue()


@pytest.mark.parametrize("parser", [office.parse_docx, office.parse_pptx, office.parse_xlsx])
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"", SkipReason.CORRUPT),
        (lambda: b"PK\x03\x04 and then nothing", SkipReason.CORRUPT),
        (lambda: word()[:9000], SkipReason.CORRUPT),
        (lambda: repacked(word(), {"[Content_Types].xml": b"<broken"}), SkipReason.CORRUPT),
        (bomb, SkipReason.TOO_LARGE),
        (lambda: locked(word()), SkipReason.ENCRYPTED),
    ],
)
def test_a_container_that_cannot_be_read_is_a_typed_skip(
    parser: Any, make: Any, reason: SkipReason
) -> None:
    """Empty, cut off, damaged, swollen or locked: each says which."""
    with pytest.raises(SkipError) as caught:
        parser(make(), "a.docx", LIMITS)
    assert reason is caught.value.reason
    assert caught.value.action


def test_without_the_extra_a_skip_names_the_command() -> None:
    """One command to run, and no traceback."""
    code = (
        "import sys; sys.modules['unstructured'] = None\n"
        "from ragaudit.errors import SkipError\n"
        "from ragaudit.model import Limits\n"
        "from ragaudit_connectors.parsing import office\n"
        "import io, zipfile\n"
        "out = io.BytesIO()\n"
        "zipfile.ZipFile(out, 'w').writestr('[Content_Types].xml', '')\n"
        "try: office.parse_docx(out.getvalue(), 'a.docx', Limits())\n"
        "except SkipError as skip: print(skip.reason, '|', skip.detail, '|', skip.action)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    expected = (
        "missing-extra | reading .docx needs the office extra | pip install 'ragaudit[office]'\n"
    )
    assert expected == done.stdout
