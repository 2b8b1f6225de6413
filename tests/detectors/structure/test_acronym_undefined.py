"""STR809."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import corpus

from ragaudit.detectors.structure.acronym_undefined import AcronymUndefined
from ragaudit.model import Observation
from ragaudit.testing import check_detector, compare

USES = "# Gate\n\nThe YMS opens the gate. Ask the YMS team if the YMS is down.\n"
MORE = "# Docks\n\nDocks are given out in the YMS, and a driver sees them in the YMS.\n"


def found(*texts: str) -> list[Observation]:
    """What is said of these pages."""
    return compare(AcronymUndefined(), corpus({f"p{n}.md": t for n, t in enumerate(texts)}))


def test_it_is_a_detector() -> None:
    """The rule explains itself, and is off unless asked for."""
    check_detector(AcronymUndefined())
    assert not AcronymUndefined().rule.enabled


def test_a_short_form_nobody_spells_out() -> None:
    """Reported where it is used most."""
    (seen,) = found(MORE, USES)
    assert ("docs:p1.md", ["docs:p0.md"]) == (seen.document, [r.document for r in seen.related])
    assert (
        "“YMS” is used 5 times in 2 documents of this source, most often here, and spelt out in "
        "none." == seen.message
    )


@pytest.mark.parametrize(
    "telling",
    [
        "The yard management system (YMS) is ours.",
        "YMS (yard management system) is ours.",
        "YMS stands for yard management system.",
        "- YMS: yard management system",
        "# YMS\n\nOurs.",
        "| short | long |\n|---|---|\n| YMS | yard management system |",
        "Ours is old.\n\n*[YMS]: yard management system",
    ],
)
def test_one_document_says_it_for_all(telling: str) -> None:
    """Brackets, glossaries, headings, tables."""
    assert [] == found(USES, MORE, telling)


@pytest.mark.parametrize(
    "text",
    [
        "Export it as PDF or CSV, pay the VAT, call the API by HTTPS, and sign the PDF. " * 3,
        "See chapter VII and annex XIV of book VII, then part XII and XIV again. " * 3,
        "You MUST NOT wait, EVER. Wait for nobody, ever, and NEVER for long; never wait. " * 3,
        "Run it with `RMA=1` and look at CMR_1 and CMR/2 in the QRS-17 file. " * 3,
        "IN CASE OF FIRE LEAVE THE YARD BY THE GATE AND CALL FOR HELP AT ONCE. " * 3,
    ],
)
def test_capitals_that_are_no_riddle(text: str) -> None:
    """Common ones, numerals, emphasis, code, shouting."""
    assert [] == found(text, text)


def test_one_document_alone_is_not_enough() -> None:
    """Nor are four uses."""
    assert [] == found(USES * 4)
    assert [] == found(USES, "# Docks\n\nAsk the YMS team.\n")
