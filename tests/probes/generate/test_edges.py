"""Other wordings of what was kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.probes.generate.making import TEXTS, gold, kept, material

from ragaudit.contracts.generating import Chance, Generator
from ragaudit.model import Category
from ragaudit.text.terms import terms
from ragaudit_probes.generate.edge_case import CaseGenerator
from ragaudit_probes.generate.edge_long import LongGenerator
from ragaudit_probes.generate.edge_negation import NegationGenerator
from ragaudit_probes.generate.edge_script import ScriptGenerator, latin
from ragaudit_probes.generate.edge_typo import TypoGenerator, _slip
from ragaudit_probes.generate.heading import HeadingGenerator
from ragaudit_probes.generate.title import TitleGenerator

EDGES = (
    TypoGenerator(),
    CaseGenerator(),
    ScriptGenerator(),
    LongGenerator(),
    NegationGenerator(),
)


@pytest.mark.parametrize("generator", EDGES, ids=lambda g: g.name)
def test_an_edge_belongs_to_its_parent(generator: Generator) -> None:
    """Same gold, another category, and an id that begins with the parent's."""
    probes = kept(material(TEXTS), TitleGenerator(), HeadingGenerator(), generator)
    by_id = {probe.id: probe for probe in probes}
    edges = [p for p in probes if p.provenance.by == generator.name]

    assert edges
    for edge in edges:
        parent = by_id[edge.id.removesuffix(f".{generator.name}")]
        assert (Category.EDGE, gold(parent)) == (edge.category, gold(edge))
        assert parent.query != edge.query
        assert parent.provenance.origin == edge.provenance.origin


def test_long_ones_are_long() -> None:
    """And hold the question; what is around it is about nothing."""
    made = material(TEXTS)
    probes = [p for p in kept(made, TitleGenerator(), LongGenerator()) if "." in p.id]

    for probe in probes:
        assert 90 < len(probe.query.split()) <= 160
        assert made.pages[f"{probe.gold[0].any[0].document}"].title in probe.query


def test_what_is_excluded_is_not_there() -> None:
    """A corpus about volcanoes is asked to leave out something else."""
    made = material({**TEXTS, "v.md": "# All about volcanoes\n\nVolcanoes and penguins here.\n"})
    probes = kept(made, TitleGenerator(), NegationGenerator())
    excluded = {p.query.rpartition(" ")[2] for p in probes if ", but nothing about " in p.query}

    assert excluded
    assert not any(term in made.lexicon for thing in excluded for term in terms(thing))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Gäste müssen grüßen", "Gaeste muessen gruessen"),
        ("naïve café “x”", 'naive cafe "x"'),
        ("Доставка щи", "Dostavka shchi"),
        ("Αθήνα", "Athina"),
        ("卸货", "卸货"),
    ],
)
def test_other_letters(text: str, plain: str) -> None:
    """As a keyboard without them has it; Chinese stays."""
    assert plain == latin(text)


def test_plain_english_in_full_width() -> None:
    """Reads the same, and is other characters."""
    probes = kept(material(TEXTS), TitleGenerator(), ScriptGenerator())

    assert "Ａｎｎｕａｌ ｌｅａｖｅ" in [p.query for p in probes]


@given(st.text("abcdefgh", min_size=5, max_size=12), st.integers(0, 99))
def test_a_slip_is_small(word: str, seed: int) -> None:
    """The first letter stays, and the length changes by one at most."""
    slipped = _slip(word, Chance(seed))

    assert word[0] == slipped[0]
    assert abs(len(word) - len(slipped)) <= 1
    assert not set(slipped) - set(word)
