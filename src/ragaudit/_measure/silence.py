"""Answers of nothing, where nothing at all came back: an empty index looks exactly like a safe one.

An answer of nothing to somebody who may not read what answers is clean only if the target is known
to answer. Positive controls are what makes a clean denial evidence (`over-restriction` measures
how far they hold); without a single answer there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ragaudit._measure.principals import Decisions
from ragaudit.model import Call, CallStatus, Decision, Grades, Outcome, Probe, ProbeSet, Role

_SOMEBODY = (
    "nothing came back to {name} for any question, not even what they may read, so that nothing "
    "forbidden came back shows nothing; check what the target knows them by"
)
_NOBODY = (
    "nothing came back to anybody for any question, which an empty index does as well; fill it, or "
    "ask as somebody who may read what answers"
)


def unheard(
    outcomes: Sequence[Outcome],
    probes: ProbeSet,
    gold: Mapping[str, Sequence[Grades]],
    decisions: Decisions,
) -> tuple[Outcome, ...]:
    """The outcomes, with those inconclusive that show no more than that nothing came back.

    Where somebody got nothing for any question, though they may read what answers one of them,
    their answers of nothing where nothing was due say nothing; and nobody's do where nobody got
    anything. What should have been found stays a miss. A set of nothing but questions that nothing
    answers is left as it is.
    """
    asked = {outcome.call.probe for outcome in outcomes}
    answers = {p.id: _answers(p, gold) for p in probes.probes if p.id in asked}
    due = _Due({probe: found for probe, found in answers.items() if found}, decisions)
    if not due.answers:
        return tuple(outcomes)
    heard = {o.call.principal for o in outcomes if o.documents or o.unmapped}
    waiting = {o.call.principal for o in outcomes if o.status is CallStatus.OK and due(o.call)}
    return tuple(
        replace(outcome, status=CallStatus.INCONCLUSIVE, reason=_told(outcome, heard))
        if outcome.status is CallStatus.OK
        and (not heard or outcome.call.principal in waiting - heard)
        and not due(outcome.call)
        else outcome
        for outcome in outcomes
    )


@dataclass(frozen=True, slots=True)
class _Due:
    """Whether something should come back: a document that answers and that they may read."""

    answers: Mapping[str, frozenset[str]]
    """Probe to documents."""
    decisions: Decisions

    def __call__(self, call: Call) -> bool:
        known = self.decisions.get(call.principal, {})
        return call.role not in (Role.DENY, Role.CONTROL) and any(
            known.get(document) is Decision.ALLOW for document in self.answers.get(call.probe, ())
        )


def _answers(probe: Probe, gold: Mapping[str, Sequence[Grades]]) -> frozenset[str]:
    if probe.expect.unanswerable:
        return frozenset()
    meant = (item.document for group in probe.expect.intents for item in group.any)
    return frozenset((*(d for group in gold.get(probe.id, ()) for d in group), *meant))


def _told(outcome: Outcome, heard: set[str]) -> str:
    return _SOMEBODY.format(name=outcome.call.principal) if heard else _NOBODY
