"""What a retriever answered, and what is measured of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ragaudit.model.access import Decision
from ragaudit.model.document import Document
from ragaudit.model.probe import ProbeSet


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of a target, in its own words, best first."""

    id: str
    """The target's id of the chunk or document."""
    score: float | None = None
    """Higher is better."""
    document: str = ""
    """What the target calls the document: an id, a path, an address; empty where it does not."""
    text: str = ""
    """Used to find the document by its content, then forgotten."""
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The answer to one query."""

    hits: tuple[Hit, ...]
    total: int | None = None
    """How many results there are in all, where the target says so."""
    latency_s: float = 0.0
    cost: float | None = None
    """In the currency of the target."""


class Role(StrEnum):
    """Why a question is asked as somebody."""

    ASK = "ask"
    DENY = "deny"
    """May not read the cell's document: it must not come back."""
    ALLOW = "allow"
    """May read it: a control, so that returning nothing does not look safe."""
    CONTROL = "control"
    """The control of a deny cell: a question about nothing, of which only the number of results
    counts, and leaks as everywhere."""
    ORACLE = "oracle"


@dataclass(frozen=True, slots=True)
class Call:
    """One question to the target."""

    probe: str
    query: str
    principal: str
    role: Role = Role.ASK
    document: str | None = None
    """The catalogue document of a deny or allow cell."""


class CallStatus(StrEnum):
    """Whether an answer can be judged."""

    OK = "ok"
    INCONCLUSIVE = "inconclusive"
    """The target failed, or its answer cannot be mapped: neither a hit nor a miss, never clean."""
    SKIPPED = "skipped"
    """It could not be asked: no credentials, gold that is gone."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call, in documents of the catalogue."""

    call: Call
    status: CallStatus
    reason: str = ""
    documents: tuple[str, ...] = ()
    """Distinct catalogue ids, best first; the first chunk of a document counts."""
    unmapped: int = 0
    """Results that are no document of the catalogue."""
    results: int = 0
    """Results as they came, before those of one document were taken together."""
    top_score: float | None = None
    latency_s: float = 0.0
    cost: float | None = None


Grades = Mapping[str, int]
"""Catalogue id to relevance, 1 or more."""


@dataclass(frozen=True, slots=True)
class ProbeRun:
    """Everything a measure may look at: what was asked, what came back, what is known."""

    probes: ProbeSet
    outcomes: tuple[Outcome, ...]
    documents: Mapping[str, Document]
    """The catalogue, by id."""
    gold: Mapping[str, tuple[Grades, ...]]
    """Probe to its gold groups, in documents of the catalogue; a group whose documents are all
    gone is an empty mapping."""
    decisions: Mapping[str, Mapping[str, Decision]]
    """Principal of the set to document to whether they may read it, by the sources' own lists."""
    stale: frozenset[str] = frozenset()
    """Documents with an open freshness finding."""
    successors: Mapping[str, str] = field(default_factory=dict)
    """Document to the one that replaced it."""
    conflicts: tuple[frozenset[str], ...] = ()
    """Documents that contradict each other."""

    def may(self, principal: str, document: str) -> Decision:
        """Whether a principal may read a document; unknown where nobody could tell."""
        return self.decisions.get(principal, {}).get(document, Decision.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Score:
    """A measure over one slice of a run."""

    measure: str
    """`R@10`, `nDCG@10`, `leak rate`, …"""
    value: float | None
    """None where it is not defined or there are too few observations; `reason` says which."""
    n: int
    """Independent observations: probes, or distinct cells of principal and document."""
    source: str | None = None
    """None for all sources."""
    principal: str | None = None
    low: float | None = None
    high: float | None = None
    """The 95 % interval; for zero leaks the one-sided bound."""
    undefined: int = 0
    """Observations the measure is not defined for; never counted as 0 or 1."""
    reason: str = ""
    owner: str | None = None
    """Who answers for what the probes are about; None for everybody."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A document somebody got who may not read it."""

    probe: str
    principal: str
    document: str
    """Catalogue id."""
    rank: int
    """1 is the first."""


class ProbeStatus(StrEnum):
    """What came of a probe asked as somebody."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """One probe as one principal, over all its wordings."""

    id: str
    principal: str
    status: ProbeStatus
    reason: str = ""
    """What was missed or leaked; why it could not be judged."""
    returned: tuple[str, ...] = ()
    """Catalogue ids of the worst wording's answer, best first."""
    source: str | None = None
    query: str = ""
    """The worst wording; empty where it is taken from text that not everybody may read."""
    withheld: tuple[str, ...] = ()
    """Documents somebody may read and did not get, though who sees everything got them for it: they
    were kept back, not missed."""


@dataclass(frozen=True, slots=True)
class Probing:
    """What a retriever was found to do."""

    target: str
    """What was asked, in words."""
    place: str
    """The probe set's file."""
    k: tuple[int, ...]
    calls: int
    """Questions asked and answered, or not."""
    scores: tuple[Score, ...] = ()
    leaks: tuple[Leak, ...] = ()
    results: tuple[ProbeResult, ...] = ()
    unmapped: int = 0
    """Results that are no document of the catalogue."""
    undecided: int = 0
    """Cells of the matrix not asked: nobody knows whether the principal may read the document."""
    unmeasured: str = ""
    """Why leakage was not measured although the set asks as people; empty where it was."""
    dark: tuple[str, ...] | None = None
    """Documents somebody asked may read and nobody got, by id; None where that was not kept."""
    notes: tuple[str, ...] = ()
    owners: tuple[Score, ...] = ()
    """Recall by owner, of those with enough probes about their documents."""
