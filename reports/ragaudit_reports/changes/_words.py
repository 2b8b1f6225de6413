"""What the reports for people say about two runs, before it is laid out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ragaudit.model import (
    AccessChange,
    ChangeKind,
    Changes,
    DocumentChangeKind,
    Finding,
    FindingChange,
    LeakChange,
    Severity,
    SourceChanges,
)
from ragaudit_reports._summary import count, listing

DOCUMENT_WORDS = {
    DocumentChangeKind.ADDED: "added",
    DocumentChangeKind.REMOVED: "removed",
    DocumentChangeKind.CHANGED: "changed",
    DocumentChangeKind.MOVED: "moved",
    DocumentChangeKind.UNREAD: "not read this time",
}
_SIGNS = {
    DocumentChangeKind.ADDED: "+",
    DocumentChangeKind.REMOVED: "−",
    DocumentChangeKind.CHANGED: "~",
    DocumentChangeKind.MOVED: "→",
    DocumentChangeKind.UNREAD: "?",
}
_CODES_SHOWN = 6


def is_changed(source: SourceChanges) -> bool:
    """Whether there is anything to say of a source."""
    return bool(source.findings or source.leaks or source.access or source.documents)


def documents_in_brief(source: SourceChanges) -> str:
    """`+2 −1 ~3`: added, removed, changed."""
    kinds = Counter(change.kind for change in source.documents)
    return " ".join(f"{sign}{kinds[kind]:,}" for kind, sign in _SIGNS.items() if kinds[kind])


def wider(source: SourceChanges) -> list[AccessChange]:
    """Documents more people may read."""
    return [change for change in source.access if change.kind is ChangeKind.WORSE]


def narrower(changes: Changes) -> str:
    """How many documents fewer people may read, or of whom that is known at last; empty if none."""
    kinds = Counter(change.kind for source in changes.sources for change in source.access)
    fewer = kinds[ChangeKind.BETTER]
    return f"{count(fewer, 'document')} with fewer readers, or known at last" if fewer else ""


def leaks(source: SourceChanges, kind: ChangeKind) -> list[LeakChange]:
    """Leaks of one kind of change."""
    return [change for change in source.leaks if change.kind is kind]


def place(finding: Finding) -> str:
    """`[wiki] hr/leave.md:3`."""
    if finding.path is None:
        return finding.source
    line = f":{finding.line}" if finding.line else ""
    return f"[{finding.source}] {finding.path}{line}"


def untold(changes: Changes) -> Iterator[str]:
    """What the two runs cannot tell, one sentence for each reason."""
    found = [*changes.findings(ChangeKind.UNKNOWN)]
    for reason in dict.fromkeys(change.reason for change in found):
        of_reason = [change.finding for change in found if change.reason == reason]
        codes = listing(sorted({finding.code for finding in of_reason}), _CODES_SHOWN)
        yield f"{count(len(of_reason), 'finding')} ({codes}): {reason}"
    leaking = [*changes.leaks(ChangeKind.UNKNOWN)]
    for reason in dict.fromkeys(change.reason for change in leaking):
        number = sum(change.reason == reason for change in leaking)
        yield f"{count(number, 'leak')}: {reason}"
    unknown = [c for s in changes.sources for c in s.access if c.kind is ChangeKind.UNKNOWN]
    for reason in dict.fromkeys(change.reason for change in unknown):
        number = sum(change.reason == reason for change in unknown)
        yield f"{count(number, 'document')}: {reason}"


def by_severity(changes: Iterable[FindingChange]) -> str:
    """`2 errors, 1 warning`."""
    kinds = Counter(change.finding.severity for change in changes)
    nouns = {Severity.ERROR: "error", Severity.WARN: "warning", Severity.INFO: "note"}
    return ", ".join(count(kinds[s], noun) for s, noun in nouns.items() if kinds[s])


def conclusion(changes: Changes) -> tuple[str, str]:
    """One word for it, and the figures behind."""
    bad, good = _worse(changes), _better(changes)
    open_ = any(True for _ in untold(changes)) or bool(changes.lost)
    if bad:
        word = "WORSE"
    elif open_:
        word = "NOT ALL CAN BE COMPARED"
    else:
        word = "BETTER" if good else "NO CHANGE"
    told = [f"{'; '.join(bad)}" if bad else "nothing new", *good]
    if open_ and bad:
        told.append("not all can be compared")
    return word, "; ".join(told)


def _worse(changes: Changes) -> list[str]:
    new, worse = list(changes.findings(ChangeKind.NEW)), list(changes.findings(ChangeKind.WORSE))
    leaking = sum(1 for _ in changes.leaks(ChangeKind.NEW))
    open_to = sum(len(wider(source)) for source in changes.sources)
    return [
        *([f"{count(leaking, 'new leak')}"] if leaking else []),
        *([f"{count(open_to, 'document')} readable by more people"] if open_to else []),
        *([f"new: {by_severity(new)}"] if new else []),
        *([f"worse: {by_severity(worse)}"] if worse else []),
    ]


def _better(changes: Changes) -> list[str]:
    fixed = list(changes.findings(ChangeKind.FIXED))
    gone = sum(1 for _ in changes.findings(ChangeKind.GONE))
    stopped = sum(1 for _ in changes.leaks(ChangeKind.FIXED))
    better = sum(1 for _ in changes.findings(ChangeKind.BETTER))
    return [
        *([f"fixed: {by_severity(fixed)}"] if fixed else []),
        *([f"{count(gone, 'finding')} gone with {_their(gone)}"] if gone else []),
        *([f"{count(better, 'finding')} less bad"] if better else []),
        *([f"{count(stopped, 'leak')} stopped"] if stopped else []),
    ]


def _their(number: int) -> str:
    return "its document" if number == 1 else "their documents"
