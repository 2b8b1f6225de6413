from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from ragaudit_probes.statistics.beta import beta_cdf, beta_quantile

SHAPES = st.one_of(st.integers(1, 10**6), st.floats(0.5, 1000))


@given(st.floats(0, 1), SHAPES, SHAPES)
def test_cdf_is_scipys(x: float, a: float, b: float) -> None:
    """The regularised incomplete beta function."""
    assert pytest.approx(float(beta.cdf(x, a, b)), abs=1e-8) == beta_cdf(x, a, b)


@given(st.floats(1e-4, 1 - 1e-4), st.integers(1, 10**5), st.integers(1, 10**5))
def test_quantile_turns_the_cdf_around(share: float, a: int, b: int) -> None:
    """The quantile is where the share is reached."""
    assert pytest.approx(share, abs=1e-7) == beta_cdf(beta_quantile(share, a, b), a, b)


def test_beyond_the_ends() -> None:
    """Nothing lies below 0, everything below 1."""
    assert [0.0, 0.0, 1.0, 1.0] == [beta_cdf(x, 2, 3) for x in (-1, 0, 1, 2)]
