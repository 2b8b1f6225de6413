"""Which claims are compared."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ragaudit.contracts import Member
from ragaudit.detectors.conflict import _candidates
from ragaudit.detectors.conflict._candidates import NEAREST, Candidate, Cut, candidates
from ragaudit.detectors.conflict._claims import CLAIMS, claims_of
from ragaudit.detectors.conflict._relation import Relation
from ragaudit.detectors.conflict._space import Space, place
from ragaudit.testing import text_content


def space(texts: Iterable[tuple[str, str]]) -> Space:
    """The claims of documents, each a name and a text."""
    return Space(
        [
            place(claim, None, name)
            for name, text in texts
            for feature in CLAIMS.extract(text_content(text))
            for claim in claims_of(Member(name, feature))
        ]
    )


def pairs(made: Space) -> list[Candidate]:
    return list(candidates(made, []))


def test_two_pages_about_one_thing_meet() -> None:
    """The values conflict, so the pair is worth a look."""
    made = space([("a.md", "A locker costs €12 a year."), ("b.md", "A locker costs €20 a year.")])
    (pair,) = pairs(made)
    assert Relation.CONFLICT is pair.compared.relation
    assert (1, 1) == (pair.rank, pair.rank_inside)


def test_other_measures_do_not_meet() -> None:
    """A price is not compared with a weight."""
    made = space([("a.md", "A locker costs €12."), ("b.md", "A locker weighs 12 kg.")])
    assert [] == pairs(made)


@pytest.mark.parametrize(
    "text",
    ["A locker costs €12, a big one €20.", "A locker costs between €12 and, at times, €20."],
)
def test_one_sentence_does_not_contradict_itself(text: str) -> None:
    """Two values of one sentence are two things."""
    assert [] == pairs(space([("a.md", text)]))


def test_all_pairs_are_never_compared() -> None:
    """The number of pairs grows with the claims, not with their square."""
    texts = [(f"{n}.md", f"A locker of kind {chr(97 + n % 26)} costs €{n}.") for n in range(1, 81)]
    assert 80 * NEAREST >= len(pairs(space(texts)))


def test_a_cut_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left out is counted by family."""
    monkeypatch.setattr(_candidates, "MOST", 2)
    cuts: list[Cut] = []
    texts = [(f"{n}.md", f"A locker costs €{n}.") for n in range(1, 6)]
    found = list(candidates(space(texts), cuts))
    assert [Cut("money", 5, 2)] == cuts
    assert all(max(pair.left, pair.right) < 2 for pair in found)


def test_the_order_is_the_same_every_time() -> None:
    """Nothing depends on hashing or time."""
    texts = [(f"{n}.md", f"A locker costs €{n} or {n} days of work.") for n in range(1, 20)]
    assert pairs(space(texts)) == pairs(space(texts))


def test_nothing_to_compare() -> None:
    """No claims, or one."""
    assert [] == pairs(space([]))
    assert [] == pairs(space([("a.md", "A locker costs €12.")]))
