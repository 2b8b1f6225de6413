"""The verdict, why, and where to begin."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ragaudit.model import Audit, Finding, RunKind, Severity
from ragaudit_reports._clean import one_line
from ragaudit_reports._summary import count, kind_of, next_step, since
from ragaudit_reports.html._conflicts import Conflicts
from ragaudit_reports.html._documents import Documents
from ragaudit_reports.html._index import Index
from ragaudit_reports.html._names import NOBODY, SEVERITIES, VERDICTS, sentence
from ragaudit_reports.html._owners import Owners
from ragaudit_reports.html._safe import filtered
from ragaudit_reports.html._trend import Change, Trend

_KINDS = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, and where it comes from."""

    label: str
    value: str
    state: str
    """`good`, `warn`, `bad`, `unknown` or `plain`."""
    link: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """All open findings of one rule."""

    code: str
    severity: str
    label: str
    number: int
    what: str
    verb: str
    owners: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The first screen."""

    label: str
    state: str
    reasons: tuple[str, ...]
    exit_code: int
    next: str
    about: str
    """What the verdict is about, where that is less than the page shows."""
    figures: tuple[Figure, ...]
    kinds: tuple[Kind, ...]
    kinds_more: int
    """Further findings as severe, of other rules."""
    since: str
    """Day of the run that is compared with; empty where there is none."""
    news: str
    """What is new and what is fixed since then, in a sentence."""
    changes: tuple[Change, ...]


def overview(
    index: Index, owners: Owners, conflicts: Conflicts, documents: Documents, trend: Trend
) -> Overview:
    """What everything else on the page explains."""
    verdict = index.audit.verdict
    label, state = VERDICTS[verdict.status]
    kinds = [*_leaked(index), *_kinds(index)]
    return Overview(
        label=label,
        state=state,
        reasons=tuple(sentence(one_line(reason)) for reason in verdict.reasons),
        exit_code=verdict.exit_code,
        next=sentence(_below(next_step(index.audit))),
        about=_about(index.audit),
        figures=tuple(_figures(index, owners, conflicts, documents)),
        kinds=tuple(kinds[:_KINDS]),
        kinds_more=sum(kind.number for kind in kinds[_KINDS:]),
        since=trend.since,
        news=since(index.audit),
        changes=trend.changes,
    )


def _below(step: str) -> str:
    """The words are for a terminal, where the verdict comes last; here it comes first."""
    return step.replace("listed above", "listed below").replace("reviews above", "reviews below")


def _about(audit: Audit) -> str:
    if audit.run.interrupted:
        return "The run was interrupted: this is what was found until then."
    if audit.probing is not None:
        return "The verdict is about the retriever alone; what is wrong with the documents follows."
    if kind_of(audit) is RunKind.FRESHNESS:
        return "This run looked at dates alone."
    return ""


def _figures(
    index: Index, owners: Owners, conflicts: Conflicts, documents: Documents
) -> list[Figure]:
    audit = index.audit
    severities = [finding.severity for finding in index.open]
    number = {severity: severities.count(severity) for severity in Severity}
    errors, warnings = number[Severity.ERROR], number[Severity.WARN]
    acting = sum(row.kind == "owner" for row in owners.rows) + owners.left_out
    read = sum(source.documents for source in audit.sources)
    found = [
        Figure("Documents read", f"{read:,}", "plain" if read else "unknown", "#sources",
               f"in {count(len(audit.sources), 'source')}"),
        Figure("Not read", f"{len(audit.skips):,}", "warn" if audit.skips else "good", "#unchecked",
               _failed(audit)),
        Figure("Errors", f"{errors:,}", "bad" if errors else "plain",
               filtered(severity="error") if errors else ""),
        Figure("Warnings", f"{warnings:,}", "warn" if warnings else "plain",
               filtered(severity="warn") if warnings else "",
               f"and {count(number[Severity.INFO], 'note')}" if number[Severity.INFO] else ""),
        Figure("Owners with work", f"{acting:,}", "plain", "#owners"),
        Figure("Stale documents", f"{documents.stale_total:,}",
               "warn" if documents.stale_total else "plain", "#documents"),
        Figure("Contradictions", f"{conflicts.total:,}" if conflicts.ran else "not checked",
               "warn" if conflicts.total else "plain" if conflicts.ran else "unknown",
               "#conflicts"),
        _leaks(audit),
    ]  # fmt: skip
    return found


def _failed(audit: Audit) -> str:
    failed = len(audit.source_failures)
    return f"and {count(failed, 'source')} failed" if failed else ""


def _leaks(audit: Audit) -> Figure:
    """A leak is a document and somebody who may not read it."""
    probing = audit.probing
    if probing is None:
        return Figure("Leaks", "not measured", "unknown", "#retrieval", "no retriever was asked")
    cells = {(leak.principal, leak.document) for leak in probing.leaks}
    if not cells and probing.unmeasured:
        return Figure("Leaks", "not measured", "unknown", "#retrieval")
    return Figure("Leaks", f"{len(cells):,}", "bad" if cells else "plain", "#retrieval")


def _leaked(index: Index) -> list[Kind]:
    """Leaks before anything else."""
    leaks = index.audit.probing.leaks if index.audit.probing else ()
    if not leaks:
        return []
    documents = {leak.document for leak in leaks}
    owners = sorted({index.place(document).owner or "nobody yet" for document in documents})
    them = "it" if len(documents) == 1 else "them"
    told = f"{count(len(documents), 'document')} came back to people who may not read {them}."
    number = len({(leak.principal, leak.document) for leak in leaks})
    return [Kind("", "error", "Leak", number, told, "Restrict", tuple(owners), "#retrieval")]


def _kinds(index: Index) -> list[Kind]:
    """By rule, those of the worst severity there is; most frequent first."""
    worst = max((finding.severity.rank for finding in index.open), default=0)
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in index.open:
        if finding.severity.rank == worst:
            by_code[finding.code].append(finding)
    made = [_kind(index, code, same) for code, same in by_code.items()]
    return sorted(made, key=lambda kind: (-kind.number, kind.code))


def _kind(index: Index, code: str, same: list[Finding]) -> Kind:
    first = same[0]
    rule = index.audit.rules.get(code)
    owners = sorted({index.owner(f.owner) for f in same} - {NOBODY})
    return Kind(
        code=code,
        severity=first.severity.value,
        label=SEVERITIES[first.severity],
        number=len(same),
        what=one_line(rule.summary) if rule else first.rule.replace("-", " "),
        verb=sentence(first.remedy.value).rstrip("."),
        owners=(*owners, *(["nobody yet"] if any(not f.owner for f in same) else [])),
        link=filtered(rule=code, severity=first.severity.value),
    )
