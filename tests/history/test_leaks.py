"""New leaks, and what is none because nobody asked."""

from __future__ import annotations

from typing import Any

import pytest
from tests.history.sides import side

from ragaudit._history.leaks import leak_changes
from ragaudit.model import Leak, ProbeResult, ProbeStatus, Probing

LEAK = Leak("q1", "bob", "docs:a.md", 3)


def probing(*leaks: Leak, status: ProbeStatus = ProbeStatus.PASSED, **changes: Any) -> Probing:
    results = (ProbeResult("q1", "bob", status),)
    made: dict[str, Any] = {"target": "index", "leaks": leaks, "results": results, **changes}
    return Probing(place="probes.yaml", k=(1,), calls=1, **made)


def told(before: Probing | None, after: Probing | None) -> list[tuple[str, str]]:
    changes = leak_changes(side("r1", probing=before), side("r2", probing=after))
    return [(change.kind.value, change.reason) for change in changes]


def test_new_and_stopped() -> None:
    """A cell is one, however many questions bring it up."""
    again = (LEAK, Leak("q2", "bob", "docs:a.md", 1))
    assert [("new", "")] == told(probing(), probing(*again))
    assert [("fixed", "")] == told(probing(LEAK), probing())
    assert [] == told(probing(LEAK), probing(*again))


def test_a_leak_is_fixed_only_if_every_question_was_asked_again() -> None:
    """One of two that is no longer asked leaves it open."""
    again = (LEAK, Leak("q2", "bob", "docs:a.md", 1))
    ((kind, _),) = told(probing(*again), probing())
    assert "unknown" == kind


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (probing(status=ProbeStatus.INCONCLUSIVE), "its question was not asked, or not judged, in"),
        (probing(results=()), "its question was not asked, or not judged, in"),
        (probing(unmeasured="no principals"), "leakage was not measured in"),
    ],
)
def test_what_was_not_asked_is_neither(other: Probing, reason: str) -> None:
    """In both directions."""
    for changes in (told(other, probing(LEAK)), told(probing(LEAK), other)):
        ((kind, why),) = changes
        assert ("unknown", True) == (kind, why.startswith(reason))


def test_another_retriever_says_nothing_of_this_one() -> None:
    """Nor does a run that asked none."""
    assert [("unknown", "the run of 2026-11-01 06:01 asked another retriever")] == told(
        probing(target="http"), probing(LEAK)
    )
    assert [("unknown", "nobody asked a retriever in the run of 2026-11-01 06:01")] == told(
        None, probing(LEAK)
    )
    assert [] == told(probing(LEAK), None)
