"""A last look before anything is written: what was read is hidden already, what was told is not.

Quotes, titles and metadata are redacted where they are made. Messages of servers, reasons and
notes pass through here, so that a secret in an address or an error never reaches the disk. Names
of documents, people and groups stay: they are what a history is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ragaudit.model import Audit, Finding, ProbeResult, Probing, Skip
from ragaudit.redact import redact


def redacted(audit: Audit) -> Audit:
    """The same with every sentence looked through."""
    return replace(
        audit,
        findings=tuple(map(_finding, audit.findings)),
        skips=tuple(map(_skip, audit.skips)),
        verdict=replace(audit.verdict, reasons=_all(audit.verdict.reasons)),
        sources=tuple(replace(s, root=_shown(s.root)) for s in audit.sources),
        source_failures=tuple(
            replace(f, detail=_shown(f.detail), action=_shown(f.action))
            for f in audit.source_failures
        ),
        skipped_rules=tuple(replace(r, reason=_shown(r.reason)) for r in audit.skipped_rules),
        notes=_all(audit.notes),
        probing=_probing(audit.probing) if audit.probing else None,
    )


def _shown(text: str) -> str:
    return redact(text, emails=False)


def _all(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_shown, texts))


def _finding(finding: Finding) -> Finding:
    reason = finding.status_reason
    return replace(
        finding,
        quote=_shown(finding.quote),
        message=_shown(finding.message),
        action=_shown(finding.action),
        status_reason=_shown(reason) if reason else reason,
        related=tuple(replace(r, quote=_shown(r.quote)) for r in finding.related),
    )


def _skip(skip: Skip) -> Skip:
    return replace(skip, detail=_shown(skip.detail), action=_shown(skip.action))


def _probing(probing: Probing) -> Probing:
    return replace(
        probing,
        target=_shown(probing.target),
        unmeasured=_shown(probing.unmeasured),
        notes=_all(probing.notes),
        results=tuple(map(_result, probing.results)),
    )


def _result(result: ProbeResult) -> ProbeResult:
    return replace(result, reason=_shown(result.reason), query=_shown(result.query))
