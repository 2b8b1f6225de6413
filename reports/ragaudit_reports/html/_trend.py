"""How this run compares with the one before, and the runs on record in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ragaudit.model import PastRun, Severity, SourceCounts
from ragaudit_reports._summary import kind_of
from ragaudit_reports.html._index import Index

RUNS = 60
"""Earlier runs in the chart."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one number. `better` is None where it is neither good nor bad."""

    text: str
    better: bool | None
    up: bool
    """Whether the number has grown."""


@dataclass(frozen=True, slots=True)
class Point:
    """Open findings of one run."""

    at: datetime
    """When it was started, UTC."""
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Against which run, and what changed in all."""

    since: str
    """Day of the run that is compared with; empty where there is none."""
    changes: tuple[Change, ...] = ()
    points: tuple[Point, ...] = ()
    """Oldest first, this run last; empty where fewer than two runs can be compared."""


def before(index: Index) -> PastRun | None:
    """The newest earlier run that did the same."""
    kind = kind_of(index.audit)
    return next((run for run in index.audit.past if run.kind is kind), None)


def trend(index: Index) -> Trend:
    """All sources together."""
    earlier = before(index)
    if earlier is None:
        return Trend("")
    old, new = _sums(earlier.sources), _now(index)
    return Trend(f"{earlier.started_at:%Y-%m-%d}", changes(old, new), _points(index))


def changes(old: SourceCounts, new: SourceCounts, recall: str = "recall") -> tuple[Change, ...]:
    """What differs, in words; what was not measured on both sides is left out."""
    found = []
    for word, was, is_, harm in (
        ("error", old.errors, new.errors, True),
        ("warning", old.warnings, new.warnings, True),
        ("leak", old.leaks, new.leaks, True),
        ("document", old.documents, new.documents, False),
    ):
        if was is None or is_ is None or was == is_:
            continue
        more = is_ - was
        plural = "" if abs(more) == 1 else "s"
        text = f"{abs(more):,} {'more' if more > 0 else 'fewer'} {word}{plural}"
        found.append(Change(text, more < 0 if harm else None, more > 0))
    if old.recall is not None and new.recall is not None and round(new.recall - old.recall, 2):
        by = new.recall - old.recall
        found.append(Change(f"{recall} {by:+.2f}", by > 0, by > 0))
    return tuple(found)


def source_changes(index: Index, source: str) -> tuple[Change, ...] | None:
    """What changed in one source; None where no earlier run had it."""
    earlier = before(index)
    old = next((c for c in earlier.sources if c.source == source), None) if earlier else None
    probing = index.audit.probing
    recall = f"recall@{probing.k[0]}" if probing and probing.k else "recall"
    return None if old is None else changes(old, counts(index, source), recall)


def counts(index: Index, source: str) -> SourceCounts:
    """This run's numbers of one source that can be compared with those on record."""
    severities = [finding.severity for finding in index.by_source.get(source, ())]
    documents = next((s.documents for s in index.audit.sources if s.id == source), None)
    return SourceCounts(
        source,
        documents=documents,
        errors=severities.count(Severity.ERROR),
        warnings=severities.count(Severity.WARN),
        infos=severities.count(Severity.INFO),
        recall=_recall(index, source),
        leaks=_leaks(index, source),
    )


def _recall(index: Index, source: str | None) -> float | None:
    probing = index.audit.probing
    if probing is None or not probing.k:
        return None
    score = index.score(f"R@{probing.k[0]}", source)
    return score.value if score else None


def _leaks(index: Index, source: str) -> int | None:
    probing = index.audit.probing
    if probing is None or probing.unmeasured:
        return None
    cells = {(leak.principal, leak.document) for leak in probing.leaks}
    return sum(index.source_of(document) == source for _, document in cells)


def _now(index: Index) -> SourceCounts:
    return _sums([counts(index, source.id) for source in index.audit.sources])


def _sums(sources: Sequence[SourceCounts]) -> SourceCounts:
    """All together; a sum is known only where every part is. Shares are not added up."""

    def total(values: list[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return sum(known) if values and len(known) == len(values) else None

    return SourceCounts(
        "",
        documents=total([s.documents for s in sources]),
        errors=total([s.errors for s in sources]),
        warnings=total([s.warnings for s in sources]),
        leaks=total([s.leaks for s in sources]),
    )


def _points(index: Index) -> tuple[Point, ...]:
    kind = kind_of(index.audit)
    runs = [run for run in index.audit.past if run.kind is kind][:RUNS]
    found = []
    for at, summed in (
        *((run.started_at, _sums(run.sources)) for run in reversed(runs)),
        (index.audit.run.started_at, _now(index)),
    ):
        if summed.errors is not None and summed.warnings is not None:
            found.append(Point(at.astimezone(UTC), summed.errors, summed.warnings))
    return tuple(found) if len(found) > 1 else ()
