"""Simulated known-item queries."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from tests.probes.generate.making import HR, LEGAL, PUBLIC, TEXTS, material, proposals

from ragaudit.contracts.generating import Chance
from ragaudit.text.terms import terms
from ragaudit_probes.generate._known_item import LEAST, MOST, Urn, simulate
from ragaudit_probes.generate.known_item_discriminative import DiscriminativeKnownItemGenerator
from ragaudit_probes.generate.known_item_popular import PopularKnownItemGenerator
from ragaudit_probes.generate.known_item_uniform import UniformKnownItemGenerator

ALL = (
    PopularKnownItemGenerator(),
    DiscriminativeKnownItemGenerator(),
    UniformKnownItemGenerator(),
)


def test_one_query_a_document() -> None:
    """Of the length people type, without repetition."""
    for generator in ALL:
        found = proposals(generator, material(TEXTS))
        assert ["docs:badges.md", "docs:leave.md", "docs:travel.md"] == [p.about for p in found]
        for proposal in found:
            words = proposal.query.split()
            assert LEAST <= len(words) <= MOST
            assert len(set(words)) == len(words)


def test_most_terms_are_the_documents_own() -> None:
    """The rest is noise from documents with the same readers."""
    made = material(TEXTS)
    own = total = 0
    for seed in range(40):
        for proposal in proposals(PopularKnownItemGenerator(), made, seed):
            held = [made.lexicon.coverage([t], proposal.about) for t in terms(proposal.query)]
            own, total = own + sum(map(bool, held)), total + len(held)

    assert 0.8 < own / total < 1.0


def test_a_miss_is_about_the_document() -> None:
    """Three words of it at least, and most of them: else the query is of the collection."""
    made = material(TEXTS)
    for seed in range(40):
        for generator in ALL:
            for proposal in proposals(generator, made, seed):
                words = terms(proposal.query)
                own = sum(made.lexicon.coverage([t], proposal.about) > 0 for t in words)
                assert own >= max(3, 0.6 * len(words))


def test_a_query_never_mixes_text_of_two_audiences() -> None:
    """Noise of one restricted document must not end up in a public query, nor in another's."""
    secret = {"pay.md": "# Zeugma\n\n" + " ".join(f"zeugma{c * 3}" for c in "abcdefghijklmnopqrst")}
    other = {"law.md": "# Quokka\n\n" + " ".join(f"quokka{c * 3}" for c in "abcdefghijklmnopqrst")}
    made = material({**TEXTS, **secret, **other}, {"pay.md": HR, "law.md": LEGAL})

    for seed in range(30):
        for generator in ALL:
            for proposal in proposals(generator, made, seed):
                standing = made.pages[proposal.about].standing
                assert ("zeugma" in proposal.query) <= (standing is HR)
                assert ("quokka" in proposal.query) <= (standing is LEGAL)


def test_discriminative_queries_are_rarer_than_uniform_ones() -> None:
    """On the mean of many seeds: that is what the three differ in."""
    texts = {
        f"{n}.md": f"# Page {n}\n\n" + TEXTS["leave.md"] + f"\n\n{n * 7}ly sturgeon" for n in "abc"
    }
    made = material({**TEXTS, **texts})

    def mean(generator: object) -> float:
        idf = [
            made.lexicon.idf(term)
            for seed in range(25)
            for p in proposals(generator, made, seed)  # type: ignore[arg-type]
            for term in terms(p.query)
        ]
        return sum(idf) / len(idf)

    assert mean(ALL[1]) > mean(ALL[2])


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=4), st.integers(1, 9), min_size=1),
    st.floats(0, 0.999),
)
def test_an_urn_gives_what_is_in_it(weights: dict[str, int], number: float) -> None:
    """In proportion: the place on the line decides."""
    urn = Urn.of({term: float(weight) for term, weight in weights.items()})
    line = [term for term, weight in weights.items() for _ in range(weight)]

    assert line[int(number * len(line))] == urn.draw(number)


def test_too_little_text_makes_no_query() -> None:
    """A few words are no language model."""
    made = material({"a.md": "# Short note\n\nCall Wes."})

    assert [] == list(simulate(made, Chance(1), lambda *_: 1.0))
    assert PUBLIC == made.pages["docs:a.md"].standing
    assert Counter() == Counter(proposals(ALL[0], made))
