"""The seven ways such projects fail."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.signoff.conftest import audit, finding, probing, score, settings

from ragaudit._signoff.checklist import checklist
from ragaudit.model import (
    Audit,
    Automation,
    CheckStatus,
    FreshnessState,
    Leak,
    ProbeResult,
    ProbeStatus,
    Skip,
    SkipReason,
    SourceFreshness,
    SourceSummary,
)
from ragaudit.testing.builders import document

YES, PARTLY, NO = CheckStatus.EVIDENCED, CheckStatus.PARTLY, CheckStatus.MISSING
NAMES = (
    "ownership",
    "automation level",
    "source trust",
    "evaluation coverage",
    "integration and failure handling",
    "production monitoring",
    "permissions and secrets",
)


def of(name: str, run: Audit, **changes: Any) -> tuple[CheckStatus, str]:
    """One check."""
    monitored = changes.pop("monitored", ())
    found = {i.name: i for i in checklist(run, settings(**changes), monitored)}
    return found[name].status, found[name].evidence


def test_all_seven_in_order() -> None:
    """The names are those of the list people know."""
    assert NAMES == tuple(item.name for item in checklist(audit(), settings()))


def test_everything_is_there() -> None:
    """Each has its evidence, and production its own."""
    found = checklist(audit(), settings(), ("1,204 questions since the launch",))
    assert {YES} == {item.status for item in found}


def test_nothing_is_there() -> None:
    """Nothing is evidenced by an empty run and an empty configuration."""
    run = audit(documents=(), sources=(), probing=None)
    found = checklist(run, settings(roles={}, automation=None))
    assert {NO} == {item.status for item in found}


@pytest.mark.parametrize(
    ("name", "run", "status", "told"),
    [
        ("ownership", {"documents": (document(),)}, PARTLY, "0 of 1 documents have an owner"),
        ("source trust", {"findings": (finding(),)}, PARTLY, "1 open errors"),
        (
            "source trust",
            {"skips": (Skip("docs", "a", SkipReason.CORRUPT, "cut off"),)},
            PARTLY,
            "1 documents read, 1 not",
        ),
        (
            "source trust",
            {"freshness": (SourceFreshness("docs", FreshnessState.UNDECLARED),)},
            PARTLY,
            "0 of 0 contracts of age kept, 1 sources have none",
        ),
        ("evaluation coverage", {"probing": None}, NO, "the retriever was not asked in this run"),
        (
            "evaluation coverage",
            {"probing": probing(results=(ProbeResult("a", "b", ProbeStatus.INCONCLUSIVE),))},
            PARTLY,
            "0 of 1 answers were as they should be, 1 open",
        ),
        (
            "evaluation coverage",
            {"probing": probing(scores=(score("R@10", 0.9, 0.6, 1.0, 5),))},
            PARTLY,
            "R@10 0.90 (0.60 to 1.00, 5 probes)",
        ),
        ("integration and failure handling", {"probing": None}, PARTLY, "was not asked"),
        ("integration and failure handling", {"probing": probing(unmapped=3)}, PARTLY, "3 results"),
        (
            "permissions and secrets",
            {"probing": probing(leaks=(Leak("a", "b", "c", 1),))},
            PARTLY,
            "1 leaks",
        ),
        (
            "permissions and secrets",
            {"probing": probing(scores=(score("leak rate", 0.0, 0.0, None, 9),))},
            PARTLY,
            "leaks were not measured",
        ),
        (
            "permissions and secrets",
            {"probing": probing(scores=(score("leak rate", 0.0, 0.0, 0.78, 2),))},
            PARTLY,
            "at most 78 % (95 %)",
        ),
        (
            "permissions and secrets",
            {"findings": (finding(code="SAF601"),)},
            PARTLY,
            "1 open findings",
        ),
        (
            "permissions and secrets",
            {"probing": None, "sources": (SourceSummary("docs", "filesystem", "docs", 1),)},
            NO,
            "access is known of 0 of 1 documents",
        ),
    ],
)
def test_what_is_missing(name: str, run: dict[str, Any], status: CheckStatus, told: str) -> None:
    """Evidence with gaps is told from none."""
    found = of(name, replace(audit(), **run))
    assert (status, True) == (found[0], told in found[1]), found


def test_autonomy_needs_results() -> None:
    """A claim is no evidence for itself."""
    assert NO is of("automation level", audit(), automation=None)[0]
    assert PARTLY is of("automation level", audit(probing=None))[0]
    weak = audit(probing=probing(scores=()))
    assert PARTLY is of("automation level", weak, automation=Automation.ACT)[0]
    assert YES is of("automation level", audit(), automation=Automation.ACT)[0]


def test_monitoring_is_not_a_name() -> None:
    """Somebody who watches, and nothing seen, is half of it."""
    assert PARTLY is of("production monitoring", audit())[0]
    assert PARTLY is of("production monitoring", audit(), roles={}, monitored=("x",))[0]
