"""Link texts, definitions, escalations and prohibitions."""

from __future__ import annotations

import pytest
from tests.probes.generate.making import HR, TEXTS, gold, kept, material, proposals, queries

from ragaudit.model import Category
from ragaudit_probes.generate.definition import DefinitionGenerator
from ragaudit_probes.generate.escalation import EscalationGenerator
from ragaudit_probes.generate.link_anchor import LinkAnchorGenerator
from ragaudit_probes.generate.refusal import RefusalGenerator


def test_link_texts_find_their_target() -> None:
    """`here` says nothing of it."""
    (found,) = proposals(LinkAnchorGenerator(), material(TEXTS))

    assert ("annual leave", ["docs:leave.md"]) == (found.query, gold(found))


def test_a_link_text_belongs_to_the_page_it_stands_on() -> None:
    """Public text about a restricted page is no secret; the other way round it is."""
    public = kept(material(TEXTS, {"leave.md": HR}), LinkAnchorGenerator())
    hidden = kept(material(TEXTS, {"travel.md": HR}), LinkAnchorGenerator())

    assert [False] == [p.provenance.restricted for p in public]
    assert [True] == [p.provenance.restricted for p in hidden]


def test_a_link_text_with_two_targets_is_dropped() -> None:
    """It is right for neither."""
    texts = {**TEXTS, "x.md": "# Note\n\nThe [annual leave](badges.md) of badges.\n"}

    assert [] == queries(LinkAnchorGenerator(), material(texts))


@pytest.mark.parametrize(
    ("path", "text", "asked"),
    [
        ("a.md", "The Badge Control Unit (BCU) hangs left.", ["What does BCU stand for?"]),
        ("a.md", "The Badge Control Unit (XYZ) hangs left.", []),
        ("a.md", "Dwell time means the minutes at a dock.", ["What does “Dwell time” mean?"]),
        ("a.md", "A red lamp means that paper ran out.", []),
        ("a.md", "What it means is not known to anybody.", []),
        ("glossary.md", "- Shunter: moves trailers within a yard.", ["What does “Shunter” mean?"]),
        ("a.md", "- Shunter: moves trailers within a yard.", []),
        (
            "glossary.md",
            "| Term | What |\n|---|---|\n| Churn | customers that left us |",
            ["What does “Churn” mean?"],
        ),
    ],
)
def test_definitions(path: str, text: str, asked: list[str]) -> None:
    """Sentences that define, letters that agree, entries of a glossary."""
    assert asked == queries(DefinitionGenerator(), material({path: f"# Some page\n\n{text}\n"}))


def test_a_term_that_two_pages_explain_has_two_answers() -> None:
    """Either of them suffices."""
    texts = {n: f"# Page {n}\n\nDwell time means the minutes at a {n}.\n" for n in ("a.md", "b.md")}
    (found,) = proposals(DefinitionGenerator(), material(texts))

    assert ["docs:a.md", "docs:b.md"] == gold(found)


def test_a_page_with_the_long_and_the_short_form_answers_too() -> None:
    """Nobody who gets it has to ask again; a page with the short form alone leaves them asking."""
    texts = {
        "a.md": "# Review\n\nOpen a Pull Request (PR) for every change.\n",
        "b.md": "# Merge a pull request\n\nYour PR is merged by whoever reviewed it.\n",
        "c.md": "# Release\n\nA PR that is merged goes out on the next morning.\n",
    }
    (found,) = proposals(DefinitionGenerator(), material(texts))

    assert ("What does PR stand for?", ["docs:a.md", "docs:b.md"]) == (found.query, gold(found))


def test_german_pages_are_asked_in_german() -> None:
    """The few words that are added are of the page's language."""
    text = (
        "# Begriffe\n\nDie Rampe ist der Ort, an dem und bei dem die Ware ist. "
        "Standzeit bedeutet die Zeit an der Rampe."
    )

    assert ["Was bedeutet „Standzeit“?"] == queries(DefinitionGenerator(), material({"a.md": text}))


def test_escalations_are_only_those_that_are_written() -> None:
    """Asked by the heading over the passage; other pages make none."""
    (found,) = proposals(EscalationGenerator(), material(TEXTS))

    assert ("docs:badges.md", Category.ESCALATION) == (found.about, found.category)
    assert 3 == found.expect.rank_at_most


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Call the security line at once, day and night.", 1),
        ("If you are on call, page the secondary first.", 1),
        ("Support had the status page changed before the first call.", 0),
        ("He was called at once.", 0),
        ("The phone list is on the wall.", 0),
    ],
)
def test_what_is_an_escalation(text: str, made: int) -> None:
    """An order to tell somebody, not an account of it."""
    texts = {"a.md": f"# Lost or stolen device\n\n{text}\n"}

    assert made == len(proposals(EscalationGenerator(), material(texts)))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Never lend your badge to a visitor.", ["May I lend my badge to a visitor?"]),
        ("Do not send salary figures by mail.", ["May I send salary figures by mail?"]),
        ("If you do not send salary figures by mail, nothing happens.", []),
        ("You do not need a badge on Sundays.", []),
        ("Do not send them by mail to anybody.", []),
        ("He never sends salary figures by mail.", []),
        ("We don't yet have example data for tests of salaries.", []),
        ("Don't put logic in index.js files.", ["May I put logic in index.js files?"]),
        ("Do not repeat salary figures by mail though.", ["May I repeat salary figures by mail?"]),
    ],
)
def test_prohibitions_become_requests(text: str, asked: list[str]) -> None:
    """Of what somebody could ask leave for."""
    assert asked == queries(RefusalGenerator(), material({"a.md": f"# Some page\n\n{text}\n"}))
