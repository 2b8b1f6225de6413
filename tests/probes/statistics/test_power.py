from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit_probes.statistics import clean_needed, detectable, upper_bound


@pytest.mark.parametrize(
    ("rate", "n"), [(0.05, 59), (0.02, 149), (0.01, 299), (0.005, 598), (0.001, 2995)]
)
def test_clean_cells_for_a_bound(rate: float, n: int) -> None:
    """The figures of the literature."""
    assert n == clean_needed(rate)


@given(st.floats(1e-5, 0.999), st.sampled_from([0.8, 0.95, 0.99]))
def test_clean_needed_is_the_least(rate: float, confidence: float) -> None:
    """One cell fewer does not show it."""
    n = clean_needed(rate, confidence)
    assert upper_bound(0, n, confidence) <= rate
    assert n == 1 or upper_bound(0, n - 1, confidence) > rate


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1])
def test_no_number_shows_a_rate_of_zero(rate: float) -> None:
    """No clean cells ever show that nothing leaks."""
    with pytest.raises(ValueError, match="no number of probes"):
        clean_needed(rate)


@pytest.mark.parametrize(("n", "drop"), [(50, 0.14), (100, 0.10), (200, 0.07), (400, 0.05)])
def test_drops_a_set_can_see(n: int, drop: float) -> None:
    """The figures for a spread of 0.35."""
    assert pytest.approx(drop, abs=0.005) == detectable(n)


def test_power_is_what_it_says() -> None:
    """Of simulated runs that are worse by that much, four in five are noticed."""
    rng = np.random.default_rng(5)
    n, spread = 100, 0.35
    changes = rng.normal(-detectable(n, spread), spread, (20_000, n)).mean(axis=1)
    noticed = (abs(changes) > 1.959964 * spread / np.sqrt(n)).mean()
    assert pytest.approx(0.8, abs=0.01) == noticed


def test_nothing_is_seen_without_probes() -> None:
    """An empty set has no detectable effect."""
    with pytest.raises(ValueError, match="without a probe"):
        detectable(0)
