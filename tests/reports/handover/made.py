"""Findings and trackers for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ragaudit import _registry
from ragaudit.contracts import Tracker
from ragaudit.model import (
    Confidence,
    Credentials,
    Finding,
    Remedy,
    Severity,
    SyncSettings,
    TrackerSettings,
)

FINDING = Finding(
    code="FRS203",
    rule="expired",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    source="docs",
    document="docs:hr/leave.md",
    path="hr/leave.md",
    line=3,
    quote="expires: 2026-05-01",
    message="Expired on 2026-05-01, 184 days ago.",
    remedy=Remedy.ARCHIVE,
    action="Take it out of what is indexed.",
    owner="ann",
    fingerprint="0123456789abcdef",
)
TOKEN = "t0ken-of-the-tracker"


def finding(number: int = 0, **changes: Any) -> Finding:
    """One of many."""
    made = replace(FINDING, fingerprint=f"{number:016x}", path=f"hr/{number}.md")
    return replace(made, **changes)


def tracker(kind: str, options: dict[str, Any], **changes: Any) -> Tracker:
    """A tracker as the configuration makes it."""
    made = TrackerSettings(
        kind,
        kind,
        options,
        Credentials(token_env="TRACKER_TOKEN"),
        sync=SyncSettings(tries=3, max_rps=None),
    )
    return _registry.tracker(replace(made, **changes))
