"""EXT705."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.detectors.corpora import page

from ragaudit.detectors.extraction.broken_layout import BrokenLayout
from ragaudit.model import Content
from ragaudit.testing import check_detector
from ragaudit_connectors.parsing import parse

DIVIDED = """\
The inter- national carriers book their docks by tele- phone, and the con- firmation follows by
e-mail. The ware- house opens the gate when the driver shows the con- firmation at the kiosk.

An international carrier whose confirmation is lost asks the warehouse by telephone. Nobody needs to
wait: the gate is opened by hand, and the clerk notes the plate, the time and the name. Lorries that
come early park behind the gate until their hour, and lorries that come late lose the dock to the
next one in the list, which the clerk keeps on paper and hands over when the shift ends at night.
"""
LEFT = [
    "The gate opens at six in the morning", "and stays open until the last driver",
    "has left the yard, which on most days", "is shortly before eight. Carriers that",
    "come later ring the bell and wait for", "the guard, who notes the plate and the",
    "name of the driver and opens the gate", "by hand. Nobody else may open it, and",
    "whoever does so all the same is asked", "to leave the yard at once.",
]  # fmt: skip
RIGHT = [
    "Docks are given out in the order of", "the list, which the clerk prints every",
    "night. A driver who does not come is", "called twice and then struck off, and",
    "the dock goes to the next one who is", "already waiting behind the gate in the",
    "order of arrival. Cold goods go first", "whatever the list says, because doors",
    "that stand open for long spoil them", "and cost the carrier money.",
]  # fmt: skip
CLEAN = " ".join(LEFT + RIGHT)


def plain(text: str) -> Content:
    """A text file."""
    return parse(text.encode(), "page.txt", "text")


def printed(pages: list[str], footer: str = "") -> Content:
    """A PDF of these pages."""
    made = plain("\n\n".join(f"{text}\n{footer.format(n + 1)}" for n, text in enumerate(pages)))
    blocks = tuple(replace(b, page=n + 1) for n, b in enumerate(made.blocks))
    return replace(made, format="pdf", blocks=blocks, pages=len(pages))


def found(content: Content) -> list[str]:
    """What is said."""
    return [o.message for o in BrokenLayout().inspect(content)]


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(BrokenLayout())


@pytest.mark.parametrize("form", ["markdown", "text", "docx", "html"])
def test_words_that_stayed_divided(form: str) -> None:
    """Three of them stand whole in the same document, which proves it."""
    (seen,) = BrokenLayout().inspect(page(DIVIDED, format=form))
    assert (1, "The inter- national carriers book their docks by tele-") == (
        seen.line,
        seen.quote[:54],
    )
    assert (
        "The layout of the page shows in the text: 5 words are divided by a hyphen, such as "
        "“inter- national”; 5 of them stand whole elsewhere." == seen.message
    )


def test_words_divided_at_the_end_of_lines() -> None:
    """Wrapped text with the hyphens of print."""
    assert 1 == len(found(plain(DIVIDED.replace("- ", "-\n"))))


def test_two_columns_side_by_side() -> None:
    """Each line is half of one sentence and half of another."""
    text = "\n".join(f"{a:<44}{b}" for a, b in zip(LEFT, RIGHT, strict=True))
    (said,) = found(plain(text))
    assert "10 lines hold two columns of text side by side" in said


def test_a_footer_and_divided_words() -> None:
    """Two signs, neither of which would do alone."""
    text = CLEAN.replace("morning", "mor- ning").replace("waiting", "wait- ing")
    pages = [f"{name} first. {text}" for name in ("Ann", "Bob", "Cem", "Dee", "Eva")]
    (said,) = found(printed(pages, "Yard rules of Pellworth – page {}"))
    assert "the line “Yard rules of Pellworth – page 1” stands on 5 of 5 pages" in said


def test_words_chopped_and_divided() -> None:
    """A column two words wide."""
    words = (CLEAN.replace("morning", "mor- ning") + " inter- national").split()
    lines = "\n".join(" ".join(words[i : i + 2]) for i in range(0, len(words), 2))
    broken = lines + "\nthe con- firmation\nthe ware- house\nof tele- phone\nfor deli- very\n"
    (said,) = found(plain(broken))
    assert "% of the lines are shorter than four words" in said


@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        "We keep short- and long-term contracts, part- or full-time posts, and first- to "
        "third-rate docks; " * 12,
        "Der Ein- und Ausgang sowie die Zu- oder Abfahrt werden mor- gens geöffnet. " * 12,
        "A well- known cross- dock of a third- party site is a custom- made one. " * 12,
        "Roses are red\nviolets blue\nsugar is sweet\nand so are you\n\n" * 20,
        "Pellworth Ltd\n12 Quay Street\nFelling Cross\nNE10 1AA\n\n" * 20,
        "Key        What it does\n" + "F1         opens the help of the page you are on\n" * 20,
        "inter- national " * 3 + CLEAN,
        "",
    ],
)
def test_texts_that_only_look_broken(text: str) -> None:
    """Suspended hyphens, compounds, verse, addresses, tables, too few divided words."""
    assert [] == found(plain(text))


def test_a_footer_alone() -> None:
    """Many a good PDF has one."""
    pages = [f"{name} first. {CLEAN}" for name in ("Ann", "Bob", "Cem", "Dee", "Eva")]
    assert [] == found(printed(pages, "Yard rules of Pellworth – page {}"))


def test_divided_words_in_code_and_lists() -> None:
    """An option is no half of a word."""
    options = "- use inter- national\n- use tele- phone\n- con- firmation\n" * 4
    assert [] == found(page(f"```\n{DIVIDED}\n```\n\n{options}\n{CLEAN}"))


def test_scripts_without_spaces() -> None:
    """Their lines have no words to count."""
    assert [] == found(plain(("東京 都 の 倉庫 は 六時 に 開く\n" * 40) + DIVIDED[:90]))
