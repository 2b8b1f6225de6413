from __future__ import annotations

import pytest
from tests.probes.measures.runs import run

from ragaudit_probes.measures.slices import UNDEFINED, Column, Row, Slice, slices, summarise
from ragaudit_probes.statistics import same_everywhere, wilson

MEAN, COUNTED, POOLED = Column("mean"), Column("counted", counted=True), Column("p", pooled=True)


def test_a_cluster_counts_once() -> None:
    """Four wordings of one probe weigh as much as one of another."""
    rows = [Row("a", [1, 1])] + [Row("b", [0, 0])] * 4
    mean, counted = summarise([MEAN, COUNTED], rows, Slice(), 0, 200)
    assert (0.5, 2) == (mean.value, mean.n)
    assert (0.5, 2, wilson(1, 2).low) == (counted.value, counted.n, counted.low)


def test_items_count_once_where_they_are_pooled() -> None:
    """Two of twelve items, not the mean of two shares."""
    rows = [Row("a", [0.5], [2]), Row("b", [0.1], [10]), Row("c", [UNDEFINED], [0])]
    (score,) = summarise([POOLED], rows, Slice(), 0, 200)
    assert pytest.approx(2 / 12) == score.value
    assert (2, 1) == (score.n, score.undefined)


def test_undefined_is_counted_and_enters_no_mean() -> None:
    """A probe is undefined only where none of its answers is defined."""
    rows = [Row("a", [1]), Row("a", [UNDEFINED]), Row("b", [UNDEFINED]), Row("c", [0])]
    (score,) = summarise([MEAN], rows, Slice(), 0, 200)
    assert (0.5, 2, 1) == (score.value, score.n, score.undefined)


def test_defined_nowhere() -> None:
    """No value at all, and why."""
    (score,) = summarise([MEAN], [Row("a", [UNDEFINED])], Slice(), 0, 200)
    assert (None, 0, 1, "not defined for any of 1") == (
        score.value,
        score.n,
        score.undefined,
        score.reason,
    )


def test_nothing_asked() -> None:
    """A slice without rows still has its score."""
    (score,) = summarise([MEAN], [], Slice("wiki"), 0, 200)
    assert ("wiki", None, "nothing was asked") == (score.source, score.value, score.reason)


@pytest.mark.parametrize("part", [Slice("wiki"), Slice(principal="ann")])
def test_small_slices_have_no_figure(part: Slice) -> None:
    """Nineteen probes are not enough for a part, and are for the whole."""
    rows = [Row(i, [i % 2, i % 2]) for i in range(19)]
    for score in summarise([MEAN, COUNTED], rows, part, 0, 200):
        assert (None, None, "insufficient: 19 of 20") == (score.value, score.low, score.reason)
    enough = [*rows, Row(19, [1, 1])]
    for score in summarise([MEAN, COUNTED], enough, part, 0, 200):
        assert (0.5, 20, "") == (score.value, score.n, score.reason)


def test_perfect_is_not_certain() -> None:
    """Where every probe comes out the same there is an interval all the same."""
    (score,) = summarise([MEAN], [Row(i, [1.0]) for i in range(30)], Slice(), 0, 200)
    assert (1.0, same_everywhere(1.0, 30).low, 1.0) == (score.value, score.low, score.high)


def test_costs_are_no_shares() -> None:
    """Equal costs say nothing about other costs."""
    column = Column("cost", share=False)
    (score,) = summarise([column], [Row(i, [7.0]) for i in range(30)], Slice(), 0, 200)
    assert (7.0, None, None) == (score.value, score.low, score.high)


def test_slices_of_a_run() -> None:
    """Everything, the sources of the catalogue, then people; an account without a name is none."""
    found = slices(run([], ["wiki:a", "hr:b"]), ["bob", "", "ann", "bob"])
    assert [
        Slice(),
        Slice("hr"),
        Slice("wiki"),
        Slice(principal="ann"),
        Slice(principal="bob"),
    ] == found
