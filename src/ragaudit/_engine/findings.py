"""From what detectors observed to findings with owner, remedy and fingerprint."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from ragaudit.model import Directory, Document, Finding, Observation, Rule, Severity, SourceSettings
from ragaudit.redact import redact
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
    directory: Directory,
) -> list[Finding]:
    """Build findings in order of document, line and code. `level` holds the user's severities."""
    ordered = sorted(seen, key=lambda s: (s.document, s.observation.line or 0, s.rule.code))
    counts: Counter[tuple[str, str, str]] = Counter()
    out = []
    for item in ordered:
        what = identity(item.observation)
        nth = counts[(item.rule.code, item.document, what)]
        counts[(item.rule.code, item.document, what)] += 1
        out.append(_finding(item, documents[item.document], level, what, nth, directory))
    return out


def source_findings(
    seen: Iterable[Seen], level: Mapping[tuple[str, str], Severity]
) -> list[Finding]:
    """Build findings about what is no document of its source (any more)."""
    return [_source_finding(item, item.observation.source or "", level) for item in seen]


def _source_finding(item: Seen, source: str, level: Mapping[tuple[str, str], Severity]) -> Finding:
    rule, about = item.rule, item.observation
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=level.get((source, rule.code)) or about.severity or rule.severity,
        confidence=about.confidence,
        source=source,
        document=None,
        path=about.path,
        line=about.line,
        quote=redact(about.quote, emails=False),
        message=redact(about.message, emails=False),
        remedy=rule.remedy,
        action=about.action or rule.how_to_fix,
        owner=None,
        fingerprint=fingerprint(rule.code, source, f"{about.path or ''}|{identity(about)}"),
        related=about.related,
    )


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
    directory: Directory,
) -> Finding:
    rule, seen = item.rule, item.observation
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=level.get((document.source_id, rule.code)) or seen.severity or rule.severity,
        confidence=seen.confidence,
        source=document.source_id,
        document=document.id,
        path=document.path,
        line=seen.line,
        # Owners are named on purpose, so addresses stay; content detectors have had theirs removed.
        quote=redact(seen.quote, emails=False),
        message=redact(seen.message, emails=False),
        remedy=rule.remedy,
        action=seen.action or rule.how_to_fix,
        owner=responsible(document, directory),
        fingerprint=fingerprint(rule.code, document.id, what, nth),
        related=seen.related,
    )


def responsible(document: Document, directory: Directory) -> str | None:
    """Whose the document is; a group goes by the directory's name, however it was written."""
    if document.owner is None:
        return None
    name = document.owner.principal
    group = None if directory.user(name) else directory.group(name)
    return group.id if group else name


Satisfied = Callable[[str, Document], bool]
"""Whether a document has what the gap rule of this code looks for."""


def collapse_gaps(
    seen: list[Seen],
    documents: Mapping[str, Document],
    sources: Mapping[str, SourceSettings],
    satisfied: Satisfied,
) -> tuple[list[Seen], list[Finding]]:
    """Turn a gap that holds for a whole source into one finding on the source.

    It holds where no document has what is looked for, or only a stray one has it: a PDF or two
    that carry a date of their own. In that case the finding stays as severe as each alone. What a
    detector gave a severity of its own (an access list that cannot be read) is worse than a gap
    and stays as it is. Returns what is left, and the findings made. A source of one document keeps
    its own finding, no more severe than the gap of a whole source.
    """
    by_gap: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    left: list[Seen] = []
    for item in seen:
        mere_gap = item.rule.gap and item.observation.severity is None
        key = (item.rule.code, documents[item.document].source_id)
        (by_gap[key] if mere_gap else left).append(item)
    gaps = []
    for (code, source), items in sorted(by_gap.items(), key=lambda kv: kv[0]):
        inside = [d for d in documents.values() if d.source_id == source]
        having = sum(satisfied(code, d) for d in inside)
        if not _is_whole(len(items), having):
            left.extend(items)
        elif len(items) == 1:
            left.append(_softened(items[0]))
        else:
            gaps.append(_gap(items, sources[source], len(inside), begun=having > 0))
    return left, gaps


_STRAY, _MANY = 0.02, 50
"""Up to this share of a source may have what the rest lacks, and so many must lack it."""


def _is_whole(missing: int, having: int) -> bool:
    return not having or (missing >= _MANY and having <= _STRAY * (missing + having))


def _gap_severity(rule: Rule) -> Severity:
    """Nobody declared anything here yet: that is work to do, not a hole in something declared."""
    return Severity.WARN if rule.severity is Severity.ERROR else rule.severity


def _softened(item: Seen) -> Seen:
    observation = replace(item.observation, severity=_gap_severity(item.rule))
    return replace(item, observation=observation)


def _gap(items: list[Seen], source: SourceSettings, size: int, *, begun: bool) -> Finding:
    """One finding for all; as severe as each alone where somebody began to declare it."""
    rule, first = items[0].rule, items[0].observation
    count = len(items)
    which = f"All {count}" if count == size else f"{count} of the {size}"
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=rule.severity if begun else _gap_severity(rule),
        confidence=first.confidence,
        source=source.id,
        document=None,
        path=None,
        line=None,
        quote="",
        message=f"{which} documents of “{source.id}” have this gap: {rule.summary}",
        remedy=rule.remedy,
        action=f"declare it for the source in ragaudit.yaml:\n{rule.declare}",
        owner=None,
        fingerprint=fingerprint(rule.code, source.id, "whole source"),
        affected=count,
    )
