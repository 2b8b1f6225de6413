"""How an inline note is read."""

from __future__ import annotations

from datetime import date

import pytest

from ragaudit._gate.suppress import Note, read_note
from ragaudit.model import Directive


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ignore FRS203 kept for the record", (("FRS203",), "kept for the record", None)),
        ("ignore FRS203: kept", (("FRS203",), "kept", None)),
        ('ignore FRS203 reason="kept"', (("FRS203",), "kept", None)),
        ("ignore FRS203, DUP401 — kept", (("FRS203", "DUP401"), "kept", None)),
        ("ignore frs203 until 2027-01-01: kept", (("FRS203",), "kept", date(2027, 1, 1))),
        ('ignore FRS203 reason="kept" until=2027-01-01', (("FRS203",), "kept", date(2027, 1, 1))),
    ],
)
def test_notes_people_write(text: str, expected: tuple[tuple[str, ...], str, date | None]) -> None:
    """Codes, reason and end in the usual spellings."""
    note = read_note(Directive(7, text))

    assert note == Note(*expected, line=7)


@pytest.mark.parametrize("text", ["ignore FRS203", "ignore FRS203 until soon: kept"])
def test_a_note_that_cannot_count_says_why(text: str) -> None:
    """Without a reason, or with an end nobody can read, it does not count."""
    note = read_note(Directive(1, text))

    assert note is not None
    assert note.problem


def test_other_directives_are_not_notes() -> None:
    """Only `ignore` with a code is one."""
    assert [None, None, None] == [
        read_note(Directive(1, text)) for text in ("", "ignore", "ignore everything")
    ]
