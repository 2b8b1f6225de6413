"""How a page is cut into statements."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import page

from ragaudit.detectors.conflict._statements import MAX_SENTENCE, Form, Statement, statements
from ragaudit.testing import text_content


def of(text: str) -> list[Statement]:
    return list(statements(page(text)))


def test_sentences_have_their_line_and_headings() -> None:
    """One statement a sentence."""
    first, second = of("# Leave\n\n## Carry over\n\nFive days move.\nThe rest lapses.\n")
    assert ("Five days move.", 5, Form.SENTENCE) == (first.text, first.line, first.form)
    assert ("The rest lapses.", 6) == (second.text, second.line)
    assert ("Leave", "Carry over") == first.heading_path
    assert "Five days move." == second.before


@pytest.mark.parametrize(
    "text",
    [
        "Send approx. 5 files.",
        "Open at 9 a.m. Monday is closed.",
        "Ask Dr. Who first.",
        "Use e.g. Firefox.",
    ],
)
def test_abbreviations_end_no_sentence(text: str) -> None:
    """A full stop may be part of a word."""
    assert [text] == [s.text for s in statements(text_content(text))]


def test_a_list_is_led_by_the_line_above() -> None:
    """An item completes it."""
    (_, first, second) = of("You get:\n\n- 30 days of leave\n- a laptop\n")
    assert ("You get:", Form.ITEM) == (first.lead, first.form)
    assert "You get:" == second.lead


def test_an_answer_is_led_by_its_question() -> None:
    """The question says what the answer is about, and claims nothing itself."""
    (answer,) = of("**How long may I return goods?**\n\nFor 30 days.\n")
    assert ("For 30 days.", "How long may I return goods?") == (answer.text, answer.lead)


def test_a_key_leads_its_value() -> None:
    """`Key: value` is a pair, but a note is not."""
    (pair,) = of("Notice period: 30 days\n")
    assert ("30 days", "Notice period", Form.PAIR) == (pair.text, pair.lead, pair.form)
    (note,) = of("Note: It takes 30 days.\n")
    assert Form.SENTENCE is note.form


def test_a_cell_has_its_row_and_column() -> None:
    """The first cell names the row."""
    (cell,) = of("| Weight | Price |\n|---|---|\n| 5 kg | 7.90 € |\n")
    assert ("7.90 €", "5 kg", "Price", Form.CELL) == (cell.text, cell.lead, cell.column, cell.form)


@pytest.mark.parametrize(
    "text", ["# Only a heading\n", "```\nwait 30 days\n```\n", f"It takes {'x' * MAX_SENTENCE}.\n"]
)
def test_makes_no_statement(text: str) -> None:
    """Headings, code, and what no sentence is."""
    assert [] == of(text)
