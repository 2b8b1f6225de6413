"""The machine-readable report: a versioned contract, see `schemas/report-v1.schema.json`.

One record a line, so that two reports can be compared with `diff`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ragaudit.contracts import ReportOptions
from ragaudit.model import (
    AccessPolicy,
    Audit,
    Document,
    Effect,
    Entry,
    Fact,
    FactState,
    Finding,
    PrincipalKind,
    Related,
    Skip,
    SkippedRule,
    SourceFailure,
    SourceSummary,
)
from ragaudit_reports._checklist import checklist_parts
from ragaudit_reports._json_history import freshness, past, since
from ragaudit_reports._json_probing import probing_parts
from ragaudit_reports._json_text import laid_out
from ragaudit_reports._summary import kind_of

SCHEMA = "ragaudit.report/1"


class JsonReporter:
    """Renders the report for programs."""

    def render(self, audit: Audit, options: ReportOptions) -> str:
        """See `Reporter.render`. The options change nothing: a contract has one shape."""
        paths = {document.id: document.path for document in audit.documents}
        parts: dict[str, Any] = {
            "schema": SCHEMA,
            "run": _run(audit),
            "sources": map(_source, audit.sources),
            "documents": map(_document, audit.documents),
            "findings": (_finding(finding, paths) for finding in audit.findings),
            "skips": map(_skip, audit.skips),
            "source_failures": map(_failure, audit.source_failures),
            "skipped_rules": map(_skipped_rule, audit.skipped_rules),
            "fixed": list(audit.fixed),
            "notes": list(audit.notes),
            "freshness": map(freshness, audit.freshness),
            "past": map(past, audit.past),
            **since(audit.since),
            **probing_parts(audit),
            **checklist_parts(audit),
            "verdict": _verdict(audit),
        }
        return laid_out(parts)


def _failure(failure: SourceFailure) -> dict[str, Any]:
    return {
        "source": failure.source,
        "kind": failure.kind,
        "detail": failure.detail,
        "action": failure.action,
    }


def _run(audit: Audit) -> dict[str, Any]:
    run = audit.run
    return {
        "id": run.id,
        "as_of": run.as_of.isoformat(),
        "started_at": run.started_at.isoformat(),
        "version": run.version,
        "config_digest": run.config_digest,
        "corpus_digest": run.corpus_digest,
        "rules": list(run.rules),
        "interrupted": run.interrupted,
        "kind": kind_of(audit),
    }


def _source(source: SourceSummary) -> dict[str, Any]:
    return {
        "id": source.id,
        "type": source.type,
        "root": source.root,
        "documents": source.documents,
        "skipped": source.skipped,
        "owned": source.owned,
        "dated": source.dated,
        "access_known": source.access_known,
        "other_files": source.other_files,
        "other_types": source.other_types,
        "oldest": source.oldest.isoformat() if source.oldest else None,
        "clock": source.clock,
    }


def _document(document: Document) -> dict[str, Any]:
    owner = document.owner
    return {
        "id": document.id,
        "source": document.source_id,
        "path": document.path,
        "title": document.title,
        "owner": owner.principal if owner else None,
        "owner_fact": _fact(owner.fact) if owner else None,
        "times": {
            name: _fact(fact)
            for name, fact in document.times.items()
            if fact.state is not FactState.ABSENT
        },
        "lifecycle": _lifecycle(document),
        "access": _access(document.access),
        "text_sha256": document.content.text_sha256,
        "raw_sha256": document.raw_sha256,
        "format": document.content.format,
        "words": document.content.words,
    }


def _fact(fact: Fact[Any]) -> dict[str, Any]:
    return {
        "state": fact.state,
        "value": None if fact.value is None else str(fact.value),
        "origin": fact.origin,
        "quality": fact.quality,
        "locator": fact.locator,
        "key": fact.key,
        "raw": fact.raw,
        "note": fact.note,
    }


def _lifecycle(document: Document) -> str | None:
    fact = document.lifecycle
    if fact.known and fact.value is not None:
        return fact.value
    return None if fact.state is FactState.ABSENT else "unknown"


def _access(policy: AccessPolicy) -> dict[str, Any]:
    entries = (entry for layer in policy.layers for entry in layer.entries)
    return {
        "state": policy.state,
        "exposure": policy.exposure,
        "locator": policy.locator,
        "principals": _once(_principal(entry) for entry in entries),
    }


def _principal(entry: Entry) -> str:
    prefix = {PrincipalKind.GROUP: "group:", PrincipalKind.USER: "user:"}
    named = prefix.get(entry.principal.kind, "") + entry.principal.key
    return named if entry.effect is Effect.ALLOW else f"deny:{named}"


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _finding(finding: Finding, paths: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "source": finding.source,
        "document": finding.document,
        "path": finding.path,
        "line": finding.line,
        "quote": finding.quote,
        "related": [_related(related, paths) for related in finding.related],
        "message": finding.message,
        "remedy": finding.remedy,
        "action": finding.action,
        "owner": finding.owner,
        "fingerprint": finding.fingerprint,
        "status": finding.status,
        "status_reason": finding.status_reason,
        "affected": finding.affected,
    }


def _related(related: Related, paths: Mapping[str, str]) -> dict[str, Any]:
    return {
        "document": related.document,
        "path": paths.get(related.document),
        "line": related.line,
        "quote": related.quote,
    }


def _skip(skip: Skip) -> dict[str, Any]:
    return {
        "source": skip.source_id,
        "path": skip.path,
        "reason": skip.reason,
        "detail": skip.detail,
        "action": skip.action,
    }


def _skipped_rule(rule: SkippedRule) -> dict[str, Any]:
    return {"code": rule.code, "source": rule.source, "reason": rule.reason}


def _verdict(audit: Audit) -> dict[str, Any]:
    verdict = audit.verdict
    return {
        "status": verdict.status,
        "reasons": list(verdict.reasons),
        "exit_code": verdict.exit_code,
        "failing": list(verdict.failing),
    }
