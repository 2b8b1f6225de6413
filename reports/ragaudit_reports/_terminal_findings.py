"""The findings of the terminal report, by owner; short unless asked for everything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.text import Text

from ragaudit.model import Audit, Confidence, Finding, Related, Rule, Severity
from ragaudit_reports._clean import one_line, path_text, printable
from ragaudit_reports._page import Page
from ragaudit_reports._summary import Group, by_owner, count, listing, open_findings

_STYLE = {Severity.ERROR: "bold red", Severity.WARN: "yellow", Severity.INFO: "cyan"}
_INDENT = 8
_FOLD_ABOVE = {Severity.ERROR: 20, Severity.WARN: 5, Severity.INFO: 5}
_SHOWN_WHEN_FOLDED = {Severity.ERROR: 20, Severity.WARN: 3, Severity.INFO: 3}
_OWNERS_SHOWN = 8
"""Owners with errors are always shown; of those with warnings only, the first few."""


def add_findings(page: Page, audit: Audit, verbose: bool) -> None:
    """Add every open finding, or what stands for it."""
    found = open_findings(audit)
    shown = [f for f in found if verbose or f.severity is not Severity.INFO]
    if not found:
        _nothing(page, audit)
    groups = by_owner(shown)
    named = [group for group in groups if group.owner is not None]
    kept = named if verbose else _worth_a_section(named)
    section = _Section(page, audit, verbose)
    for group in kept:
        section.add(group)
    _left_out(page, [group for group in named if group not in kept])
    for group in groups[len(named) :]:
        section.add(group)
    if verbose:
        _why(page, [audit.rules[c] for c in sorted({f.code for f in shown} & audit.rules.keys())])
    if hidden := len(found) - len(shown):
        page.blank()
        page.entry("", f"{count(hidden, 'note')} (info): show with --verbose", indent=2)


def _worth_a_section(groups: list[Group]) -> list[Group]:
    return [
        group
        for number, group in enumerate(groups)
        if number < _OWNERS_SHOWN or group.count(Severity.ERROR)
    ]


def _left_out(page: Page, groups: list[Group]) -> None:
    if not groups:
        return
    names = [f"{one_line(group.owner or '', 60)} ({len(group.findings)})" for group in groups]
    page.blank()
    owners = count(len(groups), "more owner")
    page.entry("", f"{owners} with warnings only: {listing(names, 12)} (--verbose)", indent=2)


def _why(page: Page, rules: list[Rule]) -> None:
    if rules:
        page.blank()
        page.entry("", Text("Why it matters", style="bold"))
    for rule in rules:
        page.entry(f"  {rule.code} {rule.name}: ", one_line(rule.why), indent=4)


def _nothing(page: Page, audit: Audit) -> None:
    documents = sum(source.documents for source in audit.sources)
    rules = count(len(audit.run.rules), "rule")
    told = f"No open findings: {rules} ran over {count(documents, 'document')}."
    if audit.run.changed_since is not None:
        told = f"No open findings on documents that changed since {audit.run.changed_since}."
    page.blank()
    page.entry("", told if documents else "No document was audited.", indent=2)


class _Section:
    """One owner's findings."""

    def __init__(self, page: Page, audit: Audit, verbose: bool) -> None:
        self._page, self._verbose = page, verbose
        self._documents = {document.id: document for document in audit.documents}
        self._many_sources = len(audit.sources) > 1

    def add(self, group: Group) -> None:
        """Add the heading and the findings, one action a run."""
        self._page.blank()
        self._page.entry("", _heading(group), indent=2)
        if self._verbose:
            self._named_in(group)
        for run in _runs(group.findings):
            self._run(run)

    def _run(self, run: list[Finding]) -> None:
        severity = run[0].severity
        fold = not self._verbose and len(run) > _FOLD_ABOVE[severity]
        shown = run[: _SHOWN_WHEN_FOLDED[severity]] if fold else run
        actions = [list(alike) for _, alike in groupby(shown, key=lambda finding: finding.action)]
        for number, alike in enumerate(actions, 1):
            for finding in alike:
                self._finding(finding)
            if fold and number == len(actions):
                self._more(run[len(shown) :], {finding.document for finding in shown})
            self._action(alike[0].action)

    def _more(self, rest: list[Finding], named: set[str | None]) -> None:
        others = {finding.document for finding in rest} - named
        where = f"in {count(len(others), 'more document')}" if others else "there"
        more = f"… and {len(rest):,} more {where} (--verbose)"
        self._page.entry(" " * _INDENT, Text(more, style="dim"))

    def _finding(self, finding: Finding) -> None:
        lead = Text.assemble(
            ("  " + f"{finding.severity.value:<6}", _STYLE[finding.severity]), f"{finding.code}  "
        )
        where = Text(self._where(finding), style="bold")
        message = Text(one_line(finding.message, 0 if self._verbose else 300))
        message.append(_doubt(finding), style="dim")
        if lead.cell_len + where.cell_len + 2 + message.cell_len <= self._page.width:
            self._page.entry(lead, Text.assemble(where, "  ", message))
        else:
            self._page.entry(lead, where, indent=_INDENT)
            self._page.entry(" " * _INDENT, message)
        if self._verbose:
            self._evidence(finding)

    def _where(self, finding: Finding) -> str:
        source = path_text(finding.source)
        if finding.path is None:
            return source
        limit = 0 if self._verbose else self._page.width - 22
        line = f":{finding.line}" if finding.line else ""
        shown = path_text(finding.path, limit) + line
        return f"[{source}] {shown}" if self._many_sources else shown

    def _evidence(self, finding: Finding) -> None:
        if finding.quote:
            self._page.entry(" " * _INDENT, Text(f"“{one_line(finding.quote)}”", style="italic"))
        for related in finding.related:
            self._page.entry(" " * _INDENT, self._related(related), indent=_INDENT + 2)

    def _related(self, related: Related) -> Text:
        document = self._documents.get(related.document)
        path = path_text(document.path if document else related.document)
        line = f":{related.line}" if related.line else ""
        quote = f"  “{one_line(related.quote)}”" if related.quote else ""
        return Text(f"and {path}{line}").append(quote, style="italic")

    def _action(self, action: str) -> None:
        lead = " " * _INDENT + "→ "
        for text in printable(action).strip().splitlines():
            self._page.entry(lead, Text(text.rstrip(), style="green"))
            lead = " " * len(lead)

    def _named_in(self, group: Group) -> None:
        found = (self._documents.get(finding.document or "") for finding in group.findings)
        owners = (document.owner for document in found if document)
        places = dict.fromkeys(o.fact.locator for o in owners if o and o.fact.locator)
        if places:
            named = listing([one_line(place) for place in places], 5, "; ")
            self._page.entry("  ", Text(f"named in {named}", style="dim"))


def _heading(group: Group) -> Text:
    if group.whole_source:
        return Text("Whole sources — to declare once, in ragaudit.yaml", style="bold underline")
    todo = f" — {count(group.documents, 'document')} to mend"
    if group.owner is None:
        return Text("No owner" + todo, style="bold underline")
    return Text(one_line(group.owner, 70), style="bold underline").append(todo)


def _runs(findings: tuple[Finding, ...]) -> Iterator[list[Finding]]:
    for _, run in groupby(findings, key=lambda f: (f.severity, f.code)):
        yield list(run)


def _doubt(finding: Finding) -> str:
    doubt = "" if finding.confidence is Confidence.HIGH else f" ({finding.confidence} confidence)"
    reason = f" [{one_line(finding.status_reason)}]" if finding.status_reason else ""
    return doubt + reason
