"""What answers may take and cost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.measure.test_results import LEAVE, OLD, answer, run

from ragaudit._measure.results import results
from ragaudit.model import Budget, Outcome, Probe, ProbeStatus, Role

FAILED, PASSED, OPEN = ProbeStatus.FAILED, ProbeStatus.PASSED, ProbeStatus.INCONCLUSIVE


def judged(budget: Budget, *outcomes: Outcome) -> list[tuple[ProbeStatus, str]]:
    """What came of the probe, by principal."""
    found = results(run(Probe("p", "q", budget=budget), *outcomes))
    return [(one.status, one.reason) for one in found]


@pytest.mark.parametrize(
    ("budget", "seconds", "cost", "status", "reason"),
    [
        (Budget(800), 0.8, None, PASSED, ""),
        (
            Budget(800),
            1.25,
            None,
            FAILED,
            "take 1,250 ms at the 95th percentile, its budget is 800",
        ),
        (Budget(800), 0.0, None, OPEN, "do not carry how long they took"),
        (Budget(None, 0.01), 9.0, 0.01, PASSED, ""),
        (Budget(None, 0.01), 9.0, 0.02, FAILED, "it cost 0.02, its budget is 0.01"),
        (Budget(None, 0.01), 9.0, None, OPEN, "does not say what its answers cost"),
        (Budget(), 9.0, 9.0, PASSED, ""),
    ],
)
def test_one_answer(
    budget: Budget, seconds: float, cost: float | None, status: ProbeStatus, reason: str
) -> None:
    """Within, beyond, or nobody knows; what is not limited is not looked at."""
    ((found, told),) = judged(budget, answer(LEAVE, latency_s=seconds, cost=cost))

    assert (status, True) == (found, told.endswith(reason))


def test_one_slow_answer_of_twenty_is_within() -> None:
    """Of fewer the slowest counts; whoever got the slow one is not alone in it."""
    twenty = [answer(LEAVE, query=f"q{n}", latency_s=0.1) for n in range(20)]
    slow = replace(twenty[0], latency_s=5.0)

    assert [(PASSED, "")] == judged(Budget(800), slow, *twenty[1:])
    assert [FAILED] == [status for status, _ in judged(Budget(800), slow, *twenty[1:19])]
    both = [slow, answer(LEAVE, name="bob", latency_s=0.1)]
    assert [FAILED, FAILED] == [status for status, _ in judged(Budget(800), *both)]


def test_what_was_not_found_comes_first_and_denials_have_no_budget() -> None:
    """A fast wrong answer is wrong, and how long a refusal takes is not what was limited."""
    ((_, told),) = judged(Budget(800), answer(OLD, latency_s=5.0))
    assert f"{LEAVE} is not among the first 3" == told
    denied = answer(LEAVE, role=Role.DENY, latency_s=5.0)
    assert [(PASSED, "")] == judged(Budget(800), denied)
