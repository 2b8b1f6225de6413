"""Freshness contracts and earlier runs, as records of the JSON report."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from ragaudit.model import Expiry, PastRun, Since, SourceCounts, SourceFreshness


def freshness(fresh: SourceFreshness) -> dict[str, Any]:
    """One source held against its contract."""
    return {
        "source": fresh.source,
        "state": fresh.state,
        "contract": fresh.contract,
        "documents": fresh.documents,
        "fresh": fresh.fresh,
        "warned": fresh.warned,
        "overdue": fresh.overdue,
        "undated": fresh.undated,
        "excused": fresh.excused,
        "unread": fresh.unread,
        "oldest": _day(fresh.oldest),
        "newest": _day(fresh.newest),
        "upcoming": [_expiry(expiry) for expiry in fresh.upcoming],
        "late": [_expiry(expiry) for expiry in fresh.late],
        "reasons": list(fresh.reasons),
    }


def _expiry(expiry: Expiry) -> dict[str, Any]:
    return {
        "document": expiry.document,
        "path": expiry.path,
        "on": expiry.on.isoformat(),
        "what": expiry.what,
        "owner": expiry.owner,
        "severity": expiry.severity,
    }


def past(run: PastRun) -> dict[str, Any]:
    """One earlier run in numbers; null means not measured, never zero."""
    return {
        "id": run.id,
        "kind": run.kind,
        "started_at": run.started_at.isoformat(),
        "as_of": run.as_of.isoformat(),
        "version": run.version,
        "status": run.status,
        "sources": [_counts(counts) for counts in run.sources],
    }


def since(told: Since | None) -> dict[str, Any]:
    """What became of the findings since the run before; no key where there is none."""
    if told is None:
        return {}
    numbers = {name: getattr(told, name) for name in ("new", "worse", "fixed", "gone", "unknown")}
    return {"since": {"run": told.run, "started_at": told.started_at.isoformat(), **numbers}}


def _counts(counts: SourceCounts) -> dict[str, Any]:
    return {field.name: getattr(counts, field.name) for field in fields(SourceCounts)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
