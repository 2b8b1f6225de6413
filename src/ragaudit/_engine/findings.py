"""From what detectors observed to findings with owner, remedy and fingerprint."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ragaudit.model import Document, Finding, Observation, Rule, Severity, SourceSettings
from ragaudit.text import normalise, sha256


@dataclass(frozen=True, slots=True)
class Seen:
    """An observation with the rule and the document it belongs to."""

    rule: Rule
    document: str
    observation: Observation


def fingerprint(code: str, document: str, what: str, nth: int = 0) -> str:
    """Identity of a finding: rule, document and normalised quote; never a line number.

    `nth` tells apart equal quotes in one document, in order of appearance.
    """
    parts = (code, document, normalise(what).casefold(), str(nth) if nth else "")
    return sha256("\0".join(parts))[:24]


def to_findings(
    seen: Iterable[Seen],
    documents: Mapping[str, Document],
    level: Mapping[tuple[str, str], Severity],
) -> list[Finding]:
    """Build findings in order of document, line and code. `level` holds the user's severities."""
    ordered = sorted(seen, key=lambda s: (s.document, s.observation.line or 0, s.rule.code))
    counts: Counter[tuple[str, str, str]] = Counter()
    out = []
    for item in ordered:
        what = identity(item.observation)
        nth = counts[(item.rule.code, item.document, what)]
        counts[(item.rule.code, item.document, what)] += 1
        out.append(_finding(item, documents[item.document], level, what, nth))
    return out


def identity(observation: Observation) -> str:
    """What makes an observation this one: its key, its quote, or its message without numbers."""
    if observation.key is not None:
        return observation.key
    return observation.quote or re.sub(r"\d+", "#", observation.message)


def _finding(
    item: Seen,
    document: Document,
    level: Mapping[tuple[str, str], Severity],
    what: str,
    nth: int,
) -> Finding:
    rule, seen = item.rule, item.observation
    owner = document.owner
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=level.get((document.source_id, rule.code)) or seen.severity or rule.severity,
        confidence=seen.confidence,
        source=document.source_id,
        document=document.id,
        path=document.path,
        line=seen.line,
        quote=seen.quote,
        message=seen.message,
        remedy=rule.remedy,
        action=seen.action or rule.how_to_fix,
        owner=owner.principal if owner else None,
        fingerprint=fingerprint(rule.code, document.id, what, nth),
        related=seen.related,
    )


def collapse_gaps(
    seen: list[Seen],
    documents: Mapping[str, Document],
    sources: Mapping[str, SourceSettings],
) -> tuple[list[Seen], list[Finding]]:
    """Turn a gap that holds for every document of a source into one finding on the source.

    Returns what is left, and the findings made. A source of one document keeps its own finding.
    """
    sizes = Counter(document.source_id for document in documents.values())
    by_gap: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for item in seen:
        if item.rule.gap:
            by_gap[(item.rule.code, documents[item.document].source_id)].append(item)
    whole = {
        key: items
        for key, items in by_gap.items()
        if sizes[key[1]] > 1 and len({i.document for i in items}) == sizes[key[1]]
    }
    left = [
        item for item in seen if (item.rule.code, documents[item.document].source_id) not in whole
    ]
    return left, [_gap(items, sources[source]) for (_, source), items in sorted(whole.items())]


def _gap(items: list[Seen], source: SourceSettings) -> Finding:
    rule, first = items[0].rule, items[0].observation
    count = len(items)
    # Nobody declared anything here yet: that is work to do, not a hole in something declared.
    severity = Severity.WARN if rule.severity is Severity.ERROR else rule.severity
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=severity,
        confidence=first.confidence,
        source=source.id,
        document=None,
        path=None,
        line=None,
        quote="",
        message=f"All {count} documents of “{source.id}” have this gap: {rule.summary}",
        remedy=rule.remedy,
        action=f"declare it for the source in ragaudit.yaml:\n{rule.declare}",
        owner=None,
        fingerprint=fingerprint(rule.code, source.id, "whole source"),
        affected=count,
    )
