"""Pairs become clusters: who says what, and who stands alone."""

from __future__ import annotations

from ragaudit.contracts import Member
from ragaudit.detectors.conflict._claims import CLAIMS, Claim, claims_of
from ragaudit.detectors.conflict._clusters import Cluster, Edge, clusters
from ragaudit.testing import text_content


def claim(document: str, amount: int) -> Claim:
    (feature,) = CLAIMS.extract(text_content(f"A locker costs €{amount} a year."))
    (found,) = claims_of(Member(document, feature))
    return found


def sides(found: Cluster) -> list[tuple[str, ...]]:
    return [side.documents for side in found.sides]


def test_nine_pages_against_one_are_one_cluster() -> None:
    """The side most pages hold comes first; the outlier stands alone."""
    claims = {n: claim(f"{n}.md", 12) for n in range(9)} | {9: claim("9.md", 20)}
    (found,) = clusters([Edge(n, 9, 0.8 + n / 100) for n in range(9)], claims)
    assert [tuple(f"{n}.md" for n in range(9)), ("9.md",)] == sides(found)
    assert 0.88 == found.probability


def test_pages_that_agree_join_their_side() -> None:
    """An agreeing pair adds a page that never met the outlier."""
    claims = {0: claim("a.md", 12), 1: claim("b.md", 12), 2: claim("c.md", 20)}
    (found,) = clusters([Edge(0, 2, 0.9), Edge(0, 1, 0.9, agrees=True)], claims)
    assert [("a.md", "b.md"), ("c.md",)] == sides(found)


def test_pages_that_only_agree_are_no_cluster() -> None:
    """No contradiction, no finding."""
    claims = {0: claim("a.md", 12), 1: claim("b.md", 12)}
    assert [] == clusters([Edge(0, 1, 0.9, agrees=True)], claims)


def test_three_answers_are_three_sides() -> None:
    """A chain of contradictions is one question."""
    claims = {0: claim("a.md", 12), 1: claim("b.md", 20), 2: claim("c.md", 30)}
    (found,) = clusters([Edge(0, 1, 0.7), Edge(1, 2, 0.9)], claims)
    assert [("a.md",), ("b.md",), ("c.md",)] == sides(found)


def test_two_questions_are_two_clusters() -> None:
    """Pages that are not tied to each other stay apart."""
    claims = {n: claim(f"{n}.md", 10 + n) for n in range(4)}
    found = clusters([Edge(0, 1, 0.7), Edge(2, 3, 0.9)], claims)
    assert [[("2.md",), ("3.md",)], [("0.md",), ("1.md",)]] == [sides(c) for c in found]


def test_two_values_of_one_sentence_are_one_contradiction() -> None:
    """The surer of two clusters over the same lines is kept."""
    claims = {0: claim("a.md", 12), 1: claim("b.md", 20), 2: claim("a.md", 5), 3: claim("b.md", 6)}
    (found,) = clusters([Edge(0, 1, 0.7), Edge(2, 3, 0.9)], claims)
    assert 0.9 == found.probability


def test_the_order_of_pairs_does_not_matter() -> None:
    """The same pairs make the same clusters."""
    claims = {n: claim(f"{n}.md", 10 + n % 3) for n in range(6)}
    edges = [Edge(0, 1, 0.7), Edge(1, 2, 0.9), Edge(3, 4, 0.8), Edge(4, 5, 0.6)]
    assert clusters(edges, claims) == clusters(edges[::-1], claims)
