from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binomtest

from ragaudit_probes.statistics import (
    Bounds,
    clopper_pearson,
    leak_bounds,
    same_everywhere,
    upper_bound,
    wilson,
)


@st.composite
def counts(draw: st.DrawFn, most: int = 5000) -> tuple[int, int]:
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


@given(counts(10**6), st.sampled_from([0.8, 0.95, 0.999]))
def test_clopper_pearson_is_scipys(counted: tuple[int, int], confidence: float) -> None:
    """The exact interval is that of the beta quantiles."""
    k, n = counted
    tail = (1 - confidence) / 2
    low = beta.ppf(tail, k, n - k + 1) if k else 0.0
    high = beta.ppf(1 - tail, k + 1, n - k) if k < n else 1.0
    found = clopper_pearson(k, n, confidence)
    assert pytest.approx([low, high], rel=1e-7) == [found.low, found.high]


@given(counts())
def test_wilson_is_scipys(counted: tuple[int, int]) -> None:
    """The score interval without continuity correction."""
    k, n = counted
    theirs = binomtest(k, n).proportion_ci(method="wilson")
    found = wilson(k, n)
    assert pytest.approx([theirs.low, theirs.high], abs=1e-9) == [found.low, found.high]


@given(counts())
def test_upper_bound_is_scipys(counted: tuple[int, int]) -> None:
    """The one-sided bound is the exact test turned around."""
    k, n = counted
    theirs = binomtest(k, n, alternative="less").proportion_ci(method="exact")
    assert pytest.approx(theirs.high, rel=1e-7) == upper_bound(k, n)


@pytest.mark.parametrize(
    ("n", "bound"),
    [(11, 0.238), (59, 0.0495), (100, 0.0295), (299, 0.00997), (300, 0.00994), (2995, 0.001)],
)
def test_bounds_at_zero(n: int, bound: float) -> None:
    """The figures of the literature for n clean cells."""
    assert pytest.approx(bound, rel=5e-3) == upper_bound(0, n)
    assert Bounds(0.0, upper_bound(0, n)) == leak_bounds(0, n)


def test_leak_bounds_are_two_sided_where_something_leaked() -> None:
    """One leak in twenty is no longer bounded from above alone."""
    assert clopper_pearson(1, 20) == leak_bounds(1, 20)
    assert leak_bounds(1, 20).low > 0


@given(counts())
def test_bounds_hold_the_share(counted: tuple[int, int]) -> None:
    """Every interval lies within 0 and 1 and holds what was counted."""
    k, n = counted
    for found in (clopper_pearson(k, n), wilson(k, n), leak_bounds(k, n)):
        assert 0 <= found.low <= k / n + 1e-12
        assert k / n - 1e-12 <= found.high <= 1


@given(counts(), st.integers(2, 20))
def test_more_of_the_same_is_surer(counted: tuple[int, int], times: int) -> None:
    """The same share of more observations has a narrower interval."""
    k, n = counted
    for bounds in (clopper_pearson, wilson, leak_bounds):
        few, many = bounds(k, n), bounds(k * times, n * times)
        assert many.high - many.low < few.high - few.low


@given(counts(300))
def test_mirrored(counted: tuple[int, int]) -> None:
    """Counting the others mirrors the interval."""
    k, n = counted
    for bounds in (clopper_pearson, wilson):
        found, other = bounds(k, n), bounds(n - k, n)
        assert pytest.approx([1 - other.high, 1 - other.low], abs=1e-9) == [found.low, found.high]


def test_wilson_of_shares() -> None:
    """A sum of shares may be a fraction."""
    assert wilson(2, 4).low < wilson(2.5, 4).low < wilson(3, 4).low


@given(st.floats(0, 1), st.integers(1, 1000))
def test_no_spread_is_no_certainty(value: float, n: int) -> None:
    """Values that are all the same have an interval with some width, which holds them."""
    found = same_everywhere(value, n)
    assert 0 <= found.low <= value <= found.high <= 1
    assert pytest.approx(upper_bound(0, n)) == found.high - found.low


@pytest.mark.parametrize(("k", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_impossible_counts(k: int, n: int) -> None:
    """Nothing is made up for counts that cannot be."""
    for bounds in (clopper_pearson, wilson, leak_bounds, upper_bound):
        with pytest.raises(ValueError, match="no bounds"):
            bounds(k, n)
