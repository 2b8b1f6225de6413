"""How likely a pair of claims is a contradiction: a logistic model of a few named numbers.

`benchmarks/detectors/train_conflicts.py` makes `weights.json` from the hand-written pairs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from ragaudit.detectors.conflict._value import Kind

CAREFUL = 0.6
_COMMON = frozenset({Kind.DATE, Kind.NAME, Kind.RULE})


class Weights(msgspec.Struct, frozen=True):
    """A trained model, as stored."""

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float
    report: float
    """Pairs from this probability on are reported."""
    sure: float
    """Findings from this probability on have high confidence."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model ready to use."""

    weights: Weights

    def probability(self, features: Mapping[str, float]) -> float:
        """Between 0 and 1; calibrated on the pairs the model was trained with."""
        total = self.weights.intercept
        known = self.weights
        for name, mean, scale, weight in zip(
            known.names, known.means, known.scales, known.weights, strict=True
        ):
            total += weight * (features[name] - mean) / scale
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def least(self, kind: Kind) -> float:
        """The probability from which a pair is reported.

        On untouched documentation most false alarms were times, addresses and rules: they need
        more.
        """
        return max(self.weights.report, CAREFUL) if kind in _COMMON else self.weights.report

    def can_reach(self, features: Mapping[str, float]) -> bool:
        """Whether a pair could be reported, whatever the features that are not given turn out.

        Each of those lies between 0 and 1, so the best they can add is known beforehand.
        """
        known = self.weights
        total = known.intercept
        for name, mean, scale, weight in zip(
            known.names, known.means, known.scales, known.weights, strict=True
        ):
            value = features.get(name, 1.0 if weight > 0 else 0.0)
            total += weight * (value - mean) / scale
        return total >= math.log(known.report / (1 - known.report))


@lru_cache(maxsize=1)
def model() -> Model:
    """The model that is shipped."""
    data = (Path(__file__).parent / "weights.json").read_bytes()
    return Model(msgspec.json.decode(data, type=Weights))
