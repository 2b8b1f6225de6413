"""What a waiver is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ragaudit.model import Finding, Rule, Waiver
from ragaudit.text import matches

FAMILIES = {
    "OWN": "ownership",
    "FRS": "freshness",
    "CNF": "contradictions",
    "DUP": "duplicates",
    "PRM": "permissions",
    "SAF": "safety",
    "EXT": "extraction",
    "STR": "structure",
}


def in_words(waiver: Waiver, rules: Mapping[str, Rule]) -> str:
    """What a waiver is for, with the name of its rule or family: `FRS203 expired, legal/**`."""
    found = rules.get(waiver.rule)
    named = found.name if found else FAMILIES.get(waiver.rule, "")
    parts = (f"finding {waiver.finding}" if waiver.finding else "",
             f"{waiver.rule} {named}".strip(), waiver.path)  # fmt: skip
    told = ", ".join(part for part in parts if part)
    return f"{told} in {waiver.source}" if waiver.source else told


def in_force(waivers: Iterable[Waiver], day: date) -> tuple[Waiver, ...]:
    """Those that have not ended; `until` is the last day."""
    return tuple(waiver for waiver in waivers if day <= waiver.until)


def for_finding(waivers: Sequence[Waiver], finding: Finding) -> Waiver | None:
    """The first waiver that covers a finding."""
    return next((waiver for waiver in waivers if covers(waiver, finding)), None)


def for_place(
    waivers: Sequence[Waiver], rule: str, source: str, path: str | None = None
) -> Waiver | None:
    """The first waiver that covers a rule in a place; `path` is None for a whole source."""
    return next((waiver for waiver in waivers if _reaches(waiver, rule, source, path)), None)


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver covers a finding: by its fingerprint, or by rule, path and source."""
    if waiver.finding and not finding.fingerprint.startswith(waiver.finding):
        return False
    if waiver.finding and not (waiver.rule or waiver.path):
        return waiver.source in ("", finding.source)
    return _about(waiver, finding.code, finding.source, finding.path)


def _reaches(waiver: Waiver, rule: str, source: str, path: str | None) -> bool:
    return not waiver.finding and _about(waiver, rule, source, path)


def _about(waiver: Waiver, rule: str, source: str, path: str | None) -> bool:
    """Without a rule of its own a waiver is about everything at its path.

    What is about no rule (a file that was not read: `rule` is empty) no waiver for a rule reaches,
    and what is about a whole source (`path` is None) none for a part of it.
    """
    if waiver.rule and not (rule and rule.startswith(waiver.rule)):
        return False
    if waiver.source not in ("", source):
        return False
    if not waiver.path or waiver.path == "**":
        return True
    return path is not None and matches(waiver.path, path)
