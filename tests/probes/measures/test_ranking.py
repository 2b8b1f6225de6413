from __future__ import annotations

from collections.abc import Mapping

import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st

from ragaudit_probes.measures import (
    all_gold,
    average_precision,
    capped_recall,
    grade,
    judged,
    ndcg,
    one_each,
    precision,
    recall,
    reciprocal_rank,
    success,
    trec_order,
)

KS = (1, 2, 5, 10, 20)
THEIRS = {f"{name}.{','.join(map(str, KS))}" for name in ("recall", "P", "ndcg_cut", "success")} | {
    "map",
    "recip_rank",
}
DOCUMENTS = st.sampled_from([f"d{i}" for i in range(25)])
QRELS = st.dictionaries(DOCUMENTS, st.integers(0, 3), min_size=1, max_size=25)
RUNS = st.dictionaries(DOCUMENTS, st.integers(0, 4).map(float), max_size=25)


def ours(qrels: Mapping[str, int], run: Mapping[str, float]) -> dict[str, float]:
    """The measures by trec_eval's names."""
    found = grade(trec_order(run), one_each(qrels))
    named: dict[str, float | None] = {
        "map": average_precision(found),
        "recip_rank": reciprocal_rank(found),
    }
    for k in KS:
        named |= {f"recall_{k}": recall(found, k), f"P_{k}": precision(found, k)}
        named |= {f"ndcg_cut_{k}": ndcg(found, k), f"success_{k}": success(found, k)}
    return {name: value for name, value in named.items() if value is not None}


@given(QRELS, RUNS)
def test_equal_to_trec_eval(qrels: dict[str, int], run: dict[str, float]) -> None:
    """Graded judgements, ties and short runs: every number is trec_eval's."""
    theirs = pytrec_eval.RelevanceEvaluator({"q": qrels}, THEIRS).evaluate({"q": run}).get("q")
    if theirs is None or not any(qrels.values()):
        return
    assert pytest.approx(theirs, abs=1e-9) == ours(qrels, run)


@given(RUNS)
def test_undefined_without_gold(run: dict[str, float]) -> None:
    """trec_eval says 0 where there is nothing to find; that is neither a hit nor a miss."""
    assert {} == ours({"d1": 0}, run)
    found = grade(trec_order(run), ())
    assert [None, None] == [capped_recall(found, 3), all_gold(found, 3)]


@given(QRELS)
def test_empty_answers_are_misses(qrels: dict[str, int]) -> None:
    """Nothing came back where something was to be found: 0, and no error."""
    if any(qrels.values()):
        assert {0.0} == set(ours(qrels, {}).values())


@given(QRELS, st.permutations([f"d{i}" for i in range(25)]))
def test_in_the_best_order_everything_is_one(qrels: dict[str, int], order: list[str]) -> None:
    """All gold first, by grade: every measure that can reach 1 does."""
    ranking = sorted(order, key=lambda d: -qrels.get(d, 0))
    gold = one_each(qrels)
    if not gold:
        return
    found = grade(ranking, gold)
    best = {ndcg(found, k) for k in KS} | {capped_recall(found, k) for k in KS}
    best |= {average_precision(found), reciprocal_rank(found), all_gold(found, 25)}
    assert all(value == pytest.approx(1.0) for value in best)


def test_capped_recall() -> None:
    """Five results cannot hold ten documents, and are not blamed for it."""
    found = grade(["a", "b", "x"], one_each(dict.fromkeys("abcdefghij", 1)))
    assert [0.2, 2 / 3, 1.0] == [recall(found, 3), capped_recall(found, 3), capped_recall(found, 1)]


def test_precision_divides_by_k() -> None:
    """One good result of one is no perfect answer at 5."""
    assert precision(grade(["a"], one_each({"a": 1})), 5) == 0.2


def test_reciprocal_rank_has_a_cut() -> None:
    """What comes after the k-th result is not seen."""
    found = grade(["x", "y", "a"], one_each({"a": 1}))
    assert [1 / 3, 1 / 3, 0.0] == [
        reciprocal_rank(found),
        reciprocal_rank(found, 3),
        reciprocal_rank(found, 2),
    ]


def test_average_precision_has_a_cut() -> None:
    """It still divides by all there is to find."""
    found = grade(["a", "x", "b"], one_each({"a": 1, "b": 1}))
    assert [0.5, pytest.approx(5 / 6)] == [average_precision(found, 2), average_precision(found)]


def test_duplicates_count_once() -> None:
    """A document that comes back twice stands where it was first, and no number passes 1."""
    gold = one_each({"a": 1, "b": 1})
    assert grade(["a", "b"], gold) == grade(["a", "a", "b", "a"], gold)


def test_judged() -> None:
    """The share of what came back that anybody has judged; undefined where nothing came back."""
    assert [0.5, 1.0, None] == [
        judged(["a", "x"], {"a"}, 5),
        judged(["a", "x"], {"a"}, 1),
        judged([], {"a"}, 5),
    ]


def test_ranks_beyond_the_table() -> None:
    """Discounts go on after the first thousand."""
    ranking = [f"x{i}" for i in range(1500)]
    found = grade(ranking, one_each({"x1499": 1}))
    assert ndcg(found, 2000) == pytest.approx(0.0948, abs=1e-4)
