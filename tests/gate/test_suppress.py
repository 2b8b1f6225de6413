"""How an inline note is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.gate.test_judge import FINDING

from ragaudit._gate.suppress import Note, read_note, suppress
from ragaudit.model import ContentSummary, Directive, Related, Status
from ragaudit.testing import AS_OF, document


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


@pytest.mark.parametrize(
    ("noted", "found", "status"),
    [
        (20, 20, Status.SUPPRESSED),
        (20, 22, Status.SUPPRESSED),
        (20, 23, Status.OPEN),
        (20, 19, Status.OPEN),
        (20, None, Status.SUPPRESSED),
        (20, 3, Status.SUPPRESSED),
        (7, 90, Status.SUPPRESSED),
    ],
)
def test_how_far_a_note_reaches(noted: int, found: int | None, status: Status) -> None:
    """Its own line and two below; the whole document from its head, or for what is about all."""
    summary = ContentSummary(
        "markdown",
        "0",
        100,
        directives=(Directive(noted, "ignore FRS202: kept"),),
        front_matter_lines=5,
    )
    page = document("a.md")
    page = replace(page, content=summary)

    (judged,) = suppress([replace(FINDING, line=found)], {page.id: page}, [], AS_OF)

    assert status is judged.status


def test_a_pair_is_about_the_whole_document() -> None:
    """A copy has no place of its own."""
    summary = ContentSummary("markdown", "0", 9, directives=(Directive(2, "ignore FRS202: ok"),))
    page = replace(document("a.md"), content=summary)
    finding = replace(FINDING, line=50, related=(Related("docs:b.md"),))

    (judged,) = suppress([finding], {page.id: page}, [], AS_OF)

    assert Status.SUPPRESSED is judged.status
