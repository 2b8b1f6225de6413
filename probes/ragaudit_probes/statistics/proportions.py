"""Bounds of a share that was counted: exact ones for leaks, Wilson's for quality."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from ragaudit_probes.statistics.beta import beta_quantile

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval, both ends included."""

    low: float
    high: float


def clopper_pearson(count: int, n: int, confidence: float = CONFIDENCE) -> Bounds:
    """The exact two-sided interval of `count` in `n` (Clopper and Pearson, 1934).

    It covers the truth at least as often as it says, which suits security. Raises `ValueError`
    unless 0 <= count <= n and n >= 1.
    """
    _check(count, n, confidence)
    tail = (1 - confidence) / 2
    low = beta_quantile(tail, count, n - count + 1) if count else 0.0
    high = beta_quantile(1 - tail, count + 1, n - count) if count < n else 1.0
    return Bounds(low, high)


def upper_bound(count: int, n: int, confidence: float = CONFIDENCE) -> float:
    """The one-sided exact upper bound; for a count of zero 1 - 0.05^(1/n) (rule of three: 3/n)."""
    _check(count, n, confidence)
    if count == 0:
        return float(1 - (1 - confidence) ** (1 / n))
    return beta_quantile(confidence, count + 1, n - count) if count < n else 1.0


def leak_bounds(count: int, n: int, confidence: float = CONFIDENCE) -> Bounds:
    """Of leaks: two-sided where there are some, and the one-sided upper bound where none is."""
    if count:
        return clopper_pearson(count, n, confidence)
    return Bounds(0.0, upper_bound(0, n, confidence))


def wilson(count: float, n: int, confidence: float = CONFIDENCE) -> Bounds:
    """The score interval (Wilson, 1927).

    `count` may be a fraction, as the sum of `n` shares between 0 and 1: their spread is at most
    that of whole hits, so that the interval errs on the wide side. Raises `ValueError` as
    `clopper_pearson` does.
    """
    _check(count, n, confidence)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = count / n
    middle = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    # The ends are exactly 0 and 1 there; rounding must not leave a trace of anything else.
    low = (middle - spread) / whole if count > 0 else 0.0
    high = (middle + spread) / whole if count < n else 1.0
    return Bounds(max(0.0, low), min(1.0, high))


def same_everywhere(value: float, n: int, confidence: float = CONFIDENCE) -> Bounds:
    """Of a mean of shares that all came out the same, where resampling would claim certainty.

    Of all there is to ask, at most `upper_bound(0, n)` comes out otherwise, and that part may be
    anything between 0 and 1.
    """
    other = upper_bound(0, n, confidence)
    return Bounds(value * (1 - other), value + (1 - value) * other)


def _check(count: float, n: int, confidence: float) -> None:
    if n < 1 or not 0 <= count <= n or not 0 < confidence < 1:
        raise ValueError(f"no bounds for {count} of {n} at a confidence of {confidence}")
