"""Measures of one ranking. None where they are not defined, never 0 or 1 instead.

Names and definitions are those of trec_eval 9 (`recall`, `P`, `success`, `recip_rank`,
`ndcg_cut`, `map`), of BEIR (`recall_cap`) and of ir_measures (`Judged`); what they come to with
groups of alternatives is said in `ranked`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Sequence
from functools import lru_cache
from math import log2

from ragaudit_probes.measures.ranked import Graded


def recall(found: Graded, k: int) -> float | None:
    """R@k: satisfied groups among the first `k` / groups."""
    return _satisfied(found, k) / found.groups if found.groups else None


def capped_recall(found: Graded, k: int) -> float | None:
    """R@k against what `k` results can hold: satisfied groups / min(k, groups)."""
    if not found.groups:
        return None
    # One document may satisfy several groups, and so more than `k` of them fit into `k` results.
    return min(1.0, _satisfied(found, k) / min(k, found.groups))


def all_gold(found: Graded, k: int) -> float | None:
    """1 where every group is satisfied among the first `k`, else 0."""
    return float(_satisfied(found, k) == found.groups) if found.groups else None


def success(found: Graded, k: int) -> float | None:
    """Success@k: 1 where any relevant document is among the first `k`, else 0."""
    return float(bool(found.relevant) and found.relevant[0] <= k) if found.groups else None


def precision(found: Graded, k: int) -> float | None:
    """P@k: relevant documents among the first `k` / `k`, even where fewer came back."""
    return bisect_right(found.relevant, k) / k if found.groups else None


def reciprocal_rank(found: Graded, k: int | None = None) -> float | None:
    """RR@k: 1 / rank of the first relevant document, 0 where none is among the first `k`."""
    if not found.groups:
        return None
    first = found.relevant[0] if found.relevant else 0
    return 1 / first if first and (k is None or first <= k) else 0.0


def ndcg(found: Graded, k: int) -> float | None:
    """nDCG@k with linear gain and a discount of log2(rank + 1), against the ideal ranking."""
    if not found.groups:
        return None
    gained = _at(found, k, found.gained)
    # A greedy ideal can fall short of the best where documents serve several groups.
    return min(1.0, gained / _best(found.ideal[:k]))


def average_precision(found: Graded, k: int | None = None) -> float | None:
    """AP: satisfied groups / rank, at each rank that satisfies new ones, over all groups."""
    if not found.groups:
        return None
    total, before = 0.0, 0
    for rank, satisfied in zip(found.steps, found.satisfied, strict=True):
        if k is not None and rank > k:
            break
        total += (satisfied - before) * min(1.0, satisfied / rank)
        before = satisfied
    return total / found.groups


def judged(ranking: Sequence[str], labelled: Container[str], k: int) -> float | None:
    """Judged@k: results among the first `k` that have a label / results among the first `k`."""
    first = ranking[:k]
    return sum(document in labelled for document in first) / len(first) if first else None


def _satisfied(found: Graded, k: int) -> float:
    return _at(found, k, found.satisfied)


def _at(found: Graded, k: int, so_far: Sequence[float]) -> float:
    """What was reached among the first `k`."""
    steps = bisect_right(found.steps, k)
    return so_far[steps - 1] if steps else 0


@lru_cache(maxsize=4096)
def _best(gains: tuple[int, ...]) -> float:
    """The discounted gain of a ranking; many probes have the same few grades."""
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))
