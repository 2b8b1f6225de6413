"""One run over everything: documents, freshness, access and the retriever."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ragaudit._audit import Survey, Then
from ragaudit._config import Settings
from ragaudit._engine.progress import Progress
from ragaudit._measure.choosing import SET
from ragaudit._measure.making import probe_request
from ragaudit._measure.probe_set.coverage import Coverage, coverage
from ragaudit._measure.probe_set.surveyed import resolved
from ragaudit._measure.running import ProbeRequest, probed
from ragaudit._signoff.access import AccessSnapshot
from ragaudit._signoff.evidence import Evidence
from ragaudit.model import Audit, Directory, Verdict, VerdictStatus

_WORST = (
    VerdictStatus.FAILED,
    VerdictStatus.INCONCLUSIVE,
    VerdictStatus.WARNED,
    VerdictStatus.PASSED,
)


@dataclass(slots=True)
class Gathering:
    """Collects, while the sources are open, what the decision and the records need."""

    settings: Settings
    asking: ProbeRequest | None
    """None where no probes are configured."""
    directory: Directory = Directory()  # noqa: RUF009 - a frozen value
    access: AccessSnapshot = AccessSnapshot()  # noqa: RUF009 - only ever replaced
    coverage: Coverage | None = None
    scanned: Verdict | None = None
    probed: Verdict | None = None

    def watched(self, progress: Progress) -> Then:
        """What is done with the result of a scan."""
        return lambda survey, audit: self._gathered(progress, survey, audit)

    def _gathered(self, progress: Progress, survey: Survey, audit: Audit) -> Audit:
        self.directory, self.scanned = survey.directory, audit.verdict
        self.access = AccessSnapshot.of(survey, audit.run.as_of)
        if self.asking is None:
            return audit
        policy = self.settings.policy.probes
        found = probed(self.asking.watched(progress), survey, audit, policy)
        self.probed = found.verdict
        resolution = resolved(survey, self.asking.probes)
        lost = {p.id for p in resolution.probes.probes if not resolution.found(p.id)}
        sources = tuple(item.settings.id for item in survey.listings)
        self.coverage = coverage(resolution.probes, sources, lost)
        return replace(found, verdict=both(self.scanned, self.probed))

    def close(self) -> None:
        """Let go of the retriever."""
        if self.asking is not None:
            self.asking.target.close()

    def evidence(self, audit: Audit, today: date) -> Evidence:
        """What the decision rests on."""
        return Evidence(
            self.settings,
            audit,
            max(audit.run.as_of, today),
            self.directory,
            self.scanned or audit.verdict,
            self.probed,
            self.coverage,
        )


def asking(settings: Settings) -> ProbeRequest | None:
    """The probes that are configured, or lie where they usually do; None without any."""
    if settings.probes is None and not (settings.home / SET).exists():
        return None
    return probe_request(settings, None, None, (), None)


def both(scanned: Verdict, asked: Verdict) -> Verdict:
    """The worse of two verdicts, with the reasons of both."""
    worse = min(scanned.status, asked.status, key=_WORST.index)
    return Verdict(worse, (*scanned.reasons, *asked.reasons))
