"""Sources, findings and freshness as gauges."""

from __future__ import annotations

from collections import Counter, defaultdict

from ragaudit.model import (
    Audit,
    FreshnessState,
    Severity,
    SourceFreshness,
    SourceSummary,
    Status,
)
from ragaudit_reports._families import family
from ragaudit_reports._metrics import Gauges
from ragaudit_reports._summary import kind_of, open_findings

STALE = ("FRS201", "FRS202", "FRS203", "FRS213")
"""Contract broken, review overdue, expired, replaced: what should not be served as it is."""


def add_sources(gauges: Gauges, audit: Audit) -> None:
    """Documents, and what is known of them. A source that failed has no numbers of its own."""
    failed = {failure.source for failure in audit.source_failures}
    for source in audit.sources:
        name = source.id
        gauges.add("source_failed", "1 if the source was not read to its end.", name in failed,
                   source=name)  # fmt: skip
        if name in failed:
            continue  # Whatever was read of it is not the whole.
        gauges.add("documents", "Documents audited.", source.documents, source=name)
        gauges.add("documents_not_read", "Documents that could not be read.", source.skipped,
                   source=name)  # fmt: skip
        if source.documents:
            _add_known(gauges, source)
    for name in sorted(failed - {source.id for source in audit.sources}):
        gauges.add("source_failed", "1 if the source was not read to its end.", 1, source=name)


def _add_known(gauges: Gauges, source: SourceSummary) -> None:
    name, whole = source.id, source.documents
    told = "Documents somebody answers for."
    gauges.add("documents_owned", told, source.owned, source=name)
    gauges.add("documents_dated", "Documents with a trusted date.", source.dated, source=name)
    told = "Documents without any trusted date: neither fresh nor stale."
    gauges.add("documents_undated", told, whole - source.dated, source=name)
    told = "Documents of which it is known who may read them."
    gauges.add("documents_access_known", told, source.access_known, source=name)


def add_findings(gauges: Gauges, audit: Audit) -> None:
    """Open findings by family and severity: 0 where a rule of the family ran, and found none.

    A source that failed has none: what was not read has findings nobody knows.
    """
    counts = Counter((f.source, family(f.code), f.severity) for f in open_findings(audit))
    stale = defaultdict(set)
    for finding in open_findings(audit):
        if finding.code in STALE and finding.document:
            stale[finding.source].add(finding.document)
    failed = {failure.source for failure in audit.source_failures}
    for source in (s for s in audit.sources if s.id not in failed):
        ran = _ran(audit, source)
        told = "Documents whose contract, review or validity has run out, or that were replaced."
        if ran & set(STALE):
            gauges.add("documents_stale", told, len(stale[source.id]), source=source.id)
        told = "Rules that could not run on the source."
        gauges.add("rules_not_run", told, len(_not_run(audit, source)), source=source.id)
        families = {family(code) for code in ran} | {f for s, f, _ in counts if s == source.id}
        for name in sorted(families):
            for severity in Severity:
                number = counts[source.id, name, severity]
                if audit.run.interrupted and not number:
                    continue
                gauges.add("findings", "Open findings.", number, source=source.id, family=name,
                           severity=severity)  # fmt: skip
    _add_not_counting(gauges, audit)


def _add_not_counting(gauges: Gauges, audit: Audit) -> None:
    counts = Counter((f.source, f.status) for f in audit.findings)
    told = "Findings that do not count: accepted in the baseline, or suppressed."
    for source in audit.sources:
        for status in (Status.BASELINE, Status.SUPPRESSED):
            number = counts[source.id, status]
            gauges.add("findings_accepted", told, number, source=source.id, status=status)


def _ran(audit: Audit, source: SourceSummary) -> set[str]:
    """Codes of the rules that ran to their end on a source; none where it is not known."""
    if audit.run.interrupted or not source.documents:
        return set()
    return set(audit.run.rules) - _not_run(audit, source)


def _not_run(audit: Audit, source: SourceSummary) -> set[str]:
    return {rule.code for rule in audit.skipped_rules if rule.source in (None, source.id)}


def add_freshness(gauges: Gauges, audit: Audit) -> None:
    """Every source against its contract; undeclared and unknown are states of their own."""
    kind = kind_of(audit).value
    for fresh in audit.freshness:
        told = "1 for what the freshness contract says of the source."
        for state in FreshnessState:
            gauges.add("freshness_state", told, state is fresh.state, kind=kind,
                       source=fresh.source, state=state)  # fmt: skip
        if fresh.state not in (FreshnessState.UNKNOWN, FreshnessState.UNDECLARED):
            _add_counts(gauges, audit, fresh, kind)


def _add_counts(gauges: Gauges, audit: Audit, fresh: SourceFreshness, kind: str) -> None:
    numbers = {
        "fresh": fresh.fresh,
        "warn": fresh.warned,
        "overdue": fresh.overdue,
        "undated": fresh.undated,
        "excused": fresh.excused,
        "unread": fresh.unread,
    }
    told = "Documents by what the freshness contract says of them."
    for state, number in numbers.items():
        gauges.add("freshness_documents", told, number, kind=kind, source=fresh.source, state=state)
    if fresh.oldest:
        told = "Age of the oldest document on the contract's clocks, in whole days of seconds."
        age = (audit.run.as_of - fresh.oldest).total_seconds()
        gauges.add("freshness_oldest_seconds", told, age, kind=kind, source=fresh.source)
