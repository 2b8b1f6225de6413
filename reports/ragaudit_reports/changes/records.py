"""What changed, for programs: one record a line."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ragaudit.contracts import ReportOptions
from ragaudit.model import (
    AccessChange,
    Changes,
    DocumentChange,
    FindingChange,
    LeakChange,
    PastRun,
    SourceChanges,
)
from ragaudit_reports._json_text import laid_out

SCHEMA = "ragaudit.changes/1"


class JsonChanges:
    """Renders what changed as JSON; `docs/diff.md` has the fields."""

    def render(self, changes: Changes, options: ReportOptions) -> str:
        """See `ChangesReporter.render`. The options change nothing: a contract has one shape."""
        sources = changes.sources
        return laid_out(
            {
                "schema": SCHEMA,
                "before": _run(changes.before),
                "after": _run(changes.after),
                "sources": map(_source, sources),
                "findings": (_finding(c) for s in sources for c in s.findings),
                "leaks": (_leak(s, c) for s in sources for c in s.leaks),
                "access": (_access(s, c) for s in sources for c in s.access),
                "documents": (_document(s, c) for s in sources for c in s.documents),
                "lost": list(changes.lost),
                "notes": list(changes.notes),
            }
        )


def _run(run: PastRun) -> dict[str, Any]:
    return {
        "id": run.id,
        "kind": run.kind,
        "started_at": run.started_at.isoformat(),
        "as_of": run.as_of.isoformat(),
        "version": run.version,
        "status": run.status,
    }


def _source(source: SourceChanges) -> dict[str, Any]:
    return {
        "source": source.source,
        "before": asdict(source.before) if source.before else None,
        "after": asdict(source.after) if source.after else None,
    }


def _finding(change: FindingChange) -> dict[str, Any]:
    finding = change.finding
    return {
        "change": change.kind,
        "reason": change.reason,
        "code": finding.code,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "source": finding.source,
        "document": finding.document,
        "path": finding.path,
        "line": finding.line,
        "owner": finding.owner,
        "message": finding.message,
        "action": finding.action,
        "fingerprint": finding.fingerprint,
    }


def _leak(source: SourceChanges, change: LeakChange) -> dict[str, Any]:
    return {
        "change": change.kind,
        "reason": change.reason,
        "source": source.source,
        **asdict(change.leak),
    }


def _access(source: SourceChanges, change: AccessChange) -> dict[str, Any]:
    return {
        "change": change.kind,
        "reason": change.reason,
        "source": source.source,
        "document": change.document,
        "path": change.path,
    }


def _document(source: SourceChanges, change: DocumentChange) -> dict[str, Any]:
    return {
        "change": change.kind,
        "reason": change.reason,
        "source": source.source,
        "document": change.document,
        "path": change.path,
        "before": change.before or None,
    }
