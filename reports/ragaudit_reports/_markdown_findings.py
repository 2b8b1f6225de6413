"""The findings of the Markdown report: a checklist for every owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ragaudit.model import Confidence, Finding, Severity
from ragaudit_reports._escape import block, code, text
from ragaudit_reports._summary import Group, by_owner, count


def fitting(findings: Iterable[Finding], budget: int) -> list[Finding]:
    """The worst findings first, as many as the budget of bytes holds with what stands around."""
    kept: list[Finding] = []
    seen: set[str] = set()
    for finding in sorted(findings, key=lambda f: -f.severity.rank):
        [group] = by_owner([finding])
        heading, action = _heading(group), _action(finding)
        # Slack: numbers in a heading grow, a list of its own takes blank lines.
        around = {
            heading: len(heading.encode()) + 40,
            f"{heading}\0{finding.code}\0{action}": len(action.encode()) + 10,
        }
        budget -= len(_item(finding, name_source=True).encode()) + 1
        budget -= sum(size for part, size in around.items() if part not in seen)
        if budget < 400:
            break
        seen.update(around)
        kept.append(finding)
    return kept


def checklists(findings: list[Finding], *, name_source: bool) -> Iterator[str]:
    """Headings and items by owner, notes (info) folded away at the end."""
    for group in by_owner(f for f in findings if f.severity is not Severity.INFO):
        yield from _checklist(group, name_source)
    info = [finding for finding in findings if finding.severity is Severity.INFO]
    if info:
        yield f"<details><summary>{count(len(info), 'note')} (info)</summary>\n"
        for group in by_owner(info):
            yield from _checklist(group, name_source)
        yield "</details>\n"


def _checklist(group: Group, name_source: bool) -> Iterator[str]:
    """What is to be done stands once, above the findings it mends."""
    yield f"{_heading(group)}\n"
    for _, run in groupby(group.findings, key=lambda f: (f.severity, f.code, f.action)):
        alike = list(run)
        yield f"{_action(alike[0])}\n"
        yield from (_item(finding, name_source) for finding in alike)
        yield ""


def _heading(group: Group) -> str:
    if group.whole_source:
        return "### Whole sources — to declare once, in ragaudit.yaml"
    owner = code(group.owner, 100) if group.owner else "No owner"
    return f"### {owner} — {count(group.documents, 'document')} to mend"


def _action(finding: Finding) -> str:
    action, _, lines = finding.action.strip().partition("\n")
    told = f"→ *{text(action)}*"
    return f"{told}\n{block(lines)}" if lines else told


def _item(finding: Finding, name_source: bool) -> str:
    return (
        f"- [ ] **{finding.code}**{_doubt(finding)} {_where(finding, name_source)} "
        f"{text(finding.message)}{_status(finding)}"
    )


def _where(finding: Finding, name_source: bool) -> str:
    if finding.path is None:
        return code(finding.source)
    line = f":{finding.line}" if finding.line else ""
    source = f"[{finding.source}] " if name_source else ""
    return code(f"{source}{finding.path}{line}")


def _doubt(finding: Finding) -> str:
    marks = [] if finding.severity is Severity.ERROR else [finding.severity.value]
    if finding.confidence is not Confidence.HIGH:
        marks.append(f"{finding.confidence} confidence")
    return f" ({', '.join(marks)})" if marks else ""


def _status(finding: Finding) -> str:
    return f" ({text(finding.status_reason)})" if finding.status_reason else ""
