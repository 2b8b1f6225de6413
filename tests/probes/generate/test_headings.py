"""Titles, headings and questions."""

from __future__ import annotations

import pytest
from tests.probes.generate.making import (
    BADGES,
    LEAVE,
    TEXTS,
    gold,
    kept,
    material,
    proposals,
    queries,
)

from ragaudit.model import Category
from ragaudit_probes.generate._text import heading, stands_alone
from ragaudit_probes.generate.ambiguous import AmbiguousGenerator
from ragaudit_probes.generate.faq import FaqGenerator
from ragaudit_probes.generate.heading import HeadingGenerator
from ragaudit_probes.generate.title import TitleGenerator

TEXT = "What stands here is long enough to be the text of a section of its own."


def test_titles() -> None:
    """Two words or more find their document."""
    made = material({**TEXTS, "short.md": "# Mileage\n\nText."})

    assert ["Badges and doors", "Annual leave", "Travel policy"] == queries(TitleGenerator(), made)


def test_a_title_that_two_documents_share_finds_neither() -> None:
    """Unless they say the same: then both answer."""
    other = "# Annual leave\n\nThe Dutch office counts leave in hours.\n"
    copies = material({"a.md": LEAVE, "b.md": LEAVE})

    assert [] == queries(TitleGenerator(), material({"a.md": LEAVE, "b.md": other}))
    assert {"docs:a.md", "docs:b.md"} == set(gold(proposals(TitleGenerator(), copies)[0]))


def test_the_name_of_the_site_is_no_part_of_a_title() -> None:
    """It stands behind every title of the source."""
    names = ("Booking a dock", "Paying by card", "Closing an account")
    made = material({f"{n}.md": f"# {name} | Berthline\n\n{TEXT}" for n, name in enumerate(names)})

    assert list(names) == queries(TitleGenerator(), made)


def test_headings() -> None:
    """What says little, or stands in two documents, is asked for with its title."""
    assert [
        "Annual leave: Limits",
        "Booking a journey",
        "Carrying leave over",
        "Travel policy: Limits",
    ] == sorted(queries(HeadingGenerator(), material(TEXTS)))


def test_gold_is_the_section() -> None:
    """Anchored to its first sentence, not to a chunk."""
    (found,) = [p for p in proposals(HeadingGenerator(), material(TEXTS)) if "Carrying" in p.query]

    item = found.gold[0].any[0]
    assert "docs:leave.md" == item.document
    assert item.span.startswith("Up to five days carry over")


def test_a_heading_of_more_than_three_documents_is_dropped() -> None:
    """A template's headings ask for nothing."""
    texts = {
        f"{n}.md": f"# Page {n} of letters\n\n## Root cause seen\n\n{TEXT} {n}" for n in "abcd"
    }

    assert [] == queries(HeadingGenerator(), material(texts))


@pytest.mark.parametrize("text", ["Overview", "More", "Next steps", "FAQ", "Why", "Notes"])
def test_headings_that_say_nothing_are_dropped(text: str) -> None:
    """Also with the title in front they ask for no section."""
    assert [] == queries(
        HeadingGenerator(), material({"a.md": f"# Some page here\n\n## {text}\n\n{TEXT}"})
    )


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("3.1 Booking a dock", "Booking a dock"),
        ("Step 2: Ask for a badge", "Ask for a badge"),
        ("2026-09-01", ""),
        ("v2.3.1", ""),
        ("`run_all()` and `{x}`", ""),
        ("a/b/c", ""),
        ("Refunds:", "Refunds"),
        ("x" * 500, ""),
        ("", ""),
    ],
)
def test_what_is_left_of_a_heading(written: str, asked: str) -> None:
    """Numbers go; code, dates and versions are no words."""
    assert asked == heading(written)


def test_a_heading_of_some_documents_is_ambiguous() -> None:
    """Each of them is one meaning, and two of them should come."""
    texts = {
        "a.md": f"# Press machine\n\n## Safety distance\n\n{TEXT} Stay off the hammer.",
        "b.md": f"# Lorry yard\n\n## Safety distance\n\n{TEXT} Keep back from the ramp.",
    }
    (probe,) = kept(material(texts), AmbiguousGenerator())

    assert (Category.AMBIGUOUS, "Safety distance") == (probe.category, probe.query)
    assert (2, 2, ()) == (len(probe.expect.intents), probe.expect.min_intents, probe.gold)


def test_a_heading_others_answer_as_well_is_no_probe() -> None:
    """Two of the pages about shunting tell it by a heading, and three by their titles: what comes
    back may be right without either of the two."""
    texts = {
        name: f"# Lorry yard {name}\n\n## Shunting engines\n\n{TEXT} It is number {name}."
        for name in ("seven", "eight")
    }
    texts |= {
        name: f"# Shunting engines {name}\n\n{TEXT} Shunting engines are {name}, and engines shunt."
        for name in ("red", "blue", "green")
    }

    assert () == kept(material({f"{n}.md": t for n, t in texts.items()}), AmbiguousGenerator())


def test_questions() -> None:
    """Headings that ask; in a list of questions also lines that do."""
    asked = "How far ahead can we book?\n\nSix weeks, or one day for text.\n"
    faq = f"# Questions carriers ask\n\n{asked}"
    made = material({"badges.md": BADGES, "faq.md": faq})

    assert ["What happens when a badge is lost?", "How far ahead can we book?"] == queries(
        FaqGenerator(), made
    )


def test_questions_that_lean_on_their_page_name_it() -> None:
    """`Is it free?` is a question about something."""
    asked = ("Is it free for everybody?", "Where are the passwords?", "What is a captive portal?")
    headings = "".join(f"## {question}\n\n{TEXT}\n\n" for question in asked)
    made = material({"a.md": f"# Guest network\n\n{headings}"})

    assert [
        "Guest network: Is it free for everybody?",
        "Guest network: Where are the passwords?",
        "What is a captive portal?",
    ] == queries(FaqGenerator(), made)


def test_what_is_retired_answers_nothing() -> None:
    """Nobody should be sent to an archived page."""
    made = material(TEXTS, retired=True)

    for generator in (TitleGenerator(), HeadingGenerator(), FaqGenerator(), AmbiguousGenerator()):
        assert [] == queries(generator, made)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("The travel desk in Utrecht books trains and hotels for everybody.", True),
        ("This books trains and hotels for everybody in the Utrecht office.", False),
        ("Agent: the travel desk in Utrecht books trains and hotels today.", False),
        ("Run `make all` and see https://x.example/y for the rest of it.", False),
        ("I think the travel desk in Utrecht books trains and hotels.", False),
        ("Trains and hotels.", False),
    ],
)
def test_sentences_that_stand_alone(text: str, alone: bool) -> None:
    """No pronoun without its noun, no speaker, no code."""
    assert alone == stands_alone(text)
