"""From a probe set to the questions that are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ragaudit._measure.principals import Decisions
from ragaudit.model import Call, Decision, Grades, Probe, ProbePrincipal, ProbeSet, ReaderKind, Role

ACCOUNT = "account"
"""Asks as the target's own account, where it cannot be asked as anybody else."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What is asked, and what cannot be."""

    calls: tuple[Call, ...]
    undecided: int = 0
    """Cells of the matrix for which nobody knows whether the principal may read the document."""


def plan(
    probes: ProbeSet,
    gold: Mapping[str, Sequence[Grades]],
    decisions: Decisions,
    only: Sequence[str] = (),
) -> Planned:
    """Every probe in every wording as each of its principals, and the cells of its matrix.

    `only` names principals; without it all are asked as.
    """
    calls: dict[Call, None] = {}
    undecided = 0
    for probe in probes.probes:
        names = [name for name in _asked_as(probe, probes) if not only or name in only]
        for call in _plain(probe, names, probes.principals):
            calls[call] = None
        if not (probe.matrix.deny or probe.matrix.allow):
            continue
        everybody = [n for n in probes.principals if not only or n in only]
        for cell in _cells(probe, gold.get(probe.id, ()), decisions, everybody, probes.principals):
            if cell is None:
                undecided += 1
                continue
            calls.update(dict.fromkeys(cell))
    return Planned(tuple(calls), undecided)


def _asked_as(probe: Probe, probes: ProbeSet) -> Sequence[str]:
    return probe.principals or probes.asked_as or tuple(probes.principals)


def _wordings(probe: Probe) -> tuple[str, ...]:
    return tuple(dict.fromkeys((probe.query, *probe.variants)))


def _plain(
    probe: Probe, names: Sequence[str], principals: Mapping[str, ProbePrincipal]
) -> Iterator[Call]:
    for name in names:
        # The account stands in for everybody: its answers are the ones to judge.
        oracle = principals[name].kind is ReaderKind.ORACLE and name != ACCOUNT
        for query in _wordings(probe):
            yield Call(probe.id, query, name, Role.ORACLE if oracle else Role.ASK)


def _cells(
    probe: Probe,
    gold: Sequence[Grades],
    decisions: Decisions,
    names: Sequence[str],
    principals: Mapping[str, ProbePrincipal],
) -> Iterator[list[Call] | None]:
    """The calls of each cell; None for one nobody can decide."""
    documents = dict.fromkeys(document for group in gold for document in group)
    roles = {Decision.DENY: (Role.DENY, probe.matrix.deny)}
    roles[Decision.ALLOW] = (Role.ALLOW, probe.matrix.allow)
    for document in documents:
        for name in names:
            if principals[name].kind is ReaderKind.ORACLE:
                yield [Call(probe.id, q, name, Role.ORACLE) for q in _wordings(probe)]
                continue
            decision = decisions[name].get(document, Decision.UNKNOWN)
            role, wanted = roles.get(decision, (None, True))
            if role is None:
                yield None
            elif wanted:
                calls = [Call(probe.id, q, name, role, document) for q in _wordings(probe)]
                if role is Role.DENY and probe.control:
                    calls.append(Call(probe.id, probe.control, name, Role.CONTROL, document))
                yield calls
