"""The whole result of one audit: all a reporter needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from ragaudit.model.document import Document
from ragaudit.model.finding import Finding, Rule
from ragaudit.model.freshness import SourceFreshness
from ragaudit.model.history import PastRun, RunKind, Since
from ragaudit.model.retrieval import Probing
from ragaudit.model.signoff import ChecklistItem
from ragaudit.model.skip import Skip
from ragaudit.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class RunInfo:
    """When, with what and over what an audit ran."""

    id: str
    as_of: date
    started_at: datetime
    version: str
    config_digest: str
    corpus_digest: str
    """sha256 over sorted (document id, raw sha256): equal for runs that saw the same bytes."""
    rules: tuple[str, ...] = ()
    """Codes of the rules that ran."""
    interrupted: bool = False
    kind: RunKind = RunKind.SCAN
    changed_since: str | None = None
    """Where only documents that changed since this revision were judged; None judges all."""


@dataclass(frozen=True, slots=True)
class SkippedRule:
    """A rule that could not run, which is not the same as a rule that found nothing."""

    code: str
    source: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """A source that could not be read, or not to its end. It never counts as empty."""

    source: str
    kind: str
    """`auth-invalid`, `scope-missing`, `rate-limited`, … : see `ragaudit.errors`."""
    detail: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """One source in numbers."""

    id: str
    type: str
    root: str
    """As the user gave it."""
    documents: int = 0
    skipped: int = 0
    owned: int = 0
    dated: int = 0
    """Documents with at least one trusted date."""
    access_known: int = 0
    other_files: int = 0
    """Files that are no documents by their name (images, code)."""
    other_types: dict[str, int] = field(default_factory=dict)
    """Those files by suffix, most frequent first."""
    oldest: date | None = None
    """Oldest trusted reviewed or content-modified date."""
    clock: str | None = None
    """Freshness contract in words, or None if there is none."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What one run found."""

    run: RunInfo
    sources: tuple[SourceSummary, ...]
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    """Open first, then by severity, path and line; suppressed and accepted ones included."""
    skips: tuple[Skip, ...]
    verdict: Verdict
    rules: dict[str, Rule] = field(default_factory=dict)
    """Every rule that ran, by code."""
    source_failures: tuple[SourceFailure, ...] = ()
    skipped_rules: tuple[SkippedRule, ...] = ()
    fixed: tuple[str, ...] = ()
    """Baseline entries (fingerprints) that no longer occur."""
    notes: tuple[str, ...] = ()
    """What the user should know about the run itself, one sentence each."""
    probing: Probing | None = None
    """What the retriever did, where it was asked."""
    freshness: tuple[SourceFreshness, ...] = ()
    """Every source held against its contract."""
    past: tuple[PastRun, ...] = ()
    """Earlier runs over the same configuration, newest first; without this one."""
    checklist: tuple[ChecklistItem, ...] = ()
    """The seven ways such projects fail, and what this run shows about each."""
    since: Since | None = None
    """Against the newest of them that can be compared."""
