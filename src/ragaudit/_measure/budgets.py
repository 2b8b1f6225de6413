"""What an answer may take and cost, where a probe says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from math import ceil

from ragaudit.model import CallStatus, Outcome, Probe, ProbeRun, ProbeStatus, Role

Times = Mapping[str, float | None]
"""Probe to the 95th percentile of its answers' times in milliseconds; None where one has none."""


def times(run: ProbeRun) -> Times:
    """By nearest rank, over every wording and reader; with fewer than 20 answers the slowest."""
    limited = {p.id for p in run.probes.probes if p.budget.latency_p95_ms is not None}
    found: dict[str, list[float]] = defaultdict(list)
    for outcome in run.outcomes:
        asked = outcome.call.role in (Role.ASK, Role.ALLOW)
        if asked and outcome.status is CallStatus.OK and outcome.call.probe in limited:
            found[outcome.call.probe].append(outcome.latency_s * 1000)
    return {
        probe: sorted(taken)[ceil(0.95 * len(taken)) - 1] if all(taken) else None
        for probe, taken in found.items()
    }


def exceeded(probe: Probe, outcome: Outcome, taken: Times) -> tuple[ProbeStatus, str] | None:
    """Why an answer does not keep to its budget, or cannot be told to; None where it does.

    A time or cost that nobody knows is never within a budget.
    """
    limit, most = probe.budget.latency_p95_ms, probe.budget.cost
    if limit is not None:
        time = taken.get(probe.id)
        if time is None:
            told = "it has a budget of time, and its answers do not carry how long they took"
            return ProbeStatus.INCONCLUSIVE, told
        if time > limit:
            told = (
                f"its answers take {time:,.0f} ms at the 95th percentile, its budget is {limit:,g}"
            )
            return ProbeStatus.FAILED, told
    if most is not None:
        if outcome.cost is None:
            told = "it has a budget of cost, and the target does not say what its answers cost"
            return ProbeStatus.INCONCLUSIVE, told
        if outcome.cost > most:
            return ProbeStatus.FAILED, f"it cost {outcome.cost:g}, its budget is {most:g}"
    return None
