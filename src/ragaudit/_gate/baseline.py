"""Findings accepted as they are, so that only new ones fail."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ragaudit.errors import ConfigError, UsageError
from ragaudit.model import Finding, Skip, SkippedRule, SourceSettings, Status
from ragaudit.text import DateError, parse_date

SCHEMA = "ragaudit.baseline/1"
DEFAULT_NAME = "ragaudit-baseline.json"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run looked at. What it did not look at is not fixed by being absent from it."""

    sources: frozenset[str]
    """Those that were listed as a whole."""
    rules: frozenset[str]
    """Codes of the rules that ran to their end everywhere."""
    unread: frozenset[tuple[str, str]] = frozenset()
    """Source and path of the files and folders that could not be read."""

    def holds(self, entry: Mapping[str, Any]) -> bool:
        """Whether the finding of an entry would have been found again."""
        source, path = entry.get("source"), str(entry.get("path") or "")
        return (
            source in self.sources
            and entry.get("code") in self.rules
            and not any(
                source == other and f"{path}/".startswith(f"{skipped}/")
                for other, skipped in self.unread
            )
        )


def scope_of(
    sources: Iterable[SourceSettings],
    rules: Iterable[str],
    skipped_rules: Iterable[SkippedRule],
    skips: Iterable[Skip],
) -> Scope:
    """The scope of a run from what it ran on, and what it could not do."""
    return Scope(
        frozenset(source.id for source in sources if not source.only),
        frozenset(rules) - {rule.code for rule in skipped_rules},
        frozenset((skip.source_id, skip.path) for skip in skips),
    )


@dataclass(frozen=True, slots=True)
class Baseline:
    """Accepted findings by fingerprint."""

    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    file: Path | None = None

    def apply(
        self, findings: Iterable[Finding], as_of: date, scope: Scope
    ) -> tuple[list[Finding], tuple[str, ...]]:
        """Mark accepted findings; return them with the entries that are fixed."""
        out = [self._judged(finding, as_of) for finding in findings]
        present = {finding.fingerprint for finding in out}
        fixed = tuple(
            key for key, entry in self.entries.items() if key not in present and scope.holds(entry)
        )
        return out, fixed

    def _judged(self, finding: Finding, as_of: date) -> Finding:
        entry = self.entries.get(finding.fingerprint)
        if entry is None or finding.status is not Status.OPEN:
            return finding
        until = entry.get("until")
        if until and parse_date(str(until)) < as_of:
            return replace(finding, status_reason=f"its place in the baseline ended on {until}")
        reason = str(entry.get("reason") or "accepted")
        return replace(finding, status=Status.BASELINE, status_reason=reason)


def read_baseline(file: Path) -> Baseline:
    """Read a baseline. Raises `ConfigError` for anything that is not one."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            f"the baseline {file} cannot be read: {(error.strerror or str(error)).lower()}",
            "run `ragaudit baseline` to write one",
        ) from error
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise ConfigError(
            "not valid JSON", str(file), line, hint="run `ragaudit baseline` to write it anew"
        ) from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ConfigError(f"not a baseline of schema {SCHEMA}", str(file))
    entries = data.get("findings")
    if not isinstance(entries, list) or not all(_usable(entry) for entry in entries):
        raise ConfigError(
            "holds an entry without a fingerprint, or with an unusable date", str(file)
        )
    return Baseline({entry["fingerprint"]: entry for entry in entries}, file)


def _usable(entry: object) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("fingerprint"), str):
        return False
    try:
        return not entry.get("until") or bool(parse_date(str(entry["until"])))
    except DateError:
        return False


def write_baseline(
    file: Path,
    findings: Sequence[Finding],
    *,
    as_of: date,
    reason: str,
    until: date | None,
    previous: Baseline,
    scope: Scope,
) -> tuple[int, int]:
    """Accept every open or accepted finding; earlier entries keep their reason.

    Entries for what this run did not look at are kept. Returns (accepted, dropped as fixed).
    """
    found = {finding.fingerprint for finding in findings}
    kept = [
        dict(entry)
        for key, entry in previous.entries.items()
        if key not in found and not scope.holds(entry)
    ]
    current = [
        dict(previous.entries.get(f.fingerprint) or _entry(f, as_of, reason, until))
        for f in findings
        if f.status is not Status.SUPPRESSED
    ]
    entries = sorted(
        kept + current, key=lambda e: (str(e.get("path")), str(e.get("code")), e["fingerprint"])
    )
    text = json.dumps({"schema": SCHEMA, "findings": entries}, indent=2, ensure_ascii=False)
    _replace(file, text + "\n")
    written = {entry["fingerprint"] for entry in entries}
    return len(current), sum(key not in written for key in previous.entries)


def _entry(finding: Finding, as_of: date, reason: str, until: date | None) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "fingerprint": finding.fingerprint,
        "code": finding.code,
        "source": finding.source,
        "path": finding.path,
        "message": finding.message,
        "accepted": as_of.isoformat(),
        "reason": reason,
    }
    return {**entry, "until": until.isoformat()} if until else entry


def _replace(file: Path, text: str) -> None:
    """Write beside and rename, so that a killed run leaves the old file whole."""
    temporary = file.with_name(file.name + ".tmp")
    try:
        temporary.write_text(text, encoding="utf-8", errors="backslashreplace")
        temporary.replace(file)
    except OSError as error:
        raise UsageError(
            f"the baseline {file} cannot be written: {(error.strerror or str(error)).lower()}"
        ) from error
