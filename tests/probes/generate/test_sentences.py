"""Telling sentences, with and without their answer."""

from __future__ import annotations

import pytest
from tests.probes.generate.making import BADGES, TEXTS, gold, kept, material, proposals, queries

from ragaudit_probes.generate._masking import masked
from ragaudit_probes.generate.sentence import SentenceGenerator
from ragaudit_probes.generate.sentence_masked import MaskedSentenceGenerator


def test_a_sentence_as_it_stands() -> None:
    """Word for word, with its line, and the sentence as the span."""
    found = proposals(SentenceGenerator(), material(TEXTS))[0]

    assert found.query in BADGES
    assert found.gold[0].any[0].span.startswith(found.query)
    assert found.origin.startswith("line ")


def test_every_document_with_the_sentence_is_gold() -> None:
    """A copied sentence answers wherever it was copied to."""
    shared = "The emergency generator of the Utrecht office is tested on the first Monday at noon."
    texts = {
        "a.md": f"# Generator\n\n{shared}\n\nDiesel is in the cellar of the building next door.",
        "b.md": f"# Noise\n\nPlease warn guests. {shared}\n\nIt is loud, and over in a minute.",
        "c.md": TEXTS["travel.md"],
    }
    found = [p for p in proposals(SentenceGenerator(), material(texts)) if "generator" in p.query]

    assert [["docs:a.md", "docs:b.md"]] == [
        sorted(gold(p)) for p in found if p.about == "docs:a.md"
    ]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Book at least 14 days ahead.", "Book at least how many days ahead"),
        (
            "Days carry over until 31 March and then lapse.",
            "Days carry over until when and then lapse",
        ),
        ("A room costs at most €140 a night.", "A room costs at most how much a night"),
        ("The desk closes at 18:30.", "The desk closes when"),
        ("Kiosks talk to the hub on port 8443 only.", "Kiosks talk to the hub on which port only"),
        ("The dog at Merrowdale is friendly to fitters.", "The dog is friendly to fitters"),
        (
            "Ruth Calloway decides whether customers are told.",
            "Who decides whether customers are told",
        ),
        ("A partner, Tidewell Messaging, speaks both.", "A partner speaks both"),
        ("It takes rolls of 80 mm.", "It takes rolls of how many mm"),
        ("The job runs every day at 9:00 UTC.", "The job runs every day when"),
        ("Before lunch at Merrowdale, the team walks.", "Before lunch, the team walks"),
    ],
)
def test_answers_are_taken_out(text: str, asked: str) -> None:
    """As somebody asks who does not know them."""
    assert asked == masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nothing to take out is in here at all.",
        "Amazon Linux 2 was forked from another system years ago.",
        "Denial of Service attacks come from many places at once.",
        "P1 in 15 minutes, P2 in 4 hours, P3 in 2 days, P4 in 3 weeks.",
        "The first stood in 2015, the second in 2016 and forty in 2017.",
        "Last quarter we kept it in 98 of 100 cases.",
        "The pages are built by Argo, Flux and Helm on the small cluster.",
        "It tests browsers that run on Windows, mobile phones and tablets.",
        "Nobody rewrites the code just for Brakeman, because it is harder to read then.",
    ],
)
def test_what_would_make_no_sense_is_left_out(text: str) -> None:
    """Lists of numbers, numbers that belong to a name, answers that would stay."""
    assert "" == masked(text)


def test_german_nouns_are_no_names() -> None:
    """Capitals say nothing there; numbers still go."""
    text = "Die Rezeption gibt die Karte nach 14 Tagen zurück."

    assert text.replace("14", "how many").rstrip(".") == masked(text, names=False)


def test_masked_sentences_are_probes_of_their_own() -> None:
    """The two never share a name, so that no mean mixes them."""
    made = material(TEXTS)
    probes = kept(made, SentenceGenerator(), MaskedSentenceGenerator())

    assert {"sentence", "sentence_masked"} == {p.provenance.by for p in probes}
    assert not set(queries(SentenceGenerator(), made)) & set(
        queries(MaskedSentenceGenerator(), made)
    )
