"""The report for a pull request: the verdict first, then a checklist for every owner."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit, Finding, RunKind, Severity, Skip
from ragaudit_reports._checklist import checklist_lines
from ragaudit_reports._escape import code, text
from ragaudit_reports._markdown_findings import checklists, fitting
from ragaudit_reports._markdown_fit import bounded
from ragaudit_reports._markdown_freshness import freshness_lines
from ragaudit_reports._markdown_probing import retrieval
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

_LIMIT = 58_000
"""Bytes; a comment on a code host may hold 65,536 characters."""
_SOURCES_SHOWN = 40
_REASONS_SHOWN = 13
_NOTES_SHOWN = 20
_COLUMNS = (
    *("source", "documents", "not read", "owned", "dated", "access known"),
    *("errors", "warnings", "info"),
)


class MarkdownReporter:
    """Renders the report as Markdown that fits a pull-request comment."""

    def render(self, audit: Audit, options: ReportOptions) -> str:
        """See `Reporter.render`."""
        return bounded(self._whole(audit))

    def _whole(self, audit: Audit) -> str:
        if audit.probing is not None:
            about = (*_verdict(audit), *retrieval(audit.probing))
            rest = (*_failures(audit), *_remarks(audit), *checklist_lines(audit))
            return "\n".join((*about, *rest)).rstrip() + "\n"
        if kind_of(audit) is RunKind.FRESHNESS:
            about = (*_verdict(audit), *freshness_lines(audit))
            rest = (*_failures(audit), *_skips(audit), *_remarks(audit))
            return "\n".join((*about, *rest)).rstrip() + "\n"
        before = "\n".join((*_verdict(audit), *_sources(audit)))
        last = (*_unchecked(audit), *_remarks(audit), *checklist_lines(audit))
        after = "\n".join((*_failures(audit), *_skips(audit), *last))
        found = open_findings(audit)
        kept = fitting(found, _LIMIT - len(f"{before}{after}".encode()))
        many = len(audit.sources) > 1
        since = audit.run.changed_since
        none = (
            f"No open findings{f' on documents that changed since `{since}`' if since else ''}.\n"
            if any(s.documents for s in audit.sources)
            else "No document was audited.\n"
        )
        listed = checklists(kept, name_source=many) if found else [none]
        parts = [before, *listed, *_left_out(found, kept), after]
        return "\n".join(parts).rstrip() + "\n"


def _verdict(audit: Audit) -> Iterator[str]:
    verdict, run = audit.verdict, audit.run
    documents = count(sum(source.documents for source in audit.sources), "document")
    yield f"## ragaudit: {verdict.status.value}"
    yield ""
    reasons = "; ".join(text(reason).rstrip(".") for reason in verdict.reasons)
    reasons = reasons or "no reason was given"
    yield f"**{verdict.status.value.upper()}** (exit code {verdict.exit_code}): {reasons}."
    if step := next_step(audit):
        yield f"Next: {step.replace(' above', '')}"
    yield ""
    rules = count(len(run.rules), "rule")
    yield f"{rules} over {documents} as of {run.as_of}, ragaudit {code(run.version)}."
    if run.interrupted:
        yield "**Interrupted**: this is what was found until then."
    yield ""


def _sources(audit: Audit) -> Iterator[str]:
    if not audit.sources:
        return
    counts = tally(open_findings(audit))
    yield f"| {' | '.join(_COLUMNS)} |"
    yield "|---" + "|--:" * (len(_COLUMNS) - 1) + "|"
    for source in audit.sources[:_SOURCES_SHOWN]:
        of = counts[source.id]
        cells = (
            text(source.id, 80),
            f"{source.documents:,}",
            f"{source.skipped:,}",
            *(
                share(n, source.documents)
                for n in (source.owned, source.dated, source.access_known)
            ),
            *(f"{of[severity]:,}" for severity in (Severity.ERROR, Severity.WARN, Severity.INFO)),
        )
        yield f"| {' | '.join(cells)} |"
    if (more := len(audit.sources) - _SOURCES_SHOWN) > 0:
        yield f"\n… and {count(more, 'more source')}."
    yield ""


def _left_out(found: tuple[Finding, ...], kept: list[Finding]) -> Iterator[str]:
    if more := len(found) - len(kept):
        left = count(more, "more finding")
        yield f"**{left} left out** to fit a comment; `--format json` has all.\n"


def _failures(audit: Audit) -> Iterator[str]:
    if not audit.source_failures:
        return
    yield "### Sources that failed\n"
    for failure in audit.source_failures[:_SOURCES_SHOWN]:
        todo = f" — *{text(failure.action, 200)}*" if failure.action else ""
        told = text(failure.detail, 300)
        yield f"- **{text(failure.source, 80)}** ({failure.kind}): {told}{todo}"
    yield ""


def _skips(audit: Audit) -> Iterator[str]:
    if not audit.skips:
        return
    groups = by_reason(audit.skips)
    yield f"### Not read: {count(len(audit.skips), 'file')}\n"
    for reason, action, skips in groups[:_REASONS_SHOWN]:
        paths = listing([code(_place(skip, audit), 80) for skip in skips])
        todo = f" — *{text(action, 200)}*" if action else ""
        yield f"- **{reason.value}**: {paths}{todo}"
    if (more := len(groups) - _REASONS_SHOWN) > 0:
        yield f"- … and {count(more, 'more reason')}"
    yield ""


def _place(skip: Skip, audit: Audit) -> str:
    return f"[{skip.source_id}] {skip.path}" if len(audit.sources) > 1 else skip.path


def _unchecked(audit: Audit) -> Iterator[str]:
    if found := unchecked(audit):
        yield "### Not checked\n"
        yield from (f"- {subject}: {text(reason)}" for subject, reason in found)
        yield ""


def _remarks(audit: Audit) -> Iterator[str]:
    sentences = about_findings(audit)
    if sentences or audit.notes:
        yield "### Also\n"
    yield from (f"- {sentence}" for sentence in sentences)
    yield from (f"- {text(note)}" for note in audit.notes[:_NOTES_SHOWN])
    if (more := len(audit.notes) - _NOTES_SHOWN) > 0:
        yield f"- … and {count(more, 'more remark')}"
    if sentences or audit.notes:
        yield ""
