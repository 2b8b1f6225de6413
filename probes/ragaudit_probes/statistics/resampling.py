"""Intervals of means and tests of differences by resampling whole clusters.

Wordings of one question are no independent observations; they are drawn together or not at all
(Davison and Hinkley, 1997, 3.8). Every result follows from the numbers and the seed alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ragaudit_probes.statistics.proportions import CONFIDENCE, Bounds

Array = NDArray[np.float64]

RESAMPLES = 10_000
_BLOCK = 1 << 15
"""Drawn numbers held at once: they stay in the processor's cache, and products so small are not
spread over threads, which on a busy machine costs three times what it saves."""
_WORTH = 8
"""Drawing how many of a kind takes about as long as drawing so many single clusters."""


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much the second of two runs is better than the first."""

    mean: float
    low: float
    high: float


def cluster_means(values: Sequence[float], clusters: Sequence[Hashable]) -> Array:
    """The mean of each cluster, in order of first appearance; NaN values are left out.

    Shape `(clusters that have a value,)`. Raises `ValueError` where lengths differ.
    """
    found: dict[Hashable, list[float]] = {}
    for value, cluster in zip(values, clusters, strict=True):
        if value == value:
            found.setdefault(cluster, []).append(value)
    return np.array([sum(some) / len(some) for some in found.values()], dtype=np.float64)


def cluster_bootstrap(
    values: Sequence[float],
    clusters: Sequence[Hashable],
    seed: int,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
) -> Bounds:
    """The percentile interval of a mean in which every cluster counts once.

    Raises `ValueError` where there is no value.
    """
    means = _some(cluster_means(values, clusters))
    low, high = bootstrap_ratios(
        means[:, None], np.ones((len(means), 1)), seed, resamples, confidence
    )
    return Bounds(float(low[0]), float(high[0]))


def bootstrap_ratios(
    sums: Array,
    counts: Array,
    seed: int,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
) -> tuple[Array, Array]:
    """Percentile intervals of `sum(sums) / sum(counts)`, for many measures at once.

    Both arrays have the shape `(clusters, measures)`; a count of 0 says that the measure is not
    defined there. All measures are taken from the same draws. Returns low and high, each of the
    shape `(measures,)`, NaN where a measure is defined nowhere.
    """
    # Most measures share their counts, which are then added up once.
    kinds, kind = np.unique(counts, axis=1, return_inverse=True)
    # Clusters that are alike need not be told apart, only how many of them are drawn.
    columns, alike = np.unique(np.hstack([sums, kinds]), axis=0, return_counts=True)
    drawn = np.empty((resamples, sums.shape[1]))
    at = 0
    for weights in _draws(alike, resamples, seed):
        added = weights @ columns
        # Draws that hold no defined cluster say nothing; they are left out below.
        with np.errstate(invalid="ignore"):
            drawn[at : at + len(weights)] = (
                added[:, : sums.shape[1]] / added[:, sums.shape[1] :][:, kind]
            )
        at += len(weights)
    ends = ((1 - confidence) / 2, (1 + confidence) / 2)
    if not np.isnan(drawn).any():
        low, high = np.quantile(drawn, ends, axis=0)
        return low, high
    found = np.full((2, sums.shape[1]), np.nan)
    for column, defined in enumerate(~np.isnan(drawn).T):
        if defined.any():
            found[:, column] = np.quantile(drawn[defined, column], ends)
    return found[0], found[1]


def paired_bootstrap(
    before: Sequence[float],
    after: Sequence[float],
    clusters: Sequence[Hashable],
    seed: int,
    resamples: int = RESAMPLES,
) -> Difference:
    """The mean change with its interval; pairs of which one side is NaN are left out.

    Raises `ValueError` where no pair is left.
    """
    changes = _changes(before, after)
    bounds = cluster_bootstrap(changes, clusters, seed, resamples)
    return Difference(float(cluster_means(changes, clusters).mean()), bounds.low, bounds.high)


def paired_randomisation(
    before: Sequence[float],
    after: Sequence[float],
    clusters: Sequence[Hashable],
    seed: int,
    resamples: int = RESAMPLES,
) -> float:
    """How often chance alone makes a mean change at least this large: Fisher's two-sided p.

    Which side a cluster was on is swapped at random (Smucker, Allan and Carterette, CIKM 2007).
    Never 0: the change itself counts as one draw. Raises `ValueError` where no pair is left.
    """
    changes = _some(cluster_means(_changes(before, after), clusters))
    seen = abs(changes.sum())
    rng = np.random.default_rng(seed)
    larger = 0
    for rows in _blocks(len(changes), resamples):
        signs = rng.integers(0, 2, (rows, len(changes)), dtype=np.int8) * 2.0 - 1
        larger += int((abs(signs @ changes) >= seen * (1 - 1e-12)).sum())
    return (larger + 1) / (resamples + 1)


def _draws(alike: NDArray[np.int64], resamples: int, seed: int) -> Iterator[Array]:
    """How often each kind of cluster is drawn, in blocks of the shape `(draws, kinds)`."""
    rng = np.random.default_rng(seed)
    clusters, kinds = int(alike.sum()), len(alike)
    if kinds * _WORTH <= clusters:
        for rows in _blocks(kinds, resamples):
            yield rng.multinomial(clusters, alike / clusters, rows).astype(np.float64)
        return
    kind_of = np.repeat(np.arange(kinds), alike)
    for rows in _blocks(clusters, resamples):
        drawn = kind_of[rng.integers(0, clusters, (rows, clusters))]
        drawn += np.arange(rows)[:, None] * kinds
        counted = np.bincount(drawn.ravel(), minlength=rows * kinds)
        yield counted.reshape(rows, kinds).astype(np.float64)


def _blocks(width: int, rows: int) -> Iterator[int]:
    step = max(1, _BLOCK // width)
    for start in range(0, rows, step):
        yield min(step, rows - start)


def _changes(before: Sequence[float], after: Sequence[float]) -> list[float]:
    return [new - old for old, new in zip(before, after, strict=True)]


def _some(values: Array) -> Array:
    if not len(values):
        raise ValueError("nothing to resample")
    return values
