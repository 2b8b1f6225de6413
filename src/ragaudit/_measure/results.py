"""Each probe as each principal: passed, failed, or why it could not be judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from ragaudit._measure.budgets import Times, exceeded, times
from ragaudit.model import (
    CallStatus,
    Decision,
    Outcome,
    Probe,
    ProbeResult,
    ProbeRun,
    ProbeStatus,
    Role,
)
from ragaudit.redact import redact

_WORST = (
    ProbeStatus.FAILED,
    ProbeStatus.INCONCLUSIVE,
    ProbeStatus.SKIPPED,
    ProbeStatus.PASSED,
)


_Shown = Mapping[tuple[str, str], Sequence[str]]
"""Probe and wording to what somebody got who sees everything, as far as results are counted."""


def results(run: ProbeRun) -> list[ProbeResult]:
    """The worst wording of each probe and principal, in the order of the set."""
    shown, taken = _shown(run), times(run)
    order = {probe.id: number for number, probe in enumerate(run.probes.probes)}
    by_id = {probe.id: probe for probe in run.probes.probes}
    judged = [o for o in run.outcomes if o.call.role not in (Role.ORACLE, Role.CONTROL)]
    judged.sort(key=lambda o: (order[o.call.probe], o.call.principal, o.call.query))
    return [
        _worst(run, by_id[probe], principal, list(same), shown, taken)
        for (probe, principal), same in groupby(
            judged, key=lambda o: (o.call.probe, o.call.principal)
        )
    ]


def _shown(run: ProbeRun) -> _Shown:
    k = run.probes.k[-1]
    return {
        (o.call.probe, o.call.query): o.documents[:k]
        for o in run.outcomes
        if o.call.role is Role.ORACLE and o.status is CallStatus.OK
    }


def _worst(
    run: ProbeRun,
    probe: Probe,
    principal: str,
    outcomes: Sequence[Outcome],
    shown: _Shown,
    taken: Times,
) -> ProbeResult:
    found = [(*_judge(run, probe, outcome, shown, taken), outcome) for outcome in outcomes]
    status, reason, outcome = min(found, key=lambda one: _WORST.index(one[0]))
    kept = dict.fromkeys(d for o in outcomes for d in _withheld(run, probe, o, shown))
    return ProbeResult(
        probe.id,
        principal,
        status,
        reason,
        outcome.documents[:10],
        probe.source or _source(run, probe),
        "" if probe.provenance.restricted else redact(outcome.call.query),
        tuple(kept),
    )


def _withheld(run: ProbeRun, probe: Probe, outcome: Outcome, shown: _Shown) -> Iterator[str]:
    """Gold somebody may read and did not get, where another who sees everything got it.

    Of groups any document of which they got, nothing was kept from them.
    """
    call, first = outcome.call, set(outcome.documents[: run.probes.k[-1]])
    if call.role is Role.DENY or outcome.status is not CallStatus.OK:
        return
    seen = shown.get((call.probe, call.query), ())
    for group in run.gold.get(probe.id, ()):
        if not first & group.keys():
            may = (d for d in group if run.may(call.principal, d) is Decision.ALLOW)
            yield from (d for d in may if d in seen)


def _judge(
    run: ProbeRun, probe: Probe, outcome: Outcome, shown: _Shown, taken: Times
) -> tuple[ProbeStatus, str]:
    name = outcome.call.principal
    ranks = {document: rank for rank, document in enumerate(outcome.documents, start=1)}
    for document, rank in ranks.items():
        if run.may(name, document) is Decision.DENY:
            return (
                ProbeStatus.FAILED,
                f"{_called(run, document)} came back at rank {rank}, which {name} may not read",
            )
    if outcome.status is CallStatus.SKIPPED:
        return ProbeStatus.SKIPPED, outcome.reason
    if outcome.status is CallStatus.INCONCLUSIVE:
        return ProbeStatus.INCONCLUSIVE, outcome.reason
    if outcome.call.role is Role.DENY:
        return ProbeStatus.PASSED, ""
    gone = any(run.documents.keys().isdisjoint(group) for group in _intended(probe))
    if gone or not all(run.gold.get(probe.id, ())):
        return ProbeStatus.INCONCLUSIVE, "what should answer it is no longer in the corpus"
    if any(_is_open(run, name, group) for group in _answers(run, probe)):
        told = f"whether {name} may read what should answer it is unknown"
        return ProbeStatus.INCONCLUSIVE, told
    for document in _withheld(run, probe, outcome, shown):
        rank = shown[probe.id, outcome.call.query].index(document) + 1
        kept = f"{_called(run, document)} is kept from {name}, who may read it"
        return ProbeStatus.FAILED, f"{kept}: who sees everything gets it at rank {rank}"
    missed = next(_missed(run, probe, outcome, ranks), "")
    if missed:
        return ProbeStatus.FAILED, missed
    return exceeded(probe, outcome, taken) or (ProbeStatus.PASSED, "")


def _answers(run: ProbeRun, probe: Probe) -> list[set[str]]:
    """The documents of every group that should be found, meanings of the question included."""
    return [*map(set, run.gold.get(probe.id, ())), *_intended(probe)]


def _intended(probe: Probe) -> list[set[str]]:
    """The documents of each meaning of an ambiguous question."""
    return [{item.document for item in group.any} for group in probe.expect.intents]


def _is_open(run: ProbeRun, name: str, group: set[str]) -> bool:
    """Whether nobody can say if somebody may read any document of a group."""
    decisions = {run.may(name, document) for document in group}
    return Decision.ALLOW not in decisions and Decision.UNKNOWN in decisions


def _missed(run: ProbeRun, probe: Probe, outcome: Outcome, ranks: dict[str, int]) -> Iterator[str]:
    """What the answer lacks, the most important first."""
    expect, k = probe.expect, run.probes.k[-1]
    if expect.unanswerable:
        yield from _answered(run, probe, outcome)
        return
    readable = [
        {d for d in group if run.may(outcome.call.principal, d) is Decision.ALLOW}
        for group in run.gold.get(probe.id, ())
    ]
    wanted = [group for group in readable if group]
    limit = min(k, expect.rank_at_most or k)
    best = 0
    for group in wanted:
        rank = min((ranks[d] for d in group if d in ranks), default=0)
        best = max(best, rank)
        if not rank or rank > k:
            yield f"{_any(run, group)} is not among the first {k}"
        elif rank > limit:
            yield f"{_any(run, group)} is at rank {rank}, not among the first {limit}"
    yield from _intents(run, probe, outcome)
    yield from _stale(run, probe, ranks, best or k)


def _intents(run: ProbeRun, probe: Probe, outcome: Outcome) -> Iterator[str]:
    """Of the meanings of an ambiguous question, whether enough are among the first."""
    k, name = run.probes.k[-1], outcome.call.principal
    first = set(outcome.documents[:k])
    open_ = [g for g in _intended(probe) if any(run.may(name, d) is Decision.ALLOW for d in g)]
    wanted = min(probe.expect.min_intents or len(open_), len(open_))
    met = sum(bool(group & first) for group in open_)
    if met < wanted:
        yield f"{met} of its {len(open_)} meanings are among the first {k}, not {wanted}"


def _answered(run: ProbeRun, probe: Probe, outcome: Outcome) -> Iterator[str]:
    limit = probe.expect.max_top_score
    if not outcome.documents:
        return
    if limit is not None and outcome.top_score is not None and outcome.top_score <= limit:
        return
    yield f"nothing answers it, and {_called(run, outcome.documents[0])} came back first"


def _stale(run: ProbeRun, probe: Probe, ranks: dict[str, int], best: int) -> Iterator[str]:
    if probe.expect.not_stale:
        for document, rank in ranks.items():
            if rank <= best and document in run.stale:
                yield f"{_called(run, document)}, which is stale, is at rank {rank}"
    for old in probe.expect.prefer_over:
        for document, rank in ranks.items():
            if rank < best and old in _names(run, document):
                yield f"{_called(run, document)} is at rank {rank}, above what should be preferred"


def _called(run: ProbeRun, document: str) -> str:
    """What people call a document: `source:path`, which its id need not be."""
    known = run.documents.get(document)
    return f"{known.source_id}:{known.path}" if known else document


def _names(run: ProbeRun, document: str) -> tuple[str, ...]:
    """What a probe set may call a document."""
    known = run.documents.get(document)
    return (document, _called(run, document), known.path if known else document)


def _any(run: ProbeRun, group: set[str]) -> str:
    first, *others = sorted(_called(run, document) for document in group)
    more = "another" if len(others) == 1 else f"{len(others)} others"
    return f"{first} (or {more})" if others else first


def _source(run: ProbeRun, probe: Probe) -> str | None:
    found = {
        run.documents[d].source_id
        for group in run.gold.get(probe.id, ())
        for d in group
        if d in run.documents
    }
    return found.pop() if len(found) == 1 else None
