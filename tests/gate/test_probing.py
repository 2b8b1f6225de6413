"""Whether what a retriever did may be launched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ragaudit._config.settings import ProbePolicy
from ragaudit._gate.probing import LEAK_RATE, judge_probing
from ragaudit.model import (
    Leak,
    ProbeResult,
    ProbeStatus,
    Probing,
    Score,
    SourceFailure,
    VerdictStatus,
)

GOOD = ProbeResult("leave", "ann", ProbeStatus.PASSED, returned=("docs:leave.md",))
MISSED = replace(GOOD, status=ProbeStatus.FAILED, reason="docs:leave.md is not among the first 10")
WAITING = ProbeResult("pay", "bob", ProbeStatus.INCONCLUSIVE, "did not answer in time")
LEAK = Leak("pay", "bob", "docs:pay.md", 1)


def probing(*results: ProbeResult, **more: object) -> Probing:
    made = Probing("the built-in index", "probes.yaml", (1, 10), len(results), results=results)
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (probing(GOOD), VerdictStatus.PASSED),
        (probing(GOOD, MISSED), VerdictStatus.WARNED),
        (probing(GOOD, WAITING), VerdictStatus.INCONCLUSIVE),
        (probing(), VerdictStatus.INCONCLUSIVE),
        (probing(GOOD, unmapped=1), VerdictStatus.INCONCLUSIVE),
        (probing(GOOD, undecided=1), VerdictStatus.INCONCLUSIVE),
        (probing(GOOD, unmeasured="nobody can be asked as"), VerdictStatus.INCONCLUSIVE),
        (probing(GOOD, leaks=(LEAK,)), VerdictStatus.FAILED),
    ],
)
def test_the_worst_counts(found: Probing, expected: VerdictStatus) -> None:
    """A leak fails, what could not be judged is no pass, a miss is a warning."""
    assert expected is judge_probing(ProbePolicy(), found).status


def test_every_reason_is_told() -> None:
    """What leaked first; what stays open after it, sources that failed among it."""
    found = probing(GOOD, WAITING, leaks=(LEAK,))
    failure = SourceFailure("wiki", "auth-invalid", "401")

    assert judge_probing(ProbePolicy(), found, [failure]).reasons == (
        "1 document came back to 1 principal who may not read them",
        "1 of 2 answers could not be judged: did not answer in time",
        "“wiki” could not be read to its end",
    )


def test_lowest_values() -> None:
    """Over all sources and for each; what could not be measured is no pass."""
    policy = ProbePolicy(min={"R@10": 0.8})
    low = probing(GOOD, scores=(Score("R@10", 0.9, 40), Score("R@10", 0.5, 20, source="wiki")))

    failed = judge_probing(policy, low)
    unmeasured = judge_probing(policy, probing(GOOD))

    assert failed.reasons == ("R@10 in wiki is 0.50, below policy.probes.min 0.8",)
    assert unmeasured.status is VerdictStatus.INCONCLUSIVE
    assert unmeasured.reasons == ("R@10 could not be measured",)


@pytest.mark.parametrize(
    ("high", "expected"),
    [
        (0.004, VerdictStatus.PASSED),
        (0.2, VerdictStatus.INCONCLUSIVE),
        (None, VerdictStatus.INCONCLUSIVE),
    ],
)
def test_no_leak_found_is_not_no_leak(high: float | None, expected: VerdictStatus) -> None:
    """Too few clean cells leave open what the policy wants ruled out."""
    scores = (Score(LEAK_RATE, 0.0, 20, low=0.0, high=high),) if high is not None else ()
    policy = ProbePolicy(max_leak_bound=0.01)

    assert expected is judge_probing(policy, probing(GOOD, scores=scores)).status


def test_what_may_stay_open() -> None:
    """Shares of the policy."""
    policy = ProbePolicy(max_inconclusive=0.5, max_unmapped=0.5)

    verdict = judge_probing(policy, probing(GOOD, WAITING, unmapped=1))

    assert verdict.status is VerdictStatus.PASSED
