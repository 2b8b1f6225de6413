"""Counting what is frequent, and percentiles, without keeping everything."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

_ACCURACY = 0.01
_GAMMA = (1 + _ACCURACY) / (1 - _ACCURACY)
_LOG = math.log(_GAMMA)
_LEAST = 1e-6


@dataclass(slots=True)
class Frequent:
    """The most frequent keys of a stream, in room for `capacity` of them.

    Misra and Gries, Finding repeated elements (1982): a key that came more than n / `capacity`
    times of n is among those kept, and its count is too low by at most that much.
    """

    capacity: int
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, key: str) -> bool:
        """Count a key once; whether it is kept."""
        counts = self.counts
        if key in counts:
            counts[key] += 1
            return True
        if len(counts) < self.capacity:
            counts[key] = 1
            return True
        self.counts = {kept: n - 1 for kept, n in counts.items() if n > 1}
        return False


@dataclass(slots=True)
class Percentiles:
    """Percentiles of positive numbers, each within 1 % of the true value.

    Buckets grow by a constant factor: Masson, Rim and Lee, DDSketch (VLDB 2019).
    """

    n: int = 0
    _buckets: Counter[int] = field(default_factory=Counter)
    _zeros: int = 0

    def add(self, value: float) -> None:
        """Count a value; below a millionth it is zero."""
        self.n += 1
        if value < _LEAST:
            self._zeros += 1
        else:
            self._buckets[math.ceil(math.log(value) / _LOG)] += 1

    def at(self, share: float) -> float:
        """The value that `share` of all values do not exceed (nearest rank). Needs a value."""
        rank = max(1, math.ceil(share * self.n))
        seen = self._zeros
        if rank <= seen:
            return 0.0
        for bucket in sorted(self._buckets):
            seen += self._buckets[bucket]
            if rank <= seen:
                break
        return 2 * _GAMMA**bucket / (_GAMMA + 1)
