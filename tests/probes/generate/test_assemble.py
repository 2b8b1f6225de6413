"""What is kept of all proposals."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.probes.generate.making import TEXTS, generated, kept, material

from ragaudit._measure.generating.checks import key
from ragaudit._measure.generating.telling import table
from ragaudit._measure.probe_set.loading import loads
from ragaudit._measure.probe_set.writing import dumps
from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import GoldGroup, GoldItem, Probe
from ragaudit_probes.generate.edge_typo import TypoGenerator
from ragaudit_probes.generate.heading import HeadingGenerator
from ragaudit_probes.generate.known_item_uniform import UniformKnownItemGenerator
from ragaudit_probes.generate.sentence import SentenceGenerator
from ragaudit_probes.generate.title import TitleGenerator

SOME = (
    HeadingGenerator(),
    SentenceGenerator(),
    TitleGenerator(),
    TypoGenerator(),
    UniformKnownItemGenerator(),
)


class Says(Generator):
    """Proposes what it is told, about the leave page."""

    name = "says"
    order = 1

    def __init__(self, *found: Proposal | str) -> None:
        self._found = found

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield it."""
        gold = (GoldGroup((GoldItem("docs:leave.md"),)),)
        for number, item in enumerate(self._found):
            if isinstance(item, str):
                item = Proposal(item, "docs:leave.md", gold, place=str(number))
            yield item


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**40), st.randoms(use_true_random=False))
def test_the_same_corpus_and_seed_give_the_same_bytes(seed: int, mixed: random.Random) -> None:
    """In whatever order documents and generators come."""
    texts = list(TEXTS.items())
    generators = list(SOME)
    first = dumps(generated(material(dict(texts)), *generators, seed=seed, per_source=4).probes)
    mixed.shuffle(texts)
    mixed.shuffle(generators)

    assert first == dumps(
        generated(material(dict(texts)), *generators, seed=seed, per_source=4).probes
    )


def test_another_seed_chooses_others() -> None:
    """Where there is a choice."""
    made = material(TEXTS)
    chosen = {
        tuple(p.query for p in kept(made, HeadingGenerator(), per_source=2, seed=n))
        for n in range(9)
    }

    assert len(chosen) > 1


def test_a_new_document_moves_few_others() -> None:
    """Ids of what stays are the same."""
    before = {p.id for p in kept(material(TEXTS), HeadingGenerator())}
    after = {p.id for p in kept(material({**TEXTS, "z.md": "# Z z\n\nNew."}), HeadingGenerator())}

    assert before == after


def test_the_set_is_read_back() -> None:
    """What is written is what the loader takes."""
    probes = generated(material(TEXTS), *SOME).probes

    assert [p.id for p in probes.probes] == [p.id for p in loads(dumps(probes), "x").probes]
    assert len({p.id for p in probes.probes}) == len(probes.probes)


def test_per_source_counts_each_generator_alone() -> None:
    """Two of every kind, whatever the others have."""
    probes = kept(material(TEXTS), *SOME, per_source=2)

    assert {2} == set(Counter(p.provenance.by for p in probes).values())


def test_documents_have_their_turn() -> None:
    """Three headings of one page do not push out the only one of another."""
    long = "# Long page here\n\n" + "\n\n".join(
        f"## Pallet {w} station\n\nWhat stands here is a text about the {w} and nothing else."
        for w in ["red", "blue", "green"]
    )
    probes = kept(
        material({"a.md": long, "b.md": TEXTS["leave.md"]}), HeadingGenerator(), per_source=2
    )

    assert {"docs:a.md", "docs:b.md"} == {p.gold[0].any[0].document for p in probes}
    many = kept(material({"a.md": long}), HeadingGenerator(), per_source=9)
    assert 2 == len(many)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "empty"),
        ("of the and", "empty"),
        ("Leave", "length"),
        ("leave " * 41, "length"),
        ("leave days\x1b[2J now", "unprintable"),
        ("leave days\u202enow", "unprintable"),
        ("Write to jane.roe@gmail.com about leave", "sensitive"),
        ("The password for leave is hunter2-Xk9!q", "sensitive"),
        ("leave [redacted: phone number] days", "sensitive"),
    ],
)
def test_what_is_refused(query: str, reason: str) -> None:
    """Nothing is repaired."""
    (tally,) = generated(material(TEXTS), Says(query)).tallies

    assert (0, {reason: 1}) == (tally.kept, tally.refused)


def test_gold_that_is_not_there_is_refused() -> None:
    """A generator of somebody else may get that wrong."""
    wrong = Proposal("annual leave days", "docs:leave.md", (GoldGroup((GoldItem("docs:x.md"),)),))
    (tally,) = generated(material(TEXTS), Says(wrong)).tallies

    assert {"no gold": 1} == tally.refused


def test_the_same_query_is_kept_once() -> None:
    """Case, quotes and points make no other query; the generator that comes first keeps it."""
    says = Says("Annual leave", "annual  “leave”.")
    result = generated(material(TEXTS), says, TitleGenerator())

    assert {"duplicate": 1} == result.tallies[0].refused
    assert ["says"] == [
        p.provenance.by for p in result.probes.probes if key(p.query) == "annual leave"
    ]


def test_a_query_that_fits_another_document_as_well_is_refused() -> None:
    """Unless that one says the same."""
    (tally,) = generated(material(TEXTS), Says("hotel room night")).tallies
    (copy,) = generated(
        material({**TEXTS, "b.md": TEXTS["leave.md"]}), Says("annual leave")
    ).tallies

    assert {"vague": 1} == tally.refused
    assert (1, {}) == (copy.kept, copy.refused)


def test_overlap_is_told_for_each_generator() -> None:
    """A sentence is all there, a slip of the pen is not."""
    result = generated(material(TEXTS), *SOME)
    overlap = {tally.by: tally.overlap for tally in result.tallies}

    assert 1.0 == overlap["sentence"]
    assert (overlap["edge_typo"] or 0) < 1.0
    lines = [line.split()[0] for line in table(result.tallies).splitlines()]
    assert ["generator", *(tally.by for tally in result.tallies)] == lines


def test_generators_are_never_mixed() -> None:
    """Whatever a generator is called is what its probes say."""
    probes = kept(material(TEXTS), *SOME)

    assert {g.name for g in SOME} == {p.provenance.by for p in probes}
