"""EXT709."""

from __future__ import annotations

import pytest

from ragaudit.detectors.extraction.type_mismatch import TypeMismatch
from ragaudit.testing import check_detector
from ragaudit_connectors.parsing import parse

PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>Sign in</p></body></html>"


def test_it_is_a_detector() -> None:
    """The rule explains itself."""
    check_detector(TypeMismatch())


@pytest.mark.parametrize(("path", "format"), [("report.pdf", "pdf"), ("report.docx", "docx")])
def test_login_page_saved_as_a_document(path: str, format: str) -> None:
    """What a download without a session leaves behind."""
    (found,) = TypeMismatch().inspect(parse(PAGE, path, format))

    assert found.message.startswith("The file holds HTML")


@pytest.mark.parametrize(
    ("data", "path", "format"),
    [
        (PAGE, "a.html", "html"),
        (PAGE, "a.md", "markdown"),
        (b"# Title\n\nText.\n", "a.txt", "text"),
        (b'{"a": 1}', "a.txt", "text"),
        (b"a,b\n1,2\n", "a.md", "markdown"),
    ],
)
def test_kinds_of_text_agree(data: bytes, path: str, format: str) -> None:
    """Text under the name of another kind of text is read all the same."""
    assert list(TypeMismatch().inspect(parse(data, path, format))) == []
