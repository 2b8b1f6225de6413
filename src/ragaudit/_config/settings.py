"""What a run is told to do."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ragaudit.model import (
    Confidence,
    LinkPolicy,
    LlmSettings,
    NliSettings,
    Product,
    RetiredTerm,
    Severity,
    SourceSettings,
)
from ragaudit.text import matches


@dataclass(frozen=True, slots=True)
class Policy:
    """What makes the gate fail."""

    fail_on: Severity | None = Severity.ERROR
    """The lowest severity of an open finding that fails; None never fails on findings."""
    min_confidence: Confidence = Confidence.HIGH
    """Findings less sure than this warn but do not fail."""
    max_skipped: int | float = 0
    """Unread documents allowed: a count, or a share below 1. More makes the audit inconclusive."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """A finding somebody decided to live with."""

    rule: str
    path: str
    reason: str
    source: str | None = None
    until: date | None = None
    locator: str = "ragaudit.yaml"

    def covers(self, code: str, source: str, path: str | None) -> bool:
        """Whether it is about this finding; a source-wide finding matches `**` only."""
        if not code.startswith(self.rule) or self.source not in (None, source):
            return False
        return self.path == "**" or (path is not None and matches(self.path, path))


@dataclass(frozen=True, slots=True)
class Common:
    """What counts for every source, also for paths the file does not list."""

    products: tuple[Product, ...] = ()
    retired_terms: tuple[RetiredTerm, ...] = ()
    people_inactive_after_days: int = 365
    max_documents_per_owner: int = 200

    def added_to(self, source: SourceSettings) -> SourceSettings:
        """The source with all of it."""
        return replace(source, **{name: getattr(self, name) for name in self.__slots__})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a run is told, by file and command line together."""

    sources: tuple[SourceSettings, ...]
    as_of: date | None = None
    """Fixed in the file; the command line wins; None means today."""
    common: Common = field(default_factory=Common)
    directories: tuple[Path, ...] = ()
    """Identity files."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Rule code to `error`, `warn`, `info` or `off`, for every source."""
    policy: Policy = field(default_factory=Policy)
    suppressions: tuple[Suppression, ...] = ()
    baseline: Path | None = None
    external_links: LinkPolicy | None = None
    """How to check links to other servers; None keeps the run offline."""
    nli: NliSettings | None = None
    llm: LlmSettings | None = None
    """Who gives second opinions on contradictions (CNF308)."""
    home: Path = field(default_factory=Path)
    """Where `.ragaudit/` and the baseline live: the folder of the file, else the current one."""
    file: Path | None = None
    codes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Every rule code the file names, with the line and column where it first does."""

    @property
    def digest(self) -> str:
        """sha256 of the decisions that shape a verdict; equal settings have equal digests."""
        parts: tuple[object, ...] = (self.sources, self.common, self.rules, self.policy)
        parts += (self.suppressions, self.external_links, self.nli, self.llm)
        text = repr(parts).replace(str(self.home.resolve()), "")
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def severity(self, code: str, source: SourceSettings) -> str | None:
        """What the user set for a rule in a source.

        The source's own word goes first, and a whole code before a family such as `FRS`.
        """
        for table in (source.severity, self.rules):
            named = [key for key in table if code.startswith(key)]
            if named:
                return table[max(named, key=len)]
        return None
