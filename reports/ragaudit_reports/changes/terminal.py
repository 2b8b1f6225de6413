"""What changed, for a person at a terminal: what got worse first, and in the end one line."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from ragaudit.contracts import ReportOptions
from ragaudit.model import ChangeKind, Changes, FindingChange, PastRun, Severity, SourceChanges
from ragaudit_reports._clean import one_line, path_text
from ragaudit_reports._page import Page
from ragaudit_reports._summary import count, listing
from ragaudit_reports.changes import _words as words

_STYLE = {Severity.ERROR: "bold red", Severity.WARN: "yellow", Severity.INFO: "cyan"}
_WORD_STYLE = {"WORSE": "bold red", "BETTER": "bold green", "NO CHANGE": "bold green"}
_SHOWN = 20
_NAMES_SHOWN = 5
_COLUMNS = (
    ("New", ChangeKind.NEW, "bold red"),
    ("Worse", ChangeKind.WORSE, "bold red"),
    ("Fixed", ChangeKind.FIXED, "green"),
    ("Gone", ChangeKind.GONE, ""),
    ("Accepted", ChangeKind.ACCEPTED, ""),
    ("Cannot tell", ChangeKind.UNKNOWN, "magenta"),
)
_ALWAYS = ("New", "Worse", "Fixed")


class TerminalChanges:
    """Renders what changed for a terminal."""

    def render(self, changes: Changes, options: ReportOptions) -> str:
        """See `ChangesReporter.render`."""
        page = Page(options)
        _run(page, "Before", changes.before)
        _run(page, "After", changes.after)
        for note in changes.notes:
            page.entry("        ", one_line(note))
        _sources(page, changes)
        limit = None if options.verbose else _SHOWN
        _leaks(page, changes, limit)
        _access(page, changes, limit)
        _findings(page, "New", list(changes.findings(ChangeKind.NEW)), limit)
        _findings(page, "Worse", list(changes.findings(ChangeKind.WORSE)), limit)
        _names(page, "Fixed", list(changes.findings(ChangeKind.FIXED)), limit)
        _names(page, "Less bad", list(changes.findings(ChangeKind.BETTER)), limit)
        if options.verbose:
            _names(page, "Gone", list(changes.findings(ChangeKind.GONE)), None)
            _names(page, "Accepted", list(changes.findings(ChangeKind.ACCEPTED)), None)
        _documents(page, changes, None if options.verbose else _NAMES_SHOWN)
        _sentences(page, "Not looked at this time: problems may hide there", changes.lost)
        _sentences(page, "Cannot be compared: neither new nor fixed", [*words.untold(changes)])
        _conclusion(page, changes)
        return page.text()


def _run(page: Page, word: str, run: PastRun) -> None:
    page.entry(
        Text(f"{word:<8}", style="bold"),
        f"{run.id}  {run.kind} of {run.started_at:%Y-%m-%d %H:%M} UTC, as of {run.as_of}: "
        f"{run.status}",
    )


def _sources(page: Page, changes: Changes) -> None:
    changed = [source for source in changes.sources if words.is_changed(source)]
    page.blank()
    if changed:
        page.add(_table(changed))
    same = len(changes.sources) - len(changed)
    if same:
        page.entry("", f"{count(same, 'source')} without changes.")


def _table(sources: Sequence[SourceChanges]) -> Table:
    rows = [_numbers(source) for source in sources]
    names = [*(name for name, *_ in _COLUMNS), "More readers", "New leaks"]
    styles = [*(style for *_, style in _COLUMNS), "bold red", "bold red"]
    kept = [n for n, name in enumerate(names) if name in _ALWAYS or any(row[n] for row in rows)]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 0, 0, 1), show_edge=False)
    table.add_column("Source", overflow="ellipsis", no_wrap=True, min_width=8)
    table.add_column("Documents", justify="right", no_wrap=True)
    for number in kept:
        table.add_column(names[number], justify="right", min_width=6)
    for source, row in zip(sources, rows, strict=True):
        cells = (_cell(row[number], styles[number]) for number in kept)
        table.add_row(path_text(source.source), words.documents_in_brief(source), *cells)
    return table


def _numbers(source: SourceChanges) -> list[int]:
    counts = [source.count(kind) for _, kind, _ in _COLUMNS]
    return [*counts, len(words.wider(source)), len(words.leaks(source, ChangeKind.NEW))]


def _cell(number: int, style: str) -> Text:
    return Text(f"{number:,}", style=style) if number else Text("·", style="dim")


def _heading(page: Page, title: str, told: str = "") -> None:
    page.blank()
    page.entry("", Text(title, style="bold underline").append(told, style="not underline"))


def _findings(page: Page, title: str, changes: Sequence[FindingChange], limit: int | None) -> None:
    if not changes:
        return
    _heading(page, title, f" — {words.by_severity(changes)}")
    for change in changes[:limit]:
        finding = change.finding
        lead = Text.assemble(
            ("  " + f"{finding.severity.value:<6}", _STYLE[finding.severity]), f"{finding.code}  "
        )
        owner = f"  {one_line(finding.owner, 40)}" if finding.owner else ""
        where = Text(path_text(words.place(finding)), style="bold").append(owner, style="not bold")
        page.entry(lead, where, indent=8)
        page.entry(" " * 8, one_line(finding.message, 300))
        if change.reason:
            page.entry(" " * 8, Text(one_line(change.reason), style="magenta"))
        if finding.action:
            page.entry(" " * 8 + "→ ", Text(one_line(finding.action, 300), style="green"))
    _more(page, len(changes), limit)


def _names(page: Page, title: str, changes: Sequence[FindingChange], limit: int | None) -> None:
    if not changes:
        return
    _heading(page, title, f" — {words.by_severity(changes)}")
    for change in changes[:limit]:
        finding = change.finding
        reason = f"  ({one_line(change.reason)})" if change.reason else ""
        lead = f"  {finding.severity.value:<6}{finding.code}  "
        page.entry(lead, f"{path_text(words.place(finding))}{reason}", indent=8)
    _more(page, len(changes), limit)


def _more(page: Page, number: int, limit: int | None) -> None:
    if limit is not None and number > limit:
        page.entry(" " * 8, Text(f"… and {number - limit:,} more (--verbose)", style="dim"))


def _leaks(page: Page, changes: Changes, limit: int | None) -> None:
    new, stopped = list(changes.leaks(ChangeKind.NEW)), list(changes.leaks(ChangeKind.FIXED))
    if new:
        _heading(page, "Newly leaked", f" — {count(len(new), 'document and reader')}")
    for change in new[:limit]:
        leak = change.leak
        told = f" to {one_line(leak.principal)}, who may not read it (probe {one_line(leak.probe)}"
        page.entry(
            Text("  leak  ", style="bold red"),
            Text(path_text(leak.document), style="bold").append(
                f"{told}, rank {leak.rank})", style="not bold"
            ),
        )
    _more(page, len(new), limit)
    if stopped:
        _heading(page, "No longer leaked", f" — {count(len(stopped), 'document and reader')}")
    for change in stopped[:limit]:
        page.entry(
            "        ", f"{path_text(change.leak.document)} to {one_line(change.leak.principal)}"
        )
    _more(page, len(stopped), limit)


def _access(page: Page, changes: Changes, limit: int | None) -> None:
    found = [(s.source, change) for s in changes.sources for change in words.wider(s)]
    if found:
        _heading(page, "Readable by more people", f" — {count(len(found), 'document')}")
    for source, change in found[:limit]:
        page.entry("  ", Text(path_text(f"[{source}] {change.path}"), style="bold"), indent=8)
        page.entry(" " * 8, one_line(change.reason, 300))
    _more(page, len(found), limit)
    if fewer := words.narrower(changes):
        page.blank()
        page.entry("", fewer + ".")


def _documents(page: Page, changes: Changes, limit: int | None) -> None:
    lines = []
    for kind, word in words.DOCUMENT_WORDS.items():
        names = [
            f"[{source.source}] {c.before + ' → ' if c.before else ''}{c.path}"
            for source in changes.sources
            for c in source.documents
            if c.kind is kind
        ]
        if names:
            shown = listing([path_text(name) for name in names], limit or len(names))
            lines.append((f"{len(names):,} {word}: ", shown))
    if lines:
        _heading(page, "Documents")
    for lead, shown in lines:
        page.entry("  " + lead, shown, indent=8)


def _sentences(page: Page, title: str, sentences: Sequence[str]) -> None:
    if sentences:
        _heading(page, title)
    for sentence in sentences:
        page.entry("  ", one_line(sentence), indent=8)


def _conclusion(page: Page, changes: Changes) -> None:
    word, told = words.conclusion(changes)
    page.blank()
    page.entry(Text(word, style=_WORD_STYLE.get(word, "bold magenta")), f": {told}.", indent=2)
