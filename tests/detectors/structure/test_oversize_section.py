"""STR808."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import page

from ragaudit.detectors.structure.oversize_section import OversizeSection
from ragaudit.model import Content
from ragaudit.testing import check_detector

SENTENCE = "Every driver books a dock before the lorry leaves the yard. "
"""Eleven words."""
LONG = SENTENCE * 190


def found(content: Content) -> list[tuple[int | None, str]]:
    """Line and quote of every observation."""
    return [(o.line, o.quote) for o in OversizeSection().inspect(content)]


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(OversizeSection())


def test_one_heading_over_too_much_text() -> None:
    """The section is named, counted, and its end given."""
    (seen,) = OversizeSection().inspect(page(f"# Docks\n\nShort.\n\n## Booking\n\n{LONG}\n"))
    assert (5, "Booking") == (seen.line, seen.quote)
    assert (
        "Under “Booking” stand 2,090 words of running text, up to line 7, without another heading "
        "between them." == seen.message
    )


def test_many_paragraphs_and_long_items_add_up() -> None:
    """It is the section that counts, not its paragraphs."""
    items = "\n".join(f"- {SENTENCE}{SENTENCE}" for _ in range(50))
    paragraphs = "\n\n".join(SENTENCE * 10 for _ in range(10))
    assert [(1, "Docks")] == found(page(f"# Docks\n\n{items}\n\n{paragraphs}\n"))


def test_text_without_any_heading() -> None:
    """In Markdown that is a choice."""
    assert [(1, "")] == found(page(LONG))


def test_two_long_sections_are_two_findings() -> None:
    """Each has its own line."""
    assert [(1, "A"), (5, "B")] == found(page(f"# A\n\n{LONG}\n\n# B\n\n{LONG}"))


@pytest.mark.parametrize(
    "text",
    [
        f"# A\n\n{SENTENCE * 100}\n\n## B\n\n{SENTENCE * 100}",
        "# A\n\n```\n" + LONG + "\n```\n",
        "# A\n\n| a |\n|---|\n" + f"| {SENTENCE} |\n" * 200,
        "# Links\n\n" + "- A name, and another one\n" * 900,
        "# Glossary\n\n" + f"- Dock - {SENTENCE}\n" * 200,
        "",
    ],
)
def test_what_is_not_one_long_text(text: str) -> None:
    """Divided text, code, tables, lists of entries, nothing."""
    assert [] == found(page(text))


@pytest.mark.parametrize("form", ["pdf", "text", "eml", "csv"])
def test_formats_without_headings(form: str) -> None:
    """Where nobody can write a heading, none is missed."""
    assert [] == found(page(LONG, format=form))
