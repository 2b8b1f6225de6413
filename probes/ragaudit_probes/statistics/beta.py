"""The beta distribution's function and its inverse, in plain Python: scipy is no dependency.

Continued fraction: Abramowitz and Stegun 26.5.8, evaluated by Lentz's method as Thompson and
Barnett (1986) modified it.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt

_TINY = 1e-300
_CLOSE = 1e-15
_STEPS = 200


def beta_cdf(x: float, a: float, b: float) -> float:
    """The share of a beta(a, b) distribution at or below `x`; `a` and `b` above 0."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(_log_density(x, a, b) + log(x) + log1p(-x))
    # The fraction converges fast only on its own side of the mean.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


@lru_cache(maxsize=4096)
def beta_quantile(share: float, a: float, b: float) -> float:
    """Where `beta_cdf` reaches `share`: Newton's steps, halved where they leave the bracket."""
    low, high, x = 0.0, 1.0, a / (a + b)
    for _ in range(_STEPS):
        over = beta_cdf(x, a, b) - share
        low, high = (low, x) if over > 0 else (x, high)
        slope = exp(_log_density(x, a, b)) if 0 < x < 1 else 0.0
        moved = x - over / slope if slope > _TINY else low
        if not low < moved < high:
            moved = (low + high) / 2
        if abs(moved - x) <= _CLOSE * x or moved in (low, high):
            return moved
        x = moved
    return x


def _log_density(x: float, a: float, b: float) -> float:
    whole = lgamma(a + b) - lgamma(a) - lgamma(b)
    return whole + (a - 1) * log(x) + (b - 1) * log1p(-x)


def _fraction(x: float, a: float, b: float) -> float:
    # The number of terms grows with the square root of the larger parameter.
    most = 200 + int(10 * sqrt(max(a, b)))
    c, d = 1.0, 1 / _nonzero(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, most):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _nonzero(1 + term * d)
            c = _nonzero(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return found


def _nonzero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
