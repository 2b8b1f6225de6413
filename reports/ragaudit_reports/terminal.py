"""The report for a person at a terminal: whose it is, what to do, and the verdict last."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit, RunKind, Severity, Skip, SourceSummary, VerdictStatus
from ragaudit_reports._checklist import add_checklist
from ragaudit_reports._clean import one_line, path_text
from ragaudit_reports._page import Page
from ragaudit_reports._summary import (
    about_findings,
    by_reason,
    count,
    kind_of,
    listing,
    next_step,
    open_findings,
    share,
    tally,
    unchecked,
)
from ragaudit_reports._terminal_findings import add_findings
from ragaudit_reports._terminal_freshness import add_freshness
from ragaudit_reports._terminal_probing import add_probing

_VERDICT_STYLE = {
    VerdictStatus.PASSED: "bold green",
    VerdictStatus.WARNED: "bold yellow",
    VerdictStatus.FAILED: "bold red",
    VerdictStatus.INCONCLUSIVE: "bold magenta",
}
_SKIPS_SHOWN = 3


class TerminalReporter:
    """Renders the report for a terminal."""

    def render(self, audit: Audit, options: ReportOptions) -> str:
        """See `Reporter.render`."""
        page = Page(options)
        _header(page, audit)
        if kind_of(audit) is RunKind.FRESHNESS:
            add_freshness(page, audit, options.verbose)
            _failures(page, audit)
            _skips(page, audit, options.verbose)
        elif audit.probing is None:
            self._content(page, audit, options.verbose)
        else:
            add_probing(page, audit, options.verbose)
            _failures(page, audit)
        if options.verbose:
            add_checklist(page, audit)
        _remarks(page, audit)
        _verdict(page, audit)
        return page.text()

    def _content(self, page: Page, audit: Audit, verbose: bool) -> None:
        """What is wrong with the documents; a report on a retriever leaves that to `scan`."""
        if audit.sources:
            page.blank()
            page.add(_sources(audit))
        if verbose:
            _source_details(page, audit)
        add_findings(page, audit, verbose)
        _failures(page, audit)
        _skips(page, audit, verbose)
        _unchecked(page, audit, verbose)


def _header(page: Page, audit: Audit) -> None:
    run = audit.run
    documents = sum(source.documents for source in audit.sources)
    roots = [path_text(_place(source), 60) for source in audit.sources]
    what = f"{listing(roots)}: {count(documents, 'document')}" if roots else "no source"
    page.entry(
        Text(f"ragaudit {run.version}", style="bold"), f" · {what} · as of {run.as_of}", indent=2
    )
    if run.interrupted:
        page.entry(Text("Interrupted", style="bold"), ": this is what was found until then.")


def _place(source: SourceSummary) -> str:
    """A folder as it was named; a source system, whose address says less, by its id."""
    return source.id if "://" in source.root or source.root.startswith("$") else source.root


def _sources(audit: Audit) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 0, 0, 1), show_edge=False)
    table.add_column("Source", overflow="ellipsis", no_wrap=True, min_width=8)
    for name in ("Documents", "Not read", "Owned", "Dated"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Access known", justify="right", min_width=6)
    for name in ("Errors", "Warnings", "Info"):
        table.add_column(name, justify="right", no_wrap=True)
    counts = tally(open_findings(audit))
    for source in audit.sources:
        table.add_row(*_source_row(source, counts[source.id]))
    return table


def _source_row(source: SourceSummary, counts: Mapping[Severity, int]) -> list[Text]:
    errors, warnings = counts.get(Severity.ERROR, 0), counts.get(Severity.WARN, 0)
    return [
        Text(path_text(source.id)),
        Text(f"{source.documents:,}"),
        Text(f"{source.skipped:,}", style="bold" if source.skipped else ""),
        Text(share(source.owned, source.documents)),
        Text(share(source.dated, source.documents)),
        Text(share(source.access_known, source.documents)),
        Text(f"{errors:,}", style="red" if errors else ""),
        Text(f"{warnings:,}", style="yellow" if warnings else ""),
        Text(f"{counts.get(Severity.INFO, 0):,}"),
    ]


def _source_details(page: Page, audit: Audit) -> None:
    page.blank()
    for source in audit.sources:
        oldest = f"oldest trusted date {source.oldest}" if source.oldest else "no trusted date"
        clock = one_line(source.clock) if source.clock else "no freshness contract"
        types = ", ".join(f"{n:,} {one_line(t)}" for t, n in source.other_types.items())
        other = f"; no documents by name: {types}" if types else ""
        page.entry(
            f"{path_text(source.id)} ",
            f"({source.type}, {path_text(source.root)}): {oldest}; {clock}{other}",
            indent=2,
        )


def _failures(page: Page, audit: Audit) -> None:
    """Sources that were not read to their end; what is shown of them may be old."""
    if not audit.source_failures:
        return
    page.blank()
    page.entry("", Text("Sources that failed", style="bold"))
    for failure in audit.source_failures:
        name = Text(path_text(failure.source), style="bold")
        page.entry("  ", Text.assemble(name, f": {failure.kind}"))
        page.entry("    ", one_line(failure.detail))
        if failure.action:
            page.entry("    → ", one_line(failure.action))


def _skips(page: Page, audit: Audit, verbose: bool) -> None:
    if not audit.skips:
        return
    page.blank()
    page.entry("", Text(f"Not read: {count(len(audit.skips), 'file')}", style="bold"))
    for reason, groups in groupby(by_reason(audit.skips), key=lambda group: group[0]):
        page.entry("  ", Text(reason.value, style="bold"))
        for _, action, skips in groups:
            _skipped(page, audit, skips, verbose)
            if action:
                page.entry("    → ", one_line(action))


def _skipped(page: Page, audit: Audit, skips: list[Skip], verbose: bool) -> None:
    if verbose:
        for skip in skips:
            page.entry("    ", f"{_where(audit, skip)}: {one_line(skip.detail)}", indent=6)
    else:
        shown = [_where(audit, skip, page.width - 30) for skip in skips]
        page.entry("    ", listing(shown, _SKIPS_SHOWN))


def _where(audit: Audit, skip: Skip, limit: int = 0) -> str:
    source = f"[{path_text(skip.source_id)}] " if len(audit.sources) > 1 else ""
    return source + path_text(skip.path, limit)


def _unchecked(page: Page, audit: Audit, verbose: bool) -> None:
    found = unchecked(audit)
    if not found:
        return
    page.blank()
    page.entry("", Text("Not checked", style="bold"))
    for subject, reason in found:
        page.entry(f"  {subject:<8}", one_line(reason))
    if verbose:
        for rule in audit.skipped_rules:
            where = f" in {path_text(rule.source)}" if rule.source else ""
            page.entry("    ", f"{rule.code}{where}: {one_line(rule.reason)}", indent=6)


def _remarks(page: Page, audit: Audit) -> None:
    remarks = [*about_findings(audit), *map(one_line, audit.notes)]
    if remarks:
        page.blank()
    for remark in remarks:
        page.entry("", remark, indent=2)


def _verdict(page: Page, audit: Audit) -> None:
    verdict = audit.verdict
    word = verdict.status.value.upper()
    reasons = "; ".join(one_line(reason).rstrip(".") for reason in verdict.reasons)
    page.blank()
    page.entry(
        Text(word, style=_VERDICT_STYLE[verdict.status]),
        f" (exit code {verdict.exit_code}): {reasons or 'no reason was given'}.",
        indent=2,
    )
    if step := next_step(audit):
        page.entry("  Next: ", step)
