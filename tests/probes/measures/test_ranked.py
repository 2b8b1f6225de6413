from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit_probes.measures import (
    Gold,
    all_gold,
    average_precision,
    capped_recall,
    grade,
    ndcg,
    one_each,
    precision,
    recall,
    reciprocal_rank,
    success,
    trec_order,
)

DOCUMENTS = st.sampled_from("abcdefgh")
GROUPS = st.lists(
    st.dictionaries(DOCUMENTS, st.integers(1, 3), min_size=1, max_size=4), min_size=1, max_size=4
)
RANKINGS = st.lists(DOCUMENTS, unique=True)


def test_any_member_satisfies_its_group() -> None:
    """Alternatives are not all needed, and a second one adds nothing to recall."""
    gold = [{"a": 1, "b": 1}, {"c": 1}]
    for ranking in ("ax", "bx", "ab"):
        assert recall(grade(ranking, gold), 2) == 0.5
    assert [0.0, 1.0] == [all_gold(grade(r, gold), 2) for r in ("ab", "bc")]


def test_any_member_is_relevant() -> None:
    """Precision, success and rank look at documents, whichever group they are of."""
    found = grade("xab", [{"a": 1, "b": 1}, {"c": 1}])
    assert [2 / 3, 1.0, 0.5] == [precision(found, 3), success(found, 2), reciprocal_rank(found)]


def test_a_better_alternative_adds_what_it_is_better_by() -> None:
    """Grade 1 first and grade 3 second is worth less than grade 3 first."""
    gold = [{"a": 3, "b": 1}]
    first, second = ndcg(grade("ab", gold), 2), ndcg(grade("ba", gold), 2)
    assert [1.0, pytest.approx((1 + 2 / 1.58496) / 3, abs=1e-5)] == [first, second]


def test_average_precision_counts_groups() -> None:
    """The second alternative pushes the next group down."""
    gold = [{"a": 1, "b": 1}, {"c": 1}]
    assert average_precision(grade("abc", gold)) == pytest.approx((1 + 2 / 3) / 2)


def test_one_document_for_two_needs() -> None:
    """It is all there is to find, and no number passes 1."""
    found = grade("ax", [{"a": 1}, {"a": 1, "b": 1}])
    measures = (recall, capped_recall, ndcg, all_gold)
    assert [1.0] * 4 == [measure(found, 1) for measure in measures]
    assert average_precision(found) == 1.0


def test_a_group_without_members_makes_all_undefined() -> None:
    """What was to be found is gone; the retriever is not to blame."""
    found = grade("ab", [{"a": 1}, {}])
    assert (0, None, None) == (found.groups, recall(found, 1), ndcg(found, 1))


@given(RANKINGS, GROUPS, st.integers(1, 9))
def test_within_bounds(ranking: list[str], gold: Gold, k: int) -> None:
    """Every measure is defined and lies between 0 and 1, however groups overlap."""
    found = grade(ranking, gold)
    measures = (recall, capped_recall, success, precision, reciprocal_rank, ndcg, all_gold)
    for value in [measure(found, k) for measure in measures] + [average_precision(found, k)]:
        assert value is not None and 0 <= value <= 1


@given(RANKINGS, GROUPS, st.integers(1, 8))
def test_more_results_never_hurt(ranking: list[str], gold: Gold, k: int) -> None:
    """Recall, success and rank only grow with k."""
    found = grade(ranking, gold)
    for measure in (recall, success, reciprocal_rank, all_gold):
        few, many = measure(found, k), measure(found, k + 1)
        assert few is not None and many is not None and few <= many


@given(RANKINGS, GROUPS, st.randoms(use_true_random=False))
def test_the_order_of_groups_is_nothing(
    ranking: list[str], gold: list[dict[str, int]], rng: Random
) -> None:
    """Groups are a set; so are their members."""
    mixed = [dict(rng.sample(sorted(group.items()), len(group))) for group in gold]
    rng.shuffle(mixed)
    assert grade(ranking, gold) == grade(ranking, mixed)


@given(st.dictionaries(DOCUMENTS, st.integers(1, 3), min_size=1, max_size=5))
def test_the_ideal_is_the_best_there_is(grades: dict[str, int]) -> None:
    """Of all orders of plain gold, one and no more than one gain reaches 1."""
    gold = one_each(grades)
    best = max(ndcg(grade(order, gold), 3) or 0 for order in permutations(grades))
    assert best == pytest.approx(1.0)


def test_disjoint_groups_reach_one_and_not_more() -> None:
    """The ideal takes the best member of each group, the best group first."""
    gold = [{"a": 1, "b": 2}, {"c": 3, "d": 1}]
    values = [ndcg(grade(order, gold), 4) or 0 for order in permutations("abcd")]
    assert max(values) == pytest.approx(1.0)


@given(RANKINGS, st.dictionaries(DOCUMENTS, st.integers(1, 3), min_size=1))
def test_an_alternative_nobody_returns_changes_nothing(
    ranking: list[str], grades: dict[str, int]
) -> None:
    """Single documents are marked on a shorter way, to the same end."""
    plain = one_each(grades)
    assert grade(ranking, plain) == grade(ranking, [*plain[:-1], {**plain[-1], "never": 1}])


def test_documents_nobody_calls_relevant_are_no_gold() -> None:
    """Judged and not relevant is no need."""
    assert ({"a": 2},) == one_each({"a": 2, "b": 0, "c": -1})


def test_trec_order() -> None:
    """Equal scores stand by id, from the end."""
    assert ["c", "b", "a"] == trec_order({"a": 1.0, "c": 2.0, "b": 1.0})
