"""One probe run, while the sources of a scan are still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ragaudit._audit.survey import Survey
from ragaudit._config.settings import ProbePolicy
from ragaudit._engine.progress import Progress, Silent
from ragaudit._gate.probing import judge_probing
from ragaudit._measure.calling import Calling
from ragaudit._measure.dark import dark
from ragaudit._measure.exposure import Exposed
from ragaudit._measure.indexing import fill, readable
from ragaudit._measure.mapping import Mapper
from ragaudit._measure.planning import ACCOUNT, plan
from ragaudit._measure.principals import Reach, known_groups
from ragaudit._measure.probe_set.resolving import Resolution
from ragaudit._measure.probe_set.surveyed import resolved
from ragaudit._measure.results import results
from ragaudit._measure.silence import unheard
from ragaudit._measure.texts import Texts
from ragaudit._measure.threshold import settled
from ragaudit.contracts import AsksForReaders, Indexer, Measure, Target
from ragaudit.model import (
    Audit,
    Decision,
    Leak,
    Outcome,
    ProbePrincipal,
    ProbeRun,
    ProbeSet,
    Probing,
    ReaderKind,
    RunKind,
)

_TOLD = 5
"""Names that are not found, one note each."""


@dataclass(frozen=True, slots=True)
class ProbeRequest:
    """What to ask, whom, and as whom."""

    probes: ProbeSet
    target: Target
    shown: str
    """The target in words."""
    measures: Sequence[Measure]
    only: Sequence[str] = ()
    """Principals; all of the set where it is empty."""
    jobs: int = 1
    progress: Progress = field(default_factory=Silent)

    def watched(self, progress: Progress) -> ProbeRequest:
        """The same, telling somebody how far it got."""
        return replace(self, progress=progress)


def probed(request: ProbeRequest, survey: Survey, audit: Audit, policy: ProbePolicy) -> Audit:
    """The audit with what the retriever did; the verdict is about that alone."""
    probing = _probing(request, survey, audit)
    verdict = judge_probing(policy, probing, survey.every_failure)
    run = replace(audit.run, kind=RunKind.PROBE)
    return replace(audit, run=run, probing=probing, verdict=verdict)


def _probing(request: ProbeRequest, survey: Survey, audit: Audit) -> Probing:
    able = request.target.capabilities()
    probes, told = _askable(request.probes, able.principals)
    notes = [told] if told else []
    only = () if told else request.only
    reach = Reach.of(survey, probes.principals, audit.run.as_of)
    asked = known_groups(survey.directory, probes.principals)
    resolution = resolved(survey, probes)
    probes, gold = resolution.probes, resolution.gold
    planned = plan(probes, gold, reach.decisions, only)
    notes += _prepared(request, survey, reach)
    request.progress.stage("asking", len(planned.calls))
    calling = Calling(
        request.target,
        asked if able.principals else {},
        probes.k[-1],
        Mapper.of(survey.documents.values(), Texts(survey)).documents,
        lambda name, document: reach.decisions[name].get(document) is Decision.DENY,
        request.progress,
    )
    answered = tuple(calling.run(planned.calls, request.jobs if able.concurrent else 1))
    outcomes = unheard(answered, probes, gold, reach.decisions)
    probes, limit = settled(probes, outcomes, gold)
    exposed = Exposed.of(audit.findings, survey.documents)
    run = ProbeRun(
        probes,
        outcomes,
        survey.documents,
        gold,
        reach.decisions,
        exposed.stale,
        exposed.successors or {},
        exposed.conflicts,
    )
    scores = [score for measure in request.measures for score in measure.scores(run)]
    return Probing(
        target=request.shown,
        place=probes.place,
        k=probes.k,
        calls=len({(call.query, call.principal) for call in planned.calls}),
        scores=tuple(score for score in scores if score.owner is None),
        owners=tuple(score for score in scores if score.owner is not None),
        leaks=_leaks(run),
        results=tuple(results(run)),
        unmapped=sum(_distinct(outcomes)),
        undecided=planned.undecided,
        unmeasured=told if _is_about_people(request.probes) else "",
        dark=dark(run),
        notes=(
            *notes,
            *able.notes,
            *([limit] if limit else []),
            *_missing(resolution),
            *_about(reach, planned.undecided, probes, audit),
        ),
    )


def _prepared(request: ProbeRequest, survey: Survey, reach: Reach) -> list[str]:
    """Tell the target who may read what, and fill it where it is an index of ours."""
    request.target.prepare(request.probes)
    if isinstance(request.target, AsksForReaders):
        request.target.use_readers(readable(reach.decisions))
    if not isinstance(request.target, Indexer):
        return []
    report = fill(request.target, survey, request.progress)
    if not report.skipped:
        return []
    return [f"{len(report.skipped)} documents could not be indexed: {report.skipped[0].detail}"]


def _is_about_people(probes: ProbeSet) -> bool:
    """Whether a set is meant to say what leaks, and not only what is found."""
    people = any(p.kind is not ReaderKind.ORACLE for p in probes.principals.values())
    return people or any(probe.matrix.deny or probe.matrix.allow for probe in probes.probes)


def _askable(probes: ProbeSet, by_principal: bool) -> tuple[ProbeSet, str]:
    """Where nobody can be asked as, recall is measured as the target's own account.

    Returns the set to ask and, where it is another one, what that leaves unmeasured.
    """
    if by_principal and probes.principals:
        return probes, ""
    account = ProbePrincipal(ACCOUNT, ReaderKind.ORACLE)
    alone = tuple(replace(p, principals=(), matrix=type(p.matrix)()) for p in probes.probes)
    told = (
        "the probe set names no principals, so leakage was not measured"
        if by_principal
        else "the target cannot be asked as somebody, so leakage was not measured: say in its "
        "options how a principal is passed on"
    )
    return replace(probes, probes=alone, principals={ACCOUNT: account}, asked_as=(ACCOUNT,)), told


def _leaks(run: ProbeRun) -> tuple[Leak, ...]:
    """Every document somebody got who may not read it, at its best rank for each probe."""
    best: dict[tuple[str, str, str], int] = {}
    for outcome in run.outcomes:
        name = outcome.call.principal
        for rank, document in enumerate(outcome.documents, start=1):
            if run.may(name, document) is Decision.DENY:
                cell = (outcome.call.probe, name, document)
                best[cell] = min(rank, best.get(cell, rank))
    return tuple(Leak(*cell, rank) for cell, rank in sorted(best.items()))


def _distinct(outcomes: Sequence[Outcome]) -> list[int]:
    """Unmapped results of each question, counted once."""
    found = {(o.call.query, o.call.principal): o.unmapped for o in outcomes}
    return list(found.values())


def _missing(resolution: Resolution) -> list[str]:
    """Names of the set that stand for no document, or for several."""
    told = [f"{one.probe}: {one.message}" for one in resolution.problems]
    more = [f"{len(told) - _TOLD} more such names; `ragaudit probes lint` has all"]
    return told if len(told) <= _TOLD else told[:_TOLD] + more


def _about(reach: Reach, undecided: int, probes: ProbeSet, audit: Audit) -> list[str]:
    notes = []
    if reach.unknown_people:
        names = ", ".join(reach.unknown_people[:5])
        notes.append(
            f"nobody knows what these may read: {names}; name them under `identities`, or give "
            "their `groups` in the probe set"
        )
    if undecided:
        notes.append(
            f"{undecided} cells of the matrix were not asked: whether the principal may read the "
            "document is unknown"
        )
    if probes.corpus_digest not in (None, audit.run.corpus_digest):
        notes.append("the documents have changed since the probe set was made")
    return notes
