"""The report as SARIF 2.1.0, for code hosts and editors.

The format: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", Errata 01.
"""

from __future__ import annotations

from typing import Any

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit
from ragaudit_reports._clean import path_text
from ragaudit_reports._json_text import laid_out
from ragaudit_reports._sarif_notices import descriptors as notice_descriptors
from ragaudit_reports._sarif_notices import invocation
from ragaudit_reports._sarif_places import Places
from ragaudit_reports._sarif_results import MAX_RESULTS, results
from ragaudit_reports._sarif_rules import FIXED, LEAK, MISS, descriptors, documentation
from ragaudit_reports._summary import kind_of

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


class SarifReporter:
    """Renders the report as one SARIF run."""

    def __init__(self, max_results: int = MAX_RESULTS) -> None:
        self._max = max_results

    def render(self, audit: Audit, options: ReportOptions) -> str:
        """See `Reporter.render`. Results beyond the limit are the mildest, and are counted."""
        places = Places(audit)
        rules = _rules(audit)
        index = {rule["id"]: number for number, rule in enumerate(rules)}
        found = list(results(audit, places))
        run = {
            "tool": {"driver": _driver(audit, rules)},
            "automationDetails": {"id": f"ragaudit/{kind_of(audit)}/{audit.run.id}"},
            "invocations": [invocation(audit, max(0, len(found) - self._max), self._max, places)],
            "originalUriBaseIds": places.bases(),
            "columnKind": "unicodeCodePoints",
            "properties": _properties(audit),
            "results": (
                {"ruleId": code, "ruleIndex": index[code], **result}
                for code, result in found[: self._max]
            ),
        }
        head = f'{{\n"$schema": "{SCHEMA}",\n"version": "2.1.0",\n"runs": ['
        return f"{head}{laid_out(run).rstrip()}]\n}}\n"


def _rules(audit: Audit) -> list[dict[str, Any]]:
    if audit.probing is not None:
        return descriptors({}, (), (LEAK, MISS))
    return descriptors(audit.rules, audit.findings, (FIXED,) if audit.fixed else ())


def _driver(audit: Audit, rules: list[dict[str, Any]]) -> dict[str, Any]:
    address = documentation()
    return {
        "name": "ragaudit",
        "version": audit.run.version,
        "semanticVersion": audit.run.version,
        **({"informationUri": address} if address else {}),
        "rules": rules,
        "notifications": notice_descriptors(),
    }


def _properties(audit: Audit) -> dict[str, Any]:
    run, verdict = audit.run, audit.verdict
    return {
        "asOf": run.as_of.isoformat(),
        "verdict": verdict.status,
        "rulesRun": len(run.rules),
        "configDigest": run.config_digest,
        "corpusDigest": run.corpus_digest,
        "sources": [
            {"id": path_text(s.id), "documents": s.documents, "notRead": s.skipped}
            for s in audit.sources
        ],
    }
