"""Small probe runs, written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ragaudit.model import (
    Call,
    CallStatus,
    Decision,
    Document,
    Expectation,
    Grades,
    Outcome,
    Probe,
    ProbePrincipal,
    ProbeRun,
    ProbeSet,
    Provenance,
    ReaderKind,
    Role,
    Score,
)
from ragaudit.testing import document as make

FAILED = CallStatus.INCONCLUSIVE
Reads = Mapping[str, str]
"""Principal to a letter a document, in the order of the run: allow, deny or unknown."""


def document(name: str, **changes: Any) -> Document:
    """`wiki:a` is document a of the source wiki."""
    source, native = name.split(":")
    return replace(make(native), source_id=source, native_id=native, **changes)


def probe(name: str, by: str = "human", unanswerable: bool = False, **changes: Any) -> Probe:
    """A probe whose question is its name."""
    expect = Expectation(unanswerable=unanswerable, max_top_score=changes.pop("limit", None))
    return Probe(name, name, expect=expect, provenance=Provenance(by), **changes)


def outcome(
    name: str,
    who: str,
    documents: Iterable[str] = (),
    role: Role = Role.ASK,
    cell: str | None = None,
    query: str | None = None,
    status: CallStatus = CallStatus.OK,
    **changes: Any,
) -> Outcome:
    """An answer; `documents` may be one string of names with spaces between."""
    listed = documents.split() if isinstance(documents, str) else tuple(documents)
    call = Call(name, query or name, who, role, cell)
    return Outcome(call, status, documents=tuple(listed), **changes)


def run(
    outcomes: Sequence[Outcome],
    documents: Sequence[str | Document],
    reads: Reads | None = None,
    gold: Mapping[str, Sequence[Grades]] | None = None,
    probes: Sequence[Probe] = (),
    oracle: str | None = None,
    k: Sequence[int] = (1, 3),
    **changes: Any,
) -> ProbeRun:
    """A run over documents named `source:name`; probes that are not given are plain ones."""
    made = [document(d) if isinstance(d, str) else d for d in documents]
    letters = {"a": Decision.ALLOW, "d": Decision.DENY, "u": Decision.UNKNOWN}
    decisions = {
        who: {d.id: letters[letter] for d, letter in zip(made, told, strict=True)}
        for who, told in (reads or {}).items()
    }
    given = {p.id: p for p in probes}
    asked = dict.fromkeys(o.call.probe for o in outcomes)
    people = {who: ProbePrincipal(who) for who in decisions}
    if oracle:
        people[oracle] = ProbePrincipal(oracle, ReaderKind.ORACLE)
    probe_set = ProbeSet(
        (*probes, *(probe(name) for name in asked if name not in given)),
        people,
        k=tuple(k),
    )
    groups = {name: tuple(some) for name, some in (gold or {}).items()}
    return ProbeRun(
        probe_set, tuple(outcomes), {d.id: d for d in made}, groups, decisions, **changes
    )


def scored(
    scores: Iterable[Score], source: str | None = None, principal: str | None = None
) -> dict[str, Score]:
    """The scores of one slice by measure; no measure twice."""
    found = [s for s in scores if (s.source, s.principal) == (source, principal)]
    assert len(found) == len({score.measure for score in found})
    return {score.measure: score for score in found}
