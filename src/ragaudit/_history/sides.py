"""What is known of one of two runs, and what it cannot have seen."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from ragaudit.model import (
    AccessPolicy,
    Finding,
    PastRun,
    Probing,
    SkippedRule,
    SourceCounts,
)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source in one run."""

    counts: SourceCounts
    type: str = ""
    root: str = ""
    """As the user gave it; empty where that is not on record."""
    partial: bool = False
    """Only a part of it was asked for."""
    failed: bool = False
    """It was not read to its end."""

    def is_same(self, other: SourceRow) -> bool:
        """Whether two runs mean the same source by the id."""
        return self.counts.source == other.counts.source and (
            not self.root
            or not other.root
            or posixpath.normpath(self.root) == posixpath.normpath(other.root)
        )


@dataclass(frozen=True, slots=True)
class Held:
    """A document as one run had it."""

    source: str
    path: str
    text_sha256: str
    """Empty where the run did not read the text."""
    policy: int | None
    """Names the access list; None where that is not on record."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two runs."""

    run: PastRun
    config_digest: str
    sources: Mapping[str, SourceRow]
    interrupted: bool = False
    rules: frozenset[str] | None = None
    """Codes of the rules that ran; None where that is not on record."""
    skipped_rules: tuple[SkippedRule, ...] = ()
    skips: frozenset[tuple[str, str]] = frozenset()
    """Source and path of what could not be read."""
    documents: Mapping[str, Held] = field(default_factory=dict)
    """Every document, by id."""
    findings: tuple[Finding, ...] = ()
    """Those that the other run does not have exactly so."""
    policies: Mapping[int, AccessPolicy] = field(default_factory=dict)
    """Those of documents whose access list is another in the other run."""
    probing: Probing | None = None

    @property
    def complete(self) -> bool:
        """Whether everything is on record; ragaudit 0.1.0 kept less."""
        return self.rules is not None

    @property
    def shown(self) -> str:
        """The run in a sentence."""
        return f"the run of {self.run.started_at:%Y-%m-%d %H:%M}"

    def blind(self, finding: Finding) -> str:
        """Why this run could not have made a finding of the other one; empty if it could."""
        return self._without_rule(finding) or self.unread(
            finding.source, finding.document, finding.path
        )

    def unread(self, source: str, document: str | None, path: str | None) -> str:
        """Why this run cannot tell about a place; empty if it looked there."""
        row = self.sources.get(source)
        if row is None:
            return f"{source} was not part of {self.shown}"
        if self.interrupted:
            return f"{self.shown} was interrupted"
        if document is not None and document in self.documents:
            return ""
        if path is not None and self._is_skipped(source, path):
            return f"it could not be read in {self.shown}"
        if row.failed:
            return f"{source} was not read to its end in {self.shown}"
        return f"only a part of {source} was asked for in {self.shown}" if row.partial else ""

    def _without_rule(self, finding: Finding) -> str:
        code = finding.code
        if self.rules is None:
            seen = any(other.code == code for other in self.findings)
            return "" if seen else f"which rules ran in {self.shown} is not on record"
        if code not in self.rules:
            return f"{code} did not run in {self.shown}"
        return next(
            (
                f"{code} could not run in {self.shown}: {rule.reason}"
                for rule in self.skipped_rules
                if rule.code == code and rule.source in (None, finding.source)
            ),
            "",
        )

    def _is_skipped(self, source: str, path: str) -> bool:
        """Whether the file, or a folder it is in, was not read."""
        while path:
            if (source, path) in self.skips:
                return True
            path = path.rpartition("/")[0]
        return False
