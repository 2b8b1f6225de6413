"""Everything a decision rests on: what was found, what was asked, what is decided already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ragaudit._config import Settings
from ragaudit._measure.probe_set.coverage import Coverage
from ragaudit.model import (
    Audit,
    Directory,
    Responsibility,
    Score,
    Verdict,
    VerdictStatus,
)

_PASSED = Verdict(VerdictStatus.PASSED, ())


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who wants to sign, and as what."""

    name: str
    role: Responsibility


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one run shows."""

    settings: Settings
    audit: Audit
    day: date
    """The day waivers are held against: that of the audit or of the clock, whichever is later."""
    directory: Directory = field(default_factory=Directory)
    scanned: Verdict = _PASSED
    probed: Verdict | None = None
    """None where nothing was asked."""
    coverage: Coverage | None = None

    def holder(self, role: Responsibility) -> str:
        """Who answers for something; empty where nobody is named."""
        found = self.settings.roles.get(role)
        return found.name if found else ""

    def score(self, measure: str) -> Score | None:
        """A measure over everything."""
        return score_of(self.audit, measure)

    @property
    def k(self) -> int:
        """How many results were asked for; 0 where nothing was."""
        return self.audit.probing.k[-1] if self.audit.probing else 0


def score_of(audit: Audit, measure: str) -> Score | None:
    """A measure over all sources and principals, where it was taken."""
    if audit.probing is None:
        return None
    whole = (s for s in audit.probing.scores if s.source is None and s.principal is None)
    return next((score for score in whole if score.measure == measure), None)
