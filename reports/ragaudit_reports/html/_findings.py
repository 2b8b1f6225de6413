"""Every finding, by document, as the page lists, filters and sorts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ragaudit.model import Confidence, Finding, Related, Severity, Status
from ragaudit_reports._clean import one_line
from ragaudit_reports.html._index import Index, Place
from ragaudit_reports.html._names import NOBODY, SEVERITIES, family, sentence
from ragaudit_reports.html._safe import anchor, name

LIMIT = 10_000
"""Findings on one page; a browser still filters that many at once. The rest is counted."""
_RELATED = 10
_QUOTE = 600
_MESSAGE = 1_500


@dataclass(frozen=True, slots=True)
class Item:
    """A finding as it is shown."""

    id: str
    severity: str
    """`error`, `warn` or `info`."""
    label: str
    doubt: str
    """`medium confidence`, or nothing."""
    code: str
    rule: str
    source: str
    owner: str
    path: str
    """Empty where it is about a whole source."""
    link: str | None
    line: int | None
    message: str
    quote: str
    remedy: str
    verb: str
    """The remedy in bold: `Fix:`, or the word the action begins with."""
    action: str
    declare: str
    """Lines to put into the configuration."""
    status: str
    status_note: str
    related: tuple[tuple[Place, int | None, str], ...] = ()
    """The other sides: where, which line, what it says there."""


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """The findings of one document."""

    source: str
    path: str
    link: str | None
    owner: str
    dated: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter."""

    value: str
    label: str
    count: int
    below: tuple[Choice, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Findings:
    """The list and what it can be filtered by."""

    groups: tuple[DocumentGroup, ...]
    total: int
    shown: int
    left_out: int
    severities: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    owners: tuple[Choice, ...]
    rules: tuple[Choice, ...]
    remedies: tuple[Choice, ...]
    statuses: tuple[Choice, ...]


def findings(index: Index) -> Findings:
    """Open ones first, then worst first; those of one document stand together."""
    everything = sorted(index.audit.findings, key=_order)
    kept = everything[:LIMIT]
    items = _items(index, kept)
    groups: dict[tuple[str, str, str], list[tuple[Finding, Item]]] = {}
    for finding, item in zip(kept, items, strict=True):
        groups.setdefault((item.source, item.path, item.owner), []).append((finding, item))
    return Findings(
        groups=tuple(_group(index, pairs) for pairs in groups.values()),
        total=len(everything),
        shown=len(kept),
        left_out=len(everything) - len(kept),
        severities=_choices((i.severity for i in items), SEVERITIES, by_size=False),
        sources=_choices(i.source for i in items),
        owners=_choices(i.owner for i in items),
        rules=_rules(items),
        remedies=_choices(i.remedy for i in items),
        statuses=_choices((i.status for i in items), _STATUSES, by_size=False),
    )


_STATUSES = {
    Status.OPEN: "Open",
    Status.BASELINE: "Accepted in the baseline",
    Status.SUPPRESSED: "Suppressed",
}


def _order(finding: Finding) -> tuple[bool, int, int, str, str, int, str]:
    doubt = list(Confidence).index(finding.confidence)
    where = finding.source, finding.path or "", finding.line or 0
    return (finding.status is not Status.OPEN, -finding.severity.rank, doubt, *where, finding.code)


def _items(index: Index, kept: Sequence[Finding]) -> list[Item]:
    used: Counter[str] = Counter()
    made = []
    for finding in kept:
        base = "f-" + anchor(finding.fingerprint)
        used[base] += 1
        made.append(_item(index, finding, base if used[base] == 1 else f"{base}-{used[base]}"))
    return made


def _item(index: Index, finding: Finding, id_: str) -> Item:
    place = index.place(finding.document, finding.source, finding.path)
    action, _, declare = finding.action.strip().partition("\n")
    whole = finding.path is None
    verb, told = todo(finding.remedy.value, action)
    return Item(
        id=id_,
        severity=finding.severity.value,
        label=SEVERITIES[finding.severity],
        doubt="" if finding.confidence is Confidence.HIGH else f"{finding.confidence} confidence",
        code=finding.code,
        rule=finding.rule,
        source=name(finding.source),
        owner=index.owner(finding.owner),
        path="" if whole else place.path,
        link=place.link,
        line=finding.line,
        message=one_line(finding.message, _MESSAGE),
        quote=one_line(finding.quote, _QUOTE),
        remedy=finding.remedy.value,
        verb=verb,
        action=told,
        declare=declare[:_MESSAGE],
        status=finding.status.value,
        status_note=_status_note(finding),
        related=tuple(_related(index, finding.related)),
    )


def todo(remedy: str, action: str) -> tuple[str, str]:
    """Verb and what to do, without saying the verb twice."""
    told = sentence(one_line(action, _MESSAGE))
    first, _, rest = told.partition(" ")
    if first.casefold().rstrip(",.:") == remedy:
        return first, rest
    return f"{remedy.capitalize()}:", told


def _related(index: Index, related: Sequence[Related]) -> Iterable[tuple[Place, int | None, str]]:
    for other in related[:_RELATED]:
        yield index.place(other.document), other.line, one_line(other.quote, _QUOTE)


def _status_note(finding: Finding) -> str:
    told = one_line(finding.status_reason or "", _QUOTE)
    if finding.status is Status.OPEN:
        return told
    label = _STATUSES[finding.status]
    return f"{label}: {told}" if told else label


def _group(index: Index, pairs: Sequence[tuple[Finding, Item]]) -> DocumentGroup:
    finding, first = pairs[0]
    place = index.place(finding.document, finding.source, finding.path)
    items = tuple(item for _, item in pairs)
    owner = "" if first.owner == NOBODY else first.owner
    return DocumentGroup(first.source, first.path, first.link, owner, place.dated, items)


def _choices(
    values: Iterable[str], labels: dict[Severity, str] | dict[Status, str] | None = None,
    *, by_size: bool = True,
) -> tuple[Choice, ...]:  # fmt: skip
    counts = Counter(values)
    if labels is not None:
        return tuple(Choice(v, label, counts[v]) for v, label in labels.items() if counts[v])
    ordered = sorted(counts.items(), key=lambda c: (-c[1] if by_size else 0, c[0]))
    return tuple(Choice(value, value, number) for value, number in ordered)


def _rules(items: Sequence[Item]) -> tuple[Choice, ...]:
    """Families, each with its rules."""
    names = {item.code: item.rule for item in items}
    counts = Counter(item.code for item in items)
    families: dict[str, list[Choice]] = {}
    for code in sorted(counts):
        choice = Choice(code, f"{code} {names[code]}", counts[code])
        families.setdefault(code[:3], []).append(choice)
    return tuple(
        Choice(start, family(start), sum(c.count for c in below), tuple(below))
        for start, below in families.items()
    )
