"""What changed, for a pull request: what got worse first, short enough for a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ragaudit.contracts import ReportOptions
from ragaudit.model import ChangeKind, Changes, FindingChange, PastRun, SourceChanges
from ragaudit_reports._escape import code, text
from ragaudit_reports._summary import count
from ragaudit_reports.changes import _words as words

_SHOWN = 40
_SOURCES_SHOWN = 40
_COLUMNS = (
    ("new", ChangeKind.NEW),
    ("worse", ChangeKind.WORSE),
    ("fixed", ChangeKind.FIXED),
    ("gone", ChangeKind.GONE),
    ("accepted", ChangeKind.ACCEPTED),
    ("cannot tell", ChangeKind.UNKNOWN),
)


class MarkdownChanges:
    """Renders what changed as Markdown."""

    def render(self, changes: Changes, options: ReportOptions) -> str:
        """See `ChangesReporter.render`."""
        word, told = words.conclusion(changes)
        lines = [
            f"## ragaudit diff: {word.lower()}",
            "",
            f"**{word}**: {text(told)}.",
            "",
            f"From {_run(changes.before)} to {_run(changes.after)}.",
            *(f"{text(note)}." for note in changes.notes),
            "",
            *_table([source for source in changes.sources if words.is_changed(source)]),
            *_leaks(changes),
            *_access(changes),
            *_findings("New", list(changes.findings(ChangeKind.NEW))),
            *_findings("Worse", list(changes.findings(ChangeKind.WORSE))),
            *_fixed(list(changes.findings(ChangeKind.FIXED))),
            *_sentences("Not looked at this time", changes.lost),
            *_sentences("Cannot be compared", [*words.untold(changes)]),
        ]
        return "\n".join(lines).rstrip() + "\n"


def _run(run: PastRun) -> str:
    return f"{code(run.id)} ({run.kind} of {run.started_at:%Y-%m-%d %H:%M} UTC, {run.status})"


def _table(sources: Sequence[SourceChanges]) -> Iterator[str]:
    if not sources:
        return
    names = ("source", "documents", *(name for name, _ in _COLUMNS), "more readers", "new leaks")
    yield f"| {' | '.join(names)} |"
    yield "|---" + "|--:" * (len(names) - 1) + "|"
    for source in sources[:_SOURCES_SHOWN]:
        leaking = len(words.leaks(source, ChangeKind.NEW))
        numbers = [*(source.count(kind) for _, kind in _COLUMNS), len(words.wider(source)), leaking]
        cells = (text(source.source, 80), words.documents_in_brief(source), *map(str, numbers))
        yield f"| {' | '.join(cells)} |"
    if (more := len(sources) - _SOURCES_SHOWN) > 0:
        yield f"\n… and {count(more, 'more source')}."
    yield ""


def _findings(title: str, changes: Sequence[FindingChange]) -> Iterator[str]:
    if not changes:
        return
    yield f"### {title}: {words.by_severity(changes)}\n"
    for change in changes[:_SHOWN]:
        finding = change.finding
        owner = f" {text(finding.owner, 80)}" if finding.owner else ""
        reason = f" *{text(change.reason, 200)}*" if change.reason else ""
        yield (
            f"- **{finding.severity} {finding.code}** {code(words.place(finding), 160)}{owner}: "
            f"{text(finding.message, 300)}{reason}"
        )
    yield from _more(len(changes))


def _fixed(changes: Sequence[FindingChange]) -> Iterator[str]:
    if not changes:
        return
    yield f"### Fixed: {words.by_severity(changes)}\n"
    for change in changes[:_SHOWN]:
        yield f"- {change.finding.code} {code(words.place(change.finding), 160)}"
    yield from _more(len(changes))


def _leaks(changes: Changes) -> Iterator[str]:
    new = list(changes.leaks(ChangeKind.NEW))
    if not new:
        return
    yield "### Newly leaked\n"
    for change in new[:_SHOWN]:
        leak = change.leak
        yield (
            f"- {code(leak.document, 160)} to {text(leak.principal, 80)}, who may not read it "
            f"(probe {code(leak.probe, 80)}, rank {leak.rank})"
        )
    yield from _more(len(new))


def _access(changes: Changes) -> Iterator[str]:
    found = [(s.source, change) for s in changes.sources for change in words.wider(s)]
    if not found:
        return
    yield "### Readable by more people\n"
    for source, change in found[:_SHOWN]:
        yield f"- {code(f'[{source}] {change.path}', 160)}: {text(change.reason, 300)}"
    yield from _more(len(found))


def _sentences(title: str, sentences: Sequence[str]) -> Iterator[str]:
    if not sentences:
        return
    yield f"### {title}\n"
    yield from (f"- {text(sentence)}" for sentence in sentences[:_SHOWN])
    yield from _more(len(sentences))


def _more(number: int) -> Iterator[str]:
    if number > _SHOWN:
        yield f"- … and {number - _SHOWN:,} more"
    yield ""
