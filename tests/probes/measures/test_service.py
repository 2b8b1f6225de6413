from __future__ import annotations

import pytest
from tests.probes.measures.runs import FAILED, outcome, run, scored

from ragaudit.model import Role
from ragaudit_probes.measures import Quality

QUALITY = Quality(resamples=100)
DOCUMENTS = ["wiki:a", "wiki:b"]


def test_percentiles_by_nearest_rank() -> None:
    """One answer of a hundred lies beyond p99; failed ones have no time."""
    asked = [outcome(f"p{i}", "ann", latency_s=i / 1000) for i in range(1, 101)]
    asked.append(outcome("down", "ann", status=FAILED, latency_s=60))
    found = scored(QUALITY.scores(run(asked, DOCUMENTS)))
    names = [f"latency p{percent} ms" for percent in (50, 95, 99)]
    assert pytest.approx([50, 95, 99]) == [found[name].value for name in names]
    assert [100, 100, 100] == [found[name].n for name in names]


def test_too_few_for_a_percentile() -> None:
    """With thirty answers p99 is no more than the slowest."""
    asked = [outcome(f"p{i}", "ann", latency_s=0.01) for i in range(30)]
    found = scored(QUALITY.scores(run(asked, DOCUMENTS)))
    assert 10.0 == found["latency p95 ms"].value
    slow = found["latency p99 ms"]
    assert (None, "insufficient: 30 of 100") == (slow.value, slow.reason)


def test_recorded_answers_have_no_time() -> None:
    """Zero is not fast."""
    found = scored(QUALITY.scores(run([outcome("p", "ann")], DOCUMENTS)))["latency p50 ms"]
    assert (None, 1, "no answer carries its time") == (found.value, found.undefined, found.reason)


def test_one_question_is_timed_and_paid_once() -> None:
    """It is asked once, whatever for."""
    asked = [
        outcome("p", "ann", query="q", latency_s=0.01, cost=2.0),
        outcome("p", "ann", role=Role.ALLOW, cell="wiki:a", query="q", latency_s=0.01, cost=2.0),
        outcome("r", "ann", latency_s=0.03, cost=4.0),
        outcome("s", "ann", latency_s=0.03),
    ]
    found = scored(QUALITY.scores(run(asked, DOCUMENTS)))
    assert 3 == found["latency p50 ms"].n
    cost = found["cost per call"]
    assert (3.0, 2, 1) == (cost.value, cost.n, cost.undefined)


def test_no_cost_no_score() -> None:
    """Most targets tell none."""
    assert "cost per call" not in scored(QUALITY.scores(run([outcome("p", "ann")], DOCUMENTS)))


def test_unmapped_results_are_a_share() -> None:
    """Counted in answers that could not be judged, too."""
    asked = [
        outcome("p", "ann", "wiki:a wiki:b", unmapped=2),
        outcome("q", "ann", unmapped=4, status=FAILED),
        outcome("r", "ann"),
    ]
    found = scored(QUALITY.scores(run(asked, DOCUMENTS)))["unmapped share"]
    assert (0.75, 2, 1) == (found.value, found.n, found.undefined)
