"""Names as strangers leave them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit_connectors.files.names import shown

HALVES = st.characters(categories=["Cs"])
NAMES = st.text(st.one_of(st.characters(), HALVES), max_size=20)


@given(NAMES)
def test_every_name_can_be_shown(name: str) -> None:
    """Half characters of JSON and SMB included; what is shown is printable and stays so."""
    text = shown(name)

    assert text == text.encode("utf-8").decode("utf-8")
    assert text == shown(text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Zürich.md", "Zürich.md"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("caf\udce9", "caf\\xe9"),
        ("\ud800", "\\xed\\xa0\\x80"),
    ],
)
def test_what_cannot_be_printed_is_escaped(name: str, expected: str) -> None:
    """A byte of another encoding, a command to a terminal, half a character."""
    assert expected == shown(name)
