"""What to audit, and with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from ragaudit._config import Settings
from ragaudit._engine.progress import Progress, Silent
from ragaudit._engine.served import ServedDocuments
from ragaudit._gate import Baseline
from ragaudit.contracts import Detector, Judge, LinkChecker, Nli
from ragaudit.model import RunKind


@dataclass(frozen=True, slots=True)
class Request:
    """What to audit, and with what."""

    settings: Settings
    as_of: date
    started_at: datetime
    detectors: Sequence[Detector]
    baseline: Baseline = field(default_factory=Baseline)
    jobs: int = 2
    cache_file: Path | None = None
    catalogue_file: Path | None = None
    """What is known of source systems; None forgets it at the end."""
    kind: RunKind = RunKind.SCAN
    changed_since: str | None = None
    """A revision: only documents that changed since it left the present line are judged."""
    accept_deletions: bool = False
    """Believe a source that lists far fewer documents than before."""
    progress: Progress = field(default_factory=Silent)
    served: ServedDocuments = field(default_factory=ServedDocuments)
    """How often people are served each document, where a query log was imported."""
    links: LinkChecker | None = None
    """Asks other servers; None, as by default, keeps the run offline."""
    nli: Nli | None = None
    judge: Judge | None = None
