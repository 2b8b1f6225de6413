"""Who has to do what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ragaudit.model import Expiry, Finding, Severity
from ragaudit_reports._clean import one_line
from ragaudit_reports._summary import Group, by_owner
from ragaudit_reports.html._index import Index
from ragaudit_reports.html._names import NOBODY, sentence
from ragaudit_reports.html._safe import filtered, name

LIMIT = 200
"""Owners in the table; more are left to the filter of the findings."""
_TASKS = 5
_SOON = 3


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of thing to do."""

    verb: str
    number: int
    code: str
    what: str
    """What the rule reports, in a line."""
    severity: str
    link: str


@dataclass(frozen=True, slots=True)
class Owner:
    """One row."""

    label: str
    kind: str
    """`owner`, `nobody` or `configuration`."""
    errors: int
    warnings: int
    notes: int
    documents: int
    tasks: tuple[Task, ...]
    more: int
    """Findings of further kinds."""
    link: str
    soon: tuple[str, ...] = ()
    """What falls due soon, a sentence each."""
    soon_more: int = 0


@dataclass(frozen=True, slots=True)
class Owners:
    """The section."""

    rows: tuple[Owner, ...]
    left_out: int


def owners(index: Index) -> Owners:
    """Everybody with an open finding or a document that falls due soon, most errors first."""
    due = _due(index)
    rows = [_owner(index, group, due) for group in by_owner(index.open)]
    rows += [_only_due(label, expiries) for label, expiries in sorted(due.items())]
    return Owners(tuple(rows[:LIMIT]), max(0, len(rows) - LIMIT))


def _due(index: Index) -> dict[str, list[Expiry]]:
    found: dict[str, list[Expiry]] = defaultdict(list)
    for source in index.audit.freshness:
        for expiry in source.upcoming:
            found[index.owner(expiry.owner)].append(expiry)
    for expiries in found.values():
        expiries.sort(key=lambda e: (e.on, e.path))
    return found


def _owner(index: Index, group: Group, due: dict[str, list[Expiry]]) -> Owner:
    label = NOBODY if group.owner is None else index.owner(group.owner)
    expiries = [] if group.whole_source else due.pop(label, [])
    tasks = list(_tasks(index, group.findings, label))
    return Owner(
        label="Whoever keeps the configuration" if group.whole_source else label,
        kind="configuration" if group.whole_source else "nobody" if label == NOBODY else "owner",
        errors=group.count(Severity.ERROR),
        warnings=group.count(Severity.WARN),
        notes=group.count(Severity.INFO),
        documents=0 if group.whole_source else group.documents,
        tasks=tuple(tasks[:_TASKS]),
        more=sum(task.number for task in tasks[_TASKS:]),
        link=filtered(owner=label),
        soon=_soon(expiries),
        soon_more=max(0, len(expiries) - _SOON),
    )


def _only_due(label: str, expiries: Sequence[Expiry]) -> Owner:
    kind = "nobody" if label == NOBODY else "owner"
    more = max(0, len(expiries) - _SOON)
    return Owner(label, kind, 0, 0, 0, 0, (), 0, "", _soon(expiries), more)


def _soon(expiries: Sequence[Expiry]) -> tuple[str, ...]:
    return tuple(f"{name(e.path, 80)}: {one_line(e.what, 40)} on {e.on}" for e in expiries[:_SOON])


def _tasks(index: Index, findings: Iterable[Finding], owner: str) -> Iterable[Task]:
    """Worst first, then the most frequent."""
    kinds: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        kinds[-finding.severity.rank, finding.code].append(finding)
    rules = index.audit.rules
    for (_, code), same in sorted(kinds.items(), key=lambda k: (k[0][0], -len(k[1]), k[0][1])):
        first = same[0]
        yield Task(
            verb=sentence(first.remedy.value).rstrip("."),
            number=len(same),
            code=code,
            what=one_line(rules[code].summary) if code in rules else first.rule.replace("-", " "),
            severity=first.severity.value,
            link=filtered(owner=owner, rule=code, severity=first.severity.value),
        )
