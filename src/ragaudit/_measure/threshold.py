"""`max_top_score: auto`: how low a score has to be to count as nothing found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import floor

from ragaudit.model import CallStatus, Grades, Outcome, Probe, ProbeSet

ENOUGH = 20
"""Probes answered rightly below which no score is taken from them."""
PASSED_OVER = 0.05
"""Share of right answers that would count as nothing with the score that is taken."""


def settled(
    probes: ProbeSet, outcomes: Sequence[Outcome], gold: Mapping[str, Sequence[Grades]]
) -> tuple[ProbeSet, str]:
    """The set with a number in place of `auto`, and a sentence about it; empty without `auto`.

    It is the score that 19 of 20 questions exceed whose first result is gold, the lowest of each
    over its wordings and readers. Where there are too few of these, or the target gives no scores,
    it stays undecided: whatever comes back counts as an answer then, which is the stricter side.
    """
    if not any(probe.expect.auto_top_score for probe in probes.probes):
        return probes, ""
    scores = _right(outcomes, gold)
    if len(scores) < ENOUGH:
        told = f"{len(scores)} of the {ENOUGH} probes it needs had a scored, right first result"
        return probes, f"`max_top_score: auto` was left out, and any result counts: {told}"
    limit = scores[floor(PASSED_OVER * len(scores)) - 1]
    changed = tuple(_with(probe, limit) for probe in probes.probes)
    told = f"`max_top_score: auto` is {limit:.4g}, from {len(scores)} probes answered rightly"
    return replace(probes, probes=changed), told


def _right(outcomes: Sequence[Outcome], gold: Mapping[str, Sequence[Grades]]) -> list[float]:
    """The lowest top score of each probe that was answered rightly, rising."""
    lowest: dict[str, float] = {}
    for outcome in outcomes:
        if outcome.status is not CallStatus.OK or outcome.top_score is None:
            continue
        probe, first = outcome.call.probe, outcome.documents[:1]
        if any(first[0] in group for group in gold.get(probe, ())) if first else False:
            lowest[probe] = min(outcome.top_score, lowest.get(probe, outcome.top_score))
    return sorted(lowest.values())


def _with(probe: Probe, limit: float) -> Probe:
    if not probe.expect.auto_top_score:
        return probe
    return replace(probe, expect=replace(probe.expect, max_top_score=limit))
