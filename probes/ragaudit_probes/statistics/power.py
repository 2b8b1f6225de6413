"""What a probe set of some size can show, and how large one has to be."""

from __future__ import annotations

from math import ceil, log, log1p, sqrt
from statistics import NormalDist

from ragaudit_probes.statistics.proportions import CONFIDENCE, upper_bound

SPREAD = 0.35
"""Standard deviation of one probe's change between two runs, where nothing was measured: recall
of single probes is mostly 0 or 1, and about one in eight changes sides."""


def clean_needed(rate: float, confidence: float = CONFIDENCE) -> int:
    """How many clean cells bound the leak rate by `rate`: 299 for 1 %, at 95 %.

    Raises `ValueError` unless the rate is between 0 and 1, both excluded.
    """
    if not 0 < rate < 1:
        raise ValueError(f"no number of probes shows a rate of {rate}")
    n = ceil(log(1 - confidence) / log1p(-rate))
    # Rounding can put a number that is just enough on either side.
    while n > 1 and upper_bound(0, n - 1, confidence) <= rate:
        n -= 1
    while upper_bound(0, n, confidence) > rate:
        n += 1
    return n


def detectable(
    n: int, spread: float = SPREAD, power: float = 0.8, confidence: float = CONFIDENCE
) -> float:
    """The smallest change of a mean that `n` probes asked twice show in `power` of all cases.

    Two-sided paired z test: (z_(1-alpha/2) + z_power) * spread / sqrt(n) (Cohen, 1988, ch. 2).
    In the unit of the measure; may exceed 1, which means nothing can be seen.
    """
    if n < 1:
        raise ValueError("no change can be seen without a probe")
    normal = NormalDist()
    return (normal.inv_cdf((1 + confidence) / 2) + normal.inv_cdf(power)) * spread / sqrt(n)
