"""Runs on record, in numbers: what trends and comparisons are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ragaudit.model.verdict import VerdictStatus


class RunKind(StrEnum):
    """What a run did."""

    SCAN = "scan"
    PROBE = "probe"
    FRESHNESS = "freshness"


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """One source in one run. None means that it was not measured, never zero."""

    source: str
    documents: int | None = None
    errors: int | None = None
    """Open findings of this severity."""
    warnings: int | None = None
    infos: int | None = None
    stale: int | None = None
    """Documents with an open freshness finding."""
    conflicts: int | None = None
    """Documents with an open contradiction."""
    unowned: int | None = None
    access_unknown: int | None = None
    recall: float | None = None
    """R@k at the first k of the probe run."""
    leaks: int | None = None
    """Distinct cells of principal and document that leaked."""


@dataclass(frozen=True, slots=True)
class PastRun:
    """An earlier run."""

    id: str
    kind: RunKind
    started_at: datetime
    as_of: date
    version: str
    status: VerdictStatus
    sources: tuple[SourceCounts, ...] = ()


@dataclass(frozen=True, slots=True)
class Since:
    """What became of the findings since the run before, in one line.

    What the two runs cannot tell is neither new nor fixed.
    """

    run: str
    """Id of the run before: the same kind, over the same sources."""
    started_at: datetime
    new: int
    worse: int
    fixed: int
    unknown: int
    """Findings of either run that the other one could not have seen."""
    gone: int = 0
    """Findings that went with their documents, which is not the same as fixed."""
