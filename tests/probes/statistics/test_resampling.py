from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap, permutation_test

from ragaudit_probes.statistics import (
    Difference,
    bootstrap_ratios,
    cluster_bootstrap,
    cluster_means,
    paired_bootstrap,
    paired_randomisation,
)

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


def sample(n: int, seed: int = 7) -> list[float]:
    """Reciprocal ranks, as they come out in practice."""
    return [float(x) for x in np.random.default_rng(seed).choice([0, 0.25, 0.5, 1], n)]


def test_interval_of_a_mean_is_scipys() -> None:
    """Without clusters it is the percentile bootstrap."""
    values = sample(80)
    theirs = bootstrap(
        (values,), np.mean, n_resamples=20_000, method="percentile", rng=np.random.default_rng(3)
    ).confidence_interval
    found = cluster_bootstrap(values, range(80), seed=1, resamples=20_000)
    assert pytest.approx([theirs.low, theirs.high], abs=0.006) == [found.low, found.high]


def test_wordings_of_one_question_are_one_observation() -> None:
    """Asking every question five times over makes nothing surer."""
    values = sample(40)
    once = cluster_bootstrap(values, range(40), seed=1)
    often = cluster_bootstrap(values * 5, [*range(40)] * 5, seed=1)
    assert once == often
    naive = cluster_bootstrap(values * 5, range(200), seed=1)
    assert naive.high - naive.low < 0.6 * (once.high - once.low)


def test_a_cluster_counts_once_however_large() -> None:
    """The mean is that of the clusters, and undefined values are left out."""
    found = cluster_means([1, 0, 0, 0, float("nan")], ["a", "b", "b", "b", "c"])
    assert [1.0, 0.0] == found.tolist()


@settings(max_examples=30)
@given(SHARES, st.integers(0, 2**32))
def test_the_seed_says_it_all(values: list[float], seed: int) -> None:
    """Equal numbers and seeds give equal intervals, within the range of the values."""
    first = cluster_bootstrap(values, range(len(values)), seed, resamples=300)
    assert first == cluster_bootstrap(values, range(len(values)), seed, resamples=300)
    assert min(values) - 1e-12 <= first.low <= first.high <= max(values) + 1e-12


def test_many_measures_at_once() -> None:
    """Each column's interval is the one it has alone, but for chance, wherever it is defined."""
    rng = np.random.default_rng(0)
    sums, counts = rng.random((50, 3)), np.ones((50, 3))
    sums[10:, 2] = counts[10:, 2] = 0
    low, high = bootstrap_ratios(sums, counts, seed=4, resamples=2000)
    for i in range(3):
        alone = bootstrap_ratios(sums[:, [i]], counts[:, [i]], seed=4, resamples=2000)
        assert pytest.approx([float(a[0]) for a in alone], abs=0.03) == [low[i], high[i]]
    assert high[2] - low[2] > high[0] - low[0]


def test_a_measure_that_is_defined_nowhere_has_no_interval() -> None:
    """It is NaN, and the others are not touched by it."""
    sums, counts = np.ones((5, 2)), np.ones((5, 2))
    sums[:, 1] = counts[:, 1] = 0
    low, high = bootstrap_ratios(sums, counts, seed=1, resamples=50)
    assert [1.0, 1.0] == [low[0], high[0]]
    assert np.isnan([low[1], high[1]]).all()


def test_draws_do_not_depend_on_how_they_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by drawing in blocks, which shows in no figure."""
    from ragaudit_probes.statistics import resampling

    values = sample(30)
    whole = cluster_bootstrap(values, range(30), seed=2)
    monkeypatch.setattr(resampling, "_BLOCK", 1000)
    assert whole == cluster_bootstrap(values, range(30), seed=2)


def test_drawing_kinds_is_drawing_clusters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clusters that are alike may be drawn by number; the interval is the same but for chance."""
    from ragaudit_probes.statistics import resampling

    values = sample(200)
    by_kind = cluster_bootstrap(values, range(200), seed=2)
    monkeypatch.setattr(resampling, "_WORTH", 1000)
    one_by_one = cluster_bootstrap(values, range(200), seed=2)
    assert pytest.approx([one_by_one.low, one_by_one.high], abs=0.004) == [
        by_kind.low,
        by_kind.high,
    ]


def test_interval_covers_the_truth() -> None:
    """Of 300 samples of 60 clusters, about 95 in 100 intervals hold the true mean."""
    held = 0
    for seed in range(300):
        found = cluster_bootstrap(sample(60, seed), range(60), seed, resamples=500)
        held += found.low <= 0.4375 <= found.high
    assert 0.90 <= held / 300 <= 0.98


def test_change_with_its_interval() -> None:
    """A change that is the same everywhere is certain."""
    before = sample(30)
    found = paired_bootstrap(before, [x - 0.25 for x in before], range(30), seed=1)
    assert pytest.approx((-0.25, -0.25, -0.25)) == (found.mean, found.low, found.high)
    assert Difference(0.0, 0.0, 0.0) == paired_bootstrap(before, before, range(30), seed=1)


def test_pairs_that_lack_a_side_are_left_out() -> None:
    """A probe that could not be judged in one run says nothing about a change."""
    nan = float("nan")
    found = paired_bootstrap([0.5, nan, 0.5], [1.0, 1.0, nan], "abc", seed=1)
    assert Difference(0.5, 0.5, 0.5) == found


def test_randomisation_is_scipys() -> None:
    """Fisher's test by swapping sides."""
    before, after = sample(40, 1), sample(40, 2)
    theirs = permutation_test(
        (before, after),
        lambda a, b, axis: np.mean(b - a, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=20_000,
        rng=np.random.default_rng(1),
    )
    found = paired_randomisation(before, after, range(40), seed=2, resamples=20_000)
    assert pytest.approx(theirs.pvalue, abs=0.015) == found


def test_chance_alone() -> None:
    """No change is certain to be chance; one of forty equal losses is hardly ever."""
    before = [1.0] * 40
    assert paired_randomisation(before, before, range(40), seed=1) == 1.0
    assert pytest.approx(1 / 10_001) == paired_randomisation(before, [0.5] * 40, range(40), seed=1)


def test_nothing_to_resample() -> None:
    """No observation, no interval and no test."""
    with pytest.raises(ValueError, match="nothing"):
        cluster_bootstrap([float("nan")], ["a"], seed=1)
    with pytest.raises(ValueError, match="nothing"):
        paired_randomisation([], [], [], seed=1)
