"""What is said of sources that are late."""

from __future__ import annotations

import pytest

from ragaudit._config import Policy
from ragaudit._gate.freshness import judge_freshness
from ragaudit.model import FreshnessState, SourceFreshness, VerdictStatus


@pytest.mark.parametrize(
    ("contract", "told"),
    [
        ("reviewed: error after 30 days", "broke their freshness contract"),
        ("", "hold overdue documents"),
    ],
)
def test_only_a_contract_can_be_broken(contract: str, told: str) -> None:
    """Documents with dates of their own may be late in a source that declares none."""
    late = SourceFreshness("docs", FreshnessState.ERROR, contract, documents=3, overdue=2)
    verdict = judge_freshness(Policy(), [late], [])
    assert VerdictStatus.FAILED is verdict.status
    assert (f"1 of 1 sources {told}: docs (2 documents overdue)",) == verdict.reasons
