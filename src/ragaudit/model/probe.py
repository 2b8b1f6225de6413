"""Questions a retriever is asked, as whom, and what is expected of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ragaudit.model.finding import Severity


class Category(StrEnum):
    """What a probe is about."""

    COMMON = "common"
    EDGE = "edge"
    """Unusual wording: typos, another script, very long."""
    MISSING = "missing"
    """Nothing in the corpus answers it."""
    AMBIGUOUS = "ambiguous"
    POLICY_BOUNDARY = "policy_boundary"
    """What some may read and others may not."""
    REFUSAL = "refusal"
    EXISTENCE = "existence"
    """Whether somebody can tell that a document exists."""
    FRESHNESS = "freshness"
    CONFLICT = "conflict"
    COST_LATENCY = "cost_latency"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class GoldItem:
    """A document that answers a probe; anchored to text, never to a chunk."""

    document: str
    """As written: `source:path`, or a path only one source has."""
    span: str = ""
    """Words of the document that answer; empty for the whole of it."""
    grade: int = 1
    """Relevance, 1 or more."""


@dataclass(frozen=True, slots=True)
class GoldGroup:
    """Any one of these suffices; several groups must all be found."""

    any: tuple[GoldItem, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must hold of the answer besides its gold."""

    rank_at_most: int | None = None
    not_stale: bool = False
    prefer_over: tuple[str, ...] = ()
    """Documents that must not stand above the gold."""
    unanswerable: bool = False
    """Nothing answers it: the target should return nothing."""
    max_top_score: float | None = None
    """With `unanswerable`: results scored at most this count as nothing."""
    intents: tuple[GoldGroup, ...] = ()
    min_intents: int | None = None
    auto_top_score: bool = False
    """Whether `max_top_score` is taken from the answers of the run."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Which cells of principals × documents are made from the access lists."""

    deny: bool = False
    """Ask as every principal that may not read the gold."""
    allow: bool = False
    """Ask as every principal that may, as a control."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a probe comes from."""

    by: str = "human"
    """`human`, `querylog`, `llm`, or the generator's name."""
    origin: str = ""
    """`policies/returns.md#window`; no heading where `restricted`."""
    reviewed_by: str | None = None
    restricted: bool = False
    """Whether its wording is taken from text that not everybody may read, or of which that is not
    known: then the set must be kept as closely as its sources."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one answer may cost."""

    latency_p95_ms: float | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Probe:
    """One information need, in one or several wordings."""

    id: str
    query: str
    category: Category = Category.COMMON
    variants: tuple[str, ...] = ()
    """Other wordings; with the query they are one cluster."""
    control: str = ""
    """The same question about nothing, asked beside it as whoever may not read the gold: fewer
    results than for it give away that some were taken out."""
    principals: tuple[str, ...] = ()
    """Names from the set; empty for its defaults."""
    gold: tuple[GoldGroup, ...] = ()
    matrix: Matrix = Matrix()
    expect: Expectation = Expectation()
    source: str | None = None
    """Source id; that of the gold where it is not given."""
    owner: str | None = None
    provenance: Provenance = Provenance()
    budget: Budget = Budget()
    severity: Severity = Severity.ERROR
    line: int | None = None
    """Where it stands in its file."""


class ReaderKind(StrEnum):
    """As whom a probe is asked."""

    ANONYMOUS = "anonymous"
    PERSON = "person"
    ORACLE = "oracle"
    """Sees everything: tells what is not found from what is not shown. Never judged."""


@dataclass(frozen=True, slots=True)
class ProbePrincipal:
    """Somebody probes are asked as."""

    name: str
    kind: ReaderKind = ReaderKind.PERSON
    who: str = ""
    """Their name in the directory; the principal's own name where it is empty."""
    groups: tuple[str, ...] = ()
    """Groups they are in, where no directory says so."""
    auth: Mapping[str, str] = field(default_factory=dict)
    """What a target is sent: `{"header Authorization": "Bearer ${ALICE_TOKEN}"}`. Values name
    environment variables and never hold a secret."""


@dataclass(frozen=True, slots=True)
class ProbeSet:
    """Probes with the principals they are asked as."""

    probes: tuple[Probe, ...] = ()
    principals: Mapping[str, ProbePrincipal] = field(default_factory=dict)
    asked_as: tuple[str, ...] = ()
    """Principals of probes that name none."""
    k: tuple[int, ...] = (1, 5, 10)
    """Cut-offs, ascending; the last is how many results are asked for."""
    corpus_digest: str | None = None
    access_digest: str | None = None
    taken_at: datetime | None = None
    place: str = ""
    """The file, as the user named it."""
