"""A run in numbers, source by source."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ragaudit.model import Audit, Finding, Probing, Severity, SourceCounts, SourceSummary, Status

_FRESHNESS, _CONFLICT = "FRS", "CNF"
_LEAK_RATES = ("leak rate", "any-call leak rate")


def count_sources(audit: Audit, partial: Collection[str] = ()) -> tuple[SourceCounts, ...]:
    """One row a source. What was not measured, or not of the whole source, stays empty."""
    failed = {failure.source for failure in audit.source_failures}
    return tuple(
        SourceCounts(source.id)
        if source.id in failed or source.id in partial or audit.run.interrupted
        else _counts(source, audit)
        for source in audit.sources
    )


def _counts(source: SourceSummary, audit: Audit) -> SourceCounts:
    found = [f for f in audit.findings if f.source == source.id and f.status is Status.OPEN]
    levels = [f.severity for f in found] if audit.run.rules else None
    return SourceCounts(
        source=source.id,
        documents=source.documents,
        errors=_of(Severity.ERROR, levels),
        warnings=_of(Severity.WARN, levels),
        infos=_of(Severity.INFO, levels),
        stale=_documents(_FRESHNESS, found, audit.run.rules),
        conflicts=_documents(_CONFLICT, found, audit.run.rules),
        unowned=source.documents - source.owned,
        access_unknown=source.documents - source.access_known,
        recall=_recall(audit.probing, source.id),
        leaks=_leaks(audit.probing, source.id),
    )


def _of(severity: Severity, levels: list[Severity] | None) -> int | None:
    return None if levels is None else levels.count(severity)


def _documents(family: str, findings: Iterable[Finding], rules: Iterable[str]) -> int | None:
    """Documents with a finding of a family; None where none of its rules ran."""
    if not any(code.startswith(family) for code in rules):
        return None
    return len({f.document for f in findings if f.code.startswith(family) and f.document})


def _recall(probing: Probing | None, source: str) -> float | None:
    """R@k of a source at the first k, over everybody who asked."""
    if probing is None or not probing.k:
        return None
    wanted = f"R@{probing.k[0]}"
    of_source = (s for s in probing.scores if s.source == source and s.principal is None)
    return next((score.value for score in of_source if score.measure == wanted), None)


def _leaks(probing: Probing | None, source: str) -> int | None:
    """Cells that leaked; None where nothing of the source could be judged, which is not clean."""
    if probing is None or probing.unmeasured:
        return None
    cells = {(leak.principal, leak.document) for leak in probing.leaks}
    found = sum(document.startswith(f"{source}:") for _, document in cells)
    judged = (s.n for s in probing.scores if s.source == source and s.measure in _LEAK_RATES)
    return found if found or any(judged) else None
