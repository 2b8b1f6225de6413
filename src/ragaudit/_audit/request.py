"""What to audit, and with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from ragaudit._config import Settings
from ragaudit._engine.progress import Progress, Silent
from ragaudit._gate import Baseline
from ragaudit.contracts import Detector, Judge, LinkChecker, Nli


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
    progress: Progress = field(default_factory=Silent)
    links: LinkChecker | None = None
    """Asks other servers; None, as by default, keeps the run offline."""
    nli: Nli | None = None
    judge: Judge | None = None
