"""Which gate judges a run, and by what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ragaudit._audit.changed import Changed
from ragaudit._audit.request import Request
from ragaudit._gate import judge
from ragaudit._gate.freshness import judge_freshness
from ragaudit.model import (
    Finding,
    RunKind,
    Skip,
    SkippedRule,
    SourceFailure,
    SourceFreshness,
    Verdict,
    VerdictStatus,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to."""

    documents: int
    """Those that were read."""
    changed: int | None
    """Those of them that are judged, where that is not all."""
    findings: Sequence[Finding]
    skips: Sequence[Skip]
    broken: Sequence[SkippedRule]
    failures: Sequence[SourceFailure]
    rules: int
    """How many ran."""
    interrupted: bool
    freshness: Sequence[SourceFreshness]


def verdict_on(request: Request, outcome: Outcome, changed: Changed | None) -> Verdict:
    """Judge a scan by its findings, a freshness run by the states of its sources."""
    by_state = request.kind is RunKind.FRESHNESS
    # That no document changed is no reason to doubt a run; that there is none at all is.
    judged = outcome.documents if outcome.changed is None else min(1, outcome.documents)
    verdict = judge(
        request.settings.policy,
        documents=max(judged, outcome.changed or 0),
        findings=() if by_state else outcome.findings,
        skips=outcome.skips,
        broken=outcome.broken,
        rules=outcome.rules,
        interrupted=outcome.interrupted,
        failures=outcome.failures,
    )
    if by_state:
        open_ = verdict.reasons if verdict.status is VerdictStatus.INCONCLUSIVE else ()
        return judge_freshness(request.settings.policy, outcome.freshness, open_)
    if changed is not None and outcome.changed is not None:
        return changed.verdict(verdict, outcome.changed, outcome.documents)
    return verdict
