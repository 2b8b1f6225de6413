"""The whole result of one audit: all a reporter needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from ragaudit.model.document import Document
from ragaudit.model.finding import Finding, Rule
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


@dataclass(frozen=True, slots=True)
class SkippedRule:
    """A rule that could not run, which is not the same as a rule that found nothing."""

    code: str
    source: str | None
    reason: str


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
    skipped_rules: tuple[SkippedRule, ...] = ()
    fixed: tuple[str, ...] = ()
    """Baseline entries (fingerprints) that no longer occur."""
    notes: tuple[str, ...] = ()
    """What the user should know about the run itself, one sentence each."""
