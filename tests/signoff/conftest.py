"""Evidence to decide on: everything in order, unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ragaudit._config import Settings
from ragaudit._measure.probe_set.coverage import NEEDED, Coverage
from ragaudit._signoff.evidence import Candidate, Evidence
from ragaudit.model import (
    Audit,
    Automation,
    Category,
    Confidence,
    Directory,
    Finding,
    ProbeResult,
    ProbeStatus,
    Probing,
    Remedy,
    Responsibility,
    RoleHolder,
    Rule,
    RunInfo,
    Score,
    Severity,
    SourceSummary,
    User,
    Verdict,
    VerdictStatus,
    Waiver,
)
from ragaudit.testing.builders import access, document, owner

DAY = date(2026, 11, 1)
PASSED = Verdict(VerdictStatus.PASSED, ())
ANN = Candidate("ann", Responsibility.CHANGE_APPROVER)
RULE = Rule("FRS203", "expired", Severity.ERROR, "s", "w", Remedy.FIX, "h", "e", "n")
NAMES = ("bob", "ann", "cleo", "dan", "eve")


def finding(**changes: Any) -> Finding:
    """An open error on `old.md`."""
    made = Finding(
        code="FRS203",
        rule="expired",
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        source="docs",
        document="docs:old.md",
        path="old.md",
        line=3,
        quote="",
        message="Expired.",
        remedy=Remedy.ARCHIVE,
        action="take it out",
        owner="ann",
        fingerprint="0123456789abcdef" * 2,
    )
    return replace(made, **changes)


def waiver(**changes: Any) -> Waiver:
    """One for `FRS203`, in force on the day."""
    values: dict[str, Any] = {
        "who": "cleo", "why": "kept by law", "until": date(2027, 1, 31), "rule": "FRS203",
    } | changes  # fmt: skip
    return Waiver(**values)


def score(
    measure: str, value: float | None, low: float | None, high: float | None, n: int = 60
) -> Score:
    """A measure over everything."""
    return Score(measure, value, n, low=low, high=high)


def probing(**changes: Any) -> Probing:
    """A retriever that did well."""
    scores = (
        score("R@10", 0.95, 0.91, 0.98),
        score("leak rate", 0.0, 0.0, 0.0009, 4000),
        score("stale exposure@10", 0.0, 0.0, 0.01),
        score("abstention rate", 0.97, 0.92, 0.99),
    )
    result = ProbeResult("one", "ann", ProbeStatus.PASSED, source="docs")
    return replace(
        Probing("the built-in index", "probes.yaml", (1, 10), 60, scores, results=(result,)),
        **changes,
    )


def covered(**changes: Any) -> Coverage:
    """Every category, and the one source."""
    counts: dict[tuple[str | None, Category], int] = {("docs", c): 3 for c in NEEDED}
    return replace(Coverage(counts, {"docs": 24}, ("docs",)), **changes)


def audit(**changes: Any) -> Audit:
    """One document in order, one source."""
    page = document("page.md", access=access("internal"), owners=(owner("ann"),))
    made = Audit(
        run=RunInfo("run-1", DAY, datetime(2026, 11, 1, 9, tzinfo=UTC), "0.1.0", "c0", "d0"),
        sources=(SourceSummary("docs", "filesystem", "docs", 1, 0, 1, 1, 1),),
        documents=(page,),
        findings=(),
        skips=(),
        verdict=PASSED,
        rules={"FRS203": RULE},
        probing=probing(),
    )
    return replace(made, **changes)


def settings(**changes: Any) -> Settings:
    """All roles named."""
    roles = {role: RoleHolder(role, name) for role, name in zip(Responsibility, NAMES, strict=True)}
    made = Settings(sources=(), roles=roles, automation=Automation.ASSIST, home=Path())
    return replace(made, **changes)


Make = Callable[..., Evidence]


@pytest.fixture
def make() -> Make:
    """Evidence in order, with parts of it replaced."""

    def made(
        *,
        settings_: dict[str, Any] | None = None,
        audit_: dict[str, Any] | None = None,
        **changes: Any,
    ) -> Evidence:
        people = Directory(users=tuple(User(name, email=f"{name}@x.example") for name in NAMES))
        whole = Evidence(
            settings(**(settings_ or {})),
            audit(**(audit_ or {})),
            DAY,
            people,
            PASSED,
            PASSED,
            covered(),
        )
        return replace(whole, **changes)

    return made
