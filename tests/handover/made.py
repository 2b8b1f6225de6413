"""Runs, findings and means to tell of them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ragaudit._handover.ledger import Ledger
from ragaudit._handover.sending import Telling
from ragaudit._registry import notifier
from ragaudit.asking import Asking
from ragaudit.model import (
    AlertSettings,
    Audit,
    Channel,
    Confidence,
    Finding,
    Remedy,
    Route,
    RunInfo,
    Severity,
    SourceSummary,
    SyncSettings,
    Verdict,
    VerdictStatus,
)
from ragaudit.text import sha256

DAY = date(2026, 11, 1)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
"""A Monday."""
HOOK = Channel("hook", "HOOK")


def finding(path: str = "a.md", owner: str | None = "ann", **changes: Any) -> Finding:
    """An open error; its fingerprint is made of code, source and path."""
    made = Finding(
        code="FRS203",
        rule="expired",
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        source="docs",
        document=f"docs:{path}",
        path=path,
        line=3,
        quote="expires: 2026-05-01",
        message="Expired on 2026-05-01, 184 days ago.",
        remedy=Remedy.ARCHIVE,
        action="Take it out of what is indexed.",
        owner=owner,
        fingerprint="",
    )
    made = replace(made, **changes)
    name = sha256(f"{made.code} {made.source} {made.path}")[:16]
    return made if made.fingerprint else replace(made, fingerprint=name)


def run(findings: Iterable[Finding] = (), **changes: Any) -> Audit:
    """A run over `docs` with every rule that matters here."""
    info = {
        "id": "20261101T060000000000-00000001",
        "as_of": DAY,
        "started_at": NOON,
        "version": "0",
        "config_digest": "c",
        "corpus_digest": "d",
        "rules": ("FRS203", "CNF301", "OWN101"),
    }
    for key in (*info, "interrupted", "kind", "changed_since"):
        if key in changes:
            info[key] = changes.pop(key)
    status = changes.pop("status", VerdictStatus.FAILED)
    audit = Audit(
        run=RunInfo(**info),  # type: ignore[arg-type]
        sources=(SourceSummary("docs", "filesystem", "docs"),),
        documents=(),
        findings=tuple(findings),
        skips=(),
        verdict=Verdict(status, ("1 error at or above “error”",)),
    )
    return replace(audit, **changes)


def swift(settings: SyncSettings) -> Asking:
    """Paces and repeats without waiting."""
    return Asking(settings, sleep=lambda _: None, rng=random.Random(1))


def settings(*routes: Route, **changes: Any) -> AlertSettings:
    """Alerts to one webhook, unless routes and channels say otherwise."""
    made = AlertSettings({"hook": HOOK}, routes or (Route("hook"),))
    return replace(made, **changes)


def telling(folder: Path, address: str, alerts: AlertSettings, **changes: Any) -> Telling:
    """What tells people, with a ledger in a folder and an address of the channel `hook`."""
    made = Telling(
        settings=alerts,
        notifier=notifier(),
        ledger=Ledger(folder / "handover.db"),
        dead_letters=folder / "dead-letters.jsonl",
        now=NOON,
        environ={"HOOK": address},
        makes=swift,
    )
    return replace(made, **changes)
