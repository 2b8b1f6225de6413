"""Documents that not everybody may read."""

from __future__ import annotations

import pytest
from tests.probes.generate.making import (
    HR,
    LEGAL,
    MEMBERS,
    TEXTS,
    UNKNOWN,
    generated,
    gold,
    kept,
    material,
    proposals,
)

from ragaudit._measure.generating import Asked
from ragaudit._measure.generating.telling import comment, restricted
from ragaudit._measure.probe_set.writing import dumps
from ragaudit.contracts.generating import Standing
from ragaudit.model import Category, Matrix, Severity
from ragaudit.text.terms import terms
from ragaudit_probes.generate.deny import DenyGenerator
from ragaudit_probes.generate.existence import ExistenceGenerator
from ragaudit_probes.generate.faq import FaqGenerator
from ragaudit_probes.generate.heading import HeadingGenerator
from ragaudit_probes.generate.sentence import SentenceGenerator
from ragaudit_probes.generate.title import TitleGenerator

PAY = """# Salary bands

Associates earn between £31,000 and £38,000 gross a year, whatever they earned before.

## Rises above the band

The chief executive alone signs a rise above the upper end of the quetzal band.
"""
WITH_PAY = {**TEXTS, "pay.md": PAY}
EVERY = (
    DenyGenerator(),
    ExistenceGenerator(),
    FaqGenerator(),
    HeadingGenerator(),
    SentenceGenerator(),
    TitleGenerator(),
)


def test_deny_asks_for_what_only_the_document_says() -> None:
    """As all who may not, and as a control as those who may."""
    made = material(WITH_PAY, {"pay.md": HR})
    (probe,) = kept(made, DenyGenerator())

    assert (Category.POLICY_BOUNDARY, Severity.ERROR) == (probe.category, probe.severity)
    assert (Matrix(deny=True, allow=True), ["docs:pay.md"]) == (probe.matrix, gold(probe))
    assert "docs:pay.md" == made.lexicon.rank(probe.query.lower().split())[0][0]
    assert all(word in PAY.lower() for word in probe.variants[0].split())


def test_every_restricted_document_has_its_question() -> None:
    """Also one that only has to be signed in for; not one that is public or unknown."""
    standings = {"pay.md": HR, "leave.md": MEMBERS, "travel.md": UNKNOWN}
    found = proposals(DenyGenerator(), material(WITH_PAY, standings))

    assert ["docs:leave.md", "docs:pay.md"] == [p.about for p in found]


def test_existence_is_asked_of_those_kept_from_it() -> None:
    """That one has to sign in is no secret about one document."""
    probes = kept(material(WITH_PAY, {"pay.md": HR, "leave.md": MEMBERS}), ExistenceGenerator())

    assert ["Is there a document called “Salary bands”?"] == [p.query for p in probes]
    assert [Matrix(deny=True)] == [p.matrix for p in probes]


def test_a_question_of_existence_has_a_control() -> None:
    """The same words around a title no document has."""
    made = material(WITH_PAY, {"pay.md": HR})
    (probe,) = kept(made, ExistenceGenerator())

    start, title, end = probe.control.replace("”", "“").split("“")
    assert ("Is there a document called ", "?") == (start, end)
    assert [(6, True), (5, False)] == [(len(w), w[0].isupper()) for w in title.split()]
    assert [] == made.lexicon.rank(terms(title))


@pytest.mark.parametrize("standing", [HR, MEMBERS, UNKNOWN])
def test_what_quotes_a_restricted_document_says_so(standing: Standing) -> None:
    """Not known is not public: ids and origins hold nothing of the text, spans are left out."""
    probes = kept(material(WITH_PAY, {"pay.md": standing}), *EVERY)
    hidden = [p for p in probes if p.source == "docs" and "docs:pay.md" in gold(p)]

    assert hidden
    for probe in hidden:
        assert probe.provenance.restricted
        assert "docs:pay.md" == probe.provenance.origin
        assert not any(item.span for group in probe.gold for item in group.any)
        assert not {"salary", "band", "bands", "quetzal", "associates"} & set(probe.id.split("-"))


def test_public_documents_are_named_freely() -> None:
    """Ids can be read, and the heading is told."""
    probes = kept(material(TEXTS), HeadingGenerator())
    found = {p.query: p for p in probes}["Carrying leave over"]

    assert not found.provenance.restricted
    assert found.id.startswith("heading-carrying-leave-over-")
    assert "docs:leave.md#Carrying leave over" == found.provenance.origin
    assert found.gold[0].any[0].span


def test_without_restricted_text() -> None:
    """A set that anybody may see."""
    made = material(WITH_PAY, {"pay.md": HR})
    result = generated(made, *EVERY, restricted=False)

    assert 0 == restricted(result)
    assert "quetzal" not in dumps(result.probes)
    assert {"deny": 1, "existence": 1} == {
        t.by: t.refused["restricted"] for t in result.tallies if t.by in ("deny", "existence")
    }


def test_the_file_says_how_it_is_kept() -> None:
    """On top, for whoever finds it."""
    result = generated(material(WITH_PAY, {"pay.md": HR}), DenyGenerator())

    assert "1 of 1 probes are made of text that not everybody may read" in comment(result, Asked())


def test_readers_have_their_turn() -> None:
    """A small group of readers is not crowded out by a large one."""
    texts = {f"hr{n}.md": PAY.replace("quetzal", f"quetzal{n}") for n in range(9)}
    texts["law.md"] = TEXTS["travel.md"]
    made = material(texts, {**dict.fromkeys(texts, HR), "law.md": LEGAL})

    found = kept(made, DenyGenerator(), per_source=2)
    assert any("docs:law.md" == gold(p)[0] for p in found)
