"""`freshness.json`: how fresh each source is, for programs; in the manner of dbt's `sources.json`.

A versioned contract, see `schemas/freshness-v1.schema.json`. It holds no text of documents.
"""

from __future__ import annotations

from typing import Any

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit
from ragaudit_reports._json_history import freshness
from ragaudit_reports._json_text import laid_out

SCHEMA = "ragaudit.freshness/1"


class FreshnessJsonReporter:
    """Renders the states of the sources, of any run."""

    def render(self, audit: Audit, options: ReportOptions) -> str:
        """See `Reporter.render`. The options change nothing: a contract has one shape."""
        run, verdict = audit.run, audit.verdict
        parts: dict[str, Any] = {
            "schema": SCHEMA,
            "metadata": {
                "run": run.id,
                "kind": run.kind,
                "as_of": run.as_of.isoformat(),
                "generated_at": run.started_at.isoformat(),
                "version": run.version,
                "config_digest": run.config_digest,
                "interrupted": run.interrupted,
            },
            "results": map(freshness, audit.freshness),
            "source_failures": [
                {"source": f.source, "kind": f.kind, "detail": f.detail, "action": f.action}
                for f in audit.source_failures
            ],
            "notes": list(audit.notes),
            "verdict": {
                "status": verdict.status,
                "exit_code": verdict.exit_code,
                "reasons": list(verdict.reasons),
            },
        }
        return laid_out(parts)
