"""How low a score has to be to count as nothing found."""

from __future__ import annotations

import pytest

from ragaudit._measure.threshold import ENOUGH, settled
from ragaudit.model import Call, CallStatus, Expectation, Outcome, Probe, ProbeSet

AUTO = Expectation(unanswerable=True, auto_top_score=True)
SET = ProbeSet(
    (Probe("none", "n", expect=AUTO), Probe("set", "s", expect=Expectation(max_top_score=9)))
)


def answered(count: int, first: str = "docs:a.md", **more: object) -> list[Outcome]:
    """Probes whose first result scores 0.1, 0.2, …"""
    return [
        Outcome(
            Call(f"q{n}", f"q{n}", "ann"),
            CallStatus.OK,
            documents=(first, "docs:b.md"),
            **{"top_score": (n + 1) / 10, **more},  # type: ignore[arg-type]
        )
        for n in range(count)
    ]


def gold(count: int) -> dict[str, tuple[dict[str, int], ...]]:
    return {f"q{n}": ({"docs:a.md": 1},) for n in range(count)}


@pytest.mark.parametrize(("count", "limit"), [(20, 0.1), (39, 0.1), (40, 0.2), (100, 0.5)])
def test_nineteen_of_twenty_exceed_it(count: int, limit: float) -> None:
    """And whoever wrote a number keeps it."""
    probes, told = settled(SET, answered(count), gold(count))

    assert [limit, 9] == [probe.expect.max_top_score for probe in probes.probes]
    scores = [(n + 1) / 10 for n in range(count)]
    assert 0.95 <= sum(score > limit for score in scores) / count < 1
    assert f"is {limit:g}, from {count} probes" in told


@pytest.mark.parametrize(
    "outcomes",
    [
        [],
        answered(ENOUGH - 1),
        answered(ENOUGH, first="docs:b.md"),
        answered(ENOUGH, top_score=None),
        [Outcome(o.call, CallStatus.INCONCLUSIVE, documents=o.documents, top_score=1.0)
         for o in answered(ENOUGH)],
    ],
)  # fmt: skip
def test_too_little_to_go_by(outcomes: list[Outcome]) -> None:
    """Any result counts as an answer then, and that is said."""
    probes, told = settled(SET, outcomes, gold(ENOUGH))

    assert SET == probes
    assert "`max_top_score: auto` was left out, and any result counts" in told


def test_a_probe_counts_once() -> None:
    """By the lowest score of its wordings and readers."""
    twice = [*answered(ENOUGH), *answered(ENOUGH, top_score=0.05)]

    probes, _ = settled(SET, twice, gold(ENOUGH))

    assert 0.05 == probes.probes[0].expect.max_top_score


def test_a_set_without_it() -> None:
    """Nothing is changed, and nothing said."""
    plain = ProbeSet((Probe("q", "q"),))

    assert (plain, "") == settled(plain, answered(30), gold(30))
