"""How much autonomy results allow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.signoff.conftest import Make, finding, probing, score, waiver

from ragaudit._signoff.autonomy import Measured, allowed, shortfalls
from ragaudit.model import AUTONOMY, Automation, Autonomy

SHARES = st.none() | st.floats(0, 1)


def test_good_results_allow_everything(make: Make) -> None:
    """Every threshold of the last level is reached."""
    assert Automation.ACT is allowed(make())


def test_what_was_not_measured_never_suffices(make: Make) -> None:
    """No figure is no evidence."""
    assert Automation.ASSIST is allowed(make(audit_={"probing": probing(scores=())}))
    lacking = shortfalls(AUTONOMY[Automation.ACT], Measured(10))
    assert [
        "R@10 was not measured, and must be at least 0.9",
        "the possible leak rate was not measured, and must be at most 0.1 %",
        "stale exposure@10 was not measured, and must be at most 2 %",
        "abstention rate was not measured, and must be at least 0.9",
    ] == lacking


def test_a_figure_without_an_interval_is_none(make: Make) -> None:
    """A mean alone says nothing about how sure it is."""
    bare = probing(scores=(score("R@10", 1.0, None, None), *probing().scores[1:]))
    assert Automation.ASSIST is allowed(make(audit_={"probing": bare}))


@pytest.mark.parametrize(
    ("errors", "level"), [(0, Automation.ACT), (1, Automation.ACT_WITH_REVIEW)]
)
def test_who_acts_alone_lives_with_no_error(make: Make, errors: int, level: Automation) -> None:
    """Waived errors count."""
    evidence = make(settings_={"waivers": (waiver(),)}, audit_={"findings": (finding(),) * errors})
    assert level is allowed(evidence)


@hypothesis_settings(deadline=None)
@given(SHARES, SHARES, SHARES, SHARES, st.integers(0, 20))
def test_levels_ask_for_more_and_more(
    recall: float | None, leaks: float | None, stale: float | None, kept: float | None, waived: int
) -> None:
    """What carries a level carries those below it."""
    measured = Measured(10, recall, leaks, stale, kept, waived)
    carried = [not shortfalls(AUTONOMY[level], measured) for level in Automation]
    assert sorted(carried, reverse=True) == carried


@hypothesis_settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 0.5))
def test_better_results_never_carry_less(recall: float, more: float) -> None:
    """Recall up, nothing else changed."""
    asked, measured = Autonomy(min_recall=0.8), Measured(10, recall)
    better = replace(measured, recall=min(1.0, recall + more))
    assert len(shortfalls(asked, better)) <= len(shortfalls(asked, measured))
