"""What a run is told to do."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ragaudit._config.history import HistorySettings
from ragaudit.model import (
    AUTONOMY,
    AlertSettings,
    Automation,
    Autonomy,
    Confidence,
    IdentitySettings,
    LinkPolicy,
    LlmSettings,
    MonitorPolicy,
    NliSettings,
    Product,
    Responsibility,
    RetiredTerm,
    RoleHolder,
    Severity,
    SignoffPolicy,
    SourceSettings,
    TargetSettings,
    TrackerSettings,
    Waiver,
)
from ragaudit.text import matches


@dataclass(frozen=True, slots=True)
class ProbePolicy:
    """What a probe run must reach. A leak fails in any case."""

    min: Mapping[str, float] = field(default_factory=dict)
    """Measure to the lowest value that passes."""
    max_leak_bound: float | None = None
    """The largest leak rate that may still be possible."""
    max_inconclusive: float = 0.0
    """Share of questions that may stay unjudged."""
    max_unmapped: float = 0.0
    """Share of results that may be no document of the catalogue."""


@dataclass(frozen=True, slots=True)
class ProbeSettings:
    """What is asked, and whom."""

    file: Path
    shown: str
    """The file as the user wrote it."""
    target: TargetSettings


@dataclass(frozen=True, slots=True)
class FreshnessPolicy:
    """What `ragaudit freshness` may leave open."""

    unknown: bool = False
    """Whether a source may be of unknown freshness."""
    undeclared: bool = True
    """Whether a source may have no contract."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What makes the gate fail."""

    fail_on: Severity | None = Severity.ERROR
    """The lowest severity of an open finding that fails; None never fails on findings."""
    min_confidence: Confidence = Confidence.HIGH
    """Findings less sure than this warn but do not fail."""
    max_skipped: int | float = 0
    """Unread documents allowed: a count, or a share below 1. More makes the audit inconclusive."""
    probes: ProbePolicy = field(default_factory=ProbePolicy)
    freshness: FreshnessPolicy = field(default_factory=FreshnessPolicy)


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
    identities: tuple[IdentitySettings, ...] = ()
    """Who knows the people and groups."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Rule code to `error`, `warn`, `info` or `off`, for every source."""
    policy: Policy = field(default_factory=Policy)
    suppressions: tuple[Suppression, ...] = ()
    baseline: Path | None = None
    external_links: LinkPolicy | None = None
    """How to check links to other servers; None keeps the run offline."""
    nli: NliSettings | None = None
    alerts: AlertSettings = field(default_factory=AlertSettings)
    trackers: tuple[TrackerSettings, ...] = ()
    monitor: MonitorPolicy = field(default_factory=MonitorPolicy)
    llm: LlmSettings | None = None
    """Who gives second opinions on contradictions (CNF308)."""
    probes: ProbeSettings | None = None
    history: HistorySettings = field(default_factory=HistorySettings)
    """Where runs are put on record; no part of what shapes a verdict."""
    roles: Mapping[Responsibility, RoleHolder] = field(default_factory=dict)
    """Those that are named."""
    automation: Automation | None = None
    """How far the assistant may act by itself; None where nobody has said."""
    autonomy: Mapping[Automation, Autonomy] = field(default_factory=lambda: AUTONOMY)
    """What each level asks of the results."""
    waivers: tuple[Waiver, ...] = ()
    signoff: SignoffPolicy = field(default_factory=SignoffPolicy)
    home: Path = field(default_factory=Path)
    """Where `.ragaudit/` and the baseline live: the folder of the file, else the current one."""
    file: Path | None = None
    codes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Every rule code the file names, with the line and column where it first does."""

    @property
    def digest(self) -> str:
        """sha256 of the decisions that shape a verdict; equal settings have equal digests."""
        parts: tuple[object, ...] = (self.sources, self.common, self.rules, self.policy)
        parts += (self.suppressions, self.external_links, self.nli, self.llm, self.probes)
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
