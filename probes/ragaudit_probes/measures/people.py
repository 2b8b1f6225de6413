"""Who is judged in a run, what they may read, and the answers they were given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ragaudit.model import (
    Call,
    CallStatus,
    Decision,
    Grades,
    Outcome,
    Probe,
    ProbeRun,
    ReaderKind,
    Role,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome with its probe."""

    probe: Probe
    source: str | None
    """See `People.source`."""
    outcome: Outcome

    @property
    def ok(self) -> bool:
        """Whether it can be judged."""
        return self.outcome.status is CallStatus.OK

    @property
    def principal(self) -> str:
        """As whom it was asked."""
        return self.outcome.call.principal


HUMAN = "human"


def label(by: str) -> str:
    """What the names of measures carry for a generator; nothing for people."""
    return "" if by == HUMAN else f" [{by}]"


def by_generator(answers: Sequence[Answer]) -> list[tuple[str, list[Answer]]]:
    """Answers by who made their probes: people first, then generators by name."""
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.probe.provenance.by, []).append(answer)
    return sorted(found.items(), key=lambda item: (item[0] != HUMAN, item[0]))


class People:
    """The readers of a run. Built once a measure; everything it tells is worked out once."""

    def __init__(self, run: ProbeRun) -> None:
        self.run = run
        self._classes: dict[tuple[frozenset[str], frozenset[str]], int] = {}
        self._class_of: dict[str, int] = {}
        self._probes = {probe.id: probe for probe in run.probes.probes}
        self._sources: dict[str, str | None] = {}
        self._gold: dict[tuple[str, str], tuple[Grades, ...]] = {}

    def is_oracle(self, call: Call) -> bool:
        """Whether it was asked by somebody who sees everything, and is never judged."""
        known = self.run.probes.principals.get(call.principal)
        kind = known.kind if known else None
        return call.role is Role.ORACLE or kind is ReaderKind.ORACLE

    @cached_property
    def judged(self) -> tuple[Outcome, ...]:
        """What readers were answered who do not see everything."""
        return tuple(o for o in self.run.outcomes if not self.is_oracle(o.call))

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """Answers that tell about quality: each question once, without those of deny cells.

        Where nobody else was asked as, as with a target that knows one account only, they are the
        oracle's.
        """
        sees_all = [o for o in self.run.outcomes if self.is_oracle(o.call)]
        return tuple(self._answers(self.judged or tuple(sees_all)))

    def source(self, probe: str) -> str | None:
        """The source of a probe; where it names none, that of its gold, if it is one."""
        if probe not in self._sources:
            known = self._probes.get(probe)
            self._sources[probe] = (known.source if known else None) or self._source(probe)
        return self._sources[probe]

    def readable(self, principal: str) -> frozenset[str]:
        """Documents a principal may certainly read."""
        return self._with(principal, Decision.ALLOW)

    def forbidden(self, principal: str) -> frozenset[str]:
        """Documents a principal certainly may not read."""
        return self._with(principal, Decision.DENY)

    def class_of(self, principal: str) -> int:
        """A number that principals share who may read exactly the same documents."""
        found = self._class_of.get(principal)
        if found is None:
            key = (self.readable(principal), self.forbidden(principal))
            found = self._class_of[principal] = self._classes.setdefault(key, len(self._classes))
        return found

    def gold(self, call: Call) -> tuple[Grades, ...]:
        """The gold of a probe cut to what a principal may read; empty where nothing is defined.

        Groups that are wholly forbidden are nothing the reader is owed. With a group of which
        nobody knows whether it may be read, or whose documents are gone, nobody knows what is.
        """
        key = (call.probe, call.principal)
        if key not in self._gold:
            groups = self.run.gold.get(call.probe, ())
            self._gold[key] = groups if self.is_oracle(call) else self._cut(groups, call.principal)
        return self._gold[key]

    def _cut(self, groups: tuple[Grades, ...], principal: str) -> tuple[Grades, ...]:
        found = []
        for group in groups:
            told = {document: self.run.may(principal, document) for document in group}
            owed = {d: g for d, g in group.items() if told[d] is Decision.ALLOW}
            if not owed and (not told or Decision.UNKNOWN in told.values()):
                return ()
            if owed:
                found.append(owed)
        return tuple(found)

    def _answers(self, outcomes: tuple[Outcome, ...]) -> Iterator[Answer]:
        seen = set()
        for outcome in outcomes:
            call = outcome.call
            question = (call.probe, call.query, call.principal)
            known = call.probe in self._probes and question not in seen
            if call.role in (Role.DENY, Role.CONTROL) or not known:
                continue
            seen.add(question)
            yield Answer(self._probes[call.probe], self.source(call.probe), outcome)

    def _source(self, probe: str) -> str | None:
        documents = self.run.documents
        gold = {d for group in self.run.gold.get(probe, ()) for d in group}
        found = {documents[d].source_id for d in gold if d in documents}
        return found.pop() if len(found) == 1 else None

    def _with(self, principal: str, decision: Decision) -> frozenset[str]:
        told = self.run.decisions.get(principal, {})
        return frozenset(document for document, found in told.items() if found is decision)
