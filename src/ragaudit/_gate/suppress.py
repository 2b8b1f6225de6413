"""Suppressions with reason and end, inline and in the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ragaudit._config import Suppression
from ragaudit.model import Directive, Document, Finding, Status
from ragaudit.text import DateError, parse_date

_IGNORE = re.compile(
    r"ignore\s+(?P<codes>[A-Z]{3}\d{0,3}\b(?:\s*,\s*[A-Z]{3}\d{0,3}\b)*)"
    r"(?:\s+until[\s=:]+(?P<until>[^\s:]+))?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LATE_UNTIL = re.compile(r"\buntil\s*=\s*\"?(\d{4}-\d{2}-\d{2})\"?")
NEAR = 2
"""A note covers findings on its own line and on the lines right below it."""


@dataclass(frozen=True, slots=True)
class Note:
    """An inline `ragaudit: ignore CODE until DATE: reason`."""

    codes: tuple[str, ...]
    reason: str
    until: date | None
    line: int
    problem: str | None = None


def read_note(directive: Directive) -> Note | None:
    """Read one directive; None if it is not an `ignore`. What cannot be used says why."""
    match = _IGNORE.fullmatch(directive.text.strip())
    if match is None:
        return None
    codes = tuple(code.strip().upper() for code in match["codes"].split(","))
    rest, until_text = match["rest"].strip(), match["until"]
    if until_text is None and (late := _LATE_UNTIL.search(rest)):
        until_text = late[1]
        rest = rest.replace(late[0], "")
    reason = re.sub(r"^(?:reason\s*=)?[\s:\"'—–-]*", "", rest.strip()).strip(" \"'")
    until, problem = None, None
    if until_text:
        try:
            until = parse_date(until_text)
        except DateError as error:
            problem = f"its end cannot be read: {error}"
    if not reason:
        problem = "it gives no reason"
    return Note(codes, reason, until, directive.line, problem)


def suppress(
    findings: Iterable[Finding],
    documents: Mapping[str, Document],
    configured: Sequence[Suppression],
    as_of: date,
) -> list[Finding]:
    """Set the status of findings somebody decided to live with.

    A suppression without a reason or past its end does not count, and the finding says so.
    """
    notes = {
        name: [note for d in document.content.directives if (note := read_note(d))]
        for name, document in documents.items()
        if document.content.directives
    }
    heads = {name: _head(documents[name]) for name in notes}
    return [_judged(finding, notes, heads, configured, as_of) for finding in findings]


def _head(document: Document) -> int:
    """The last line that says something about the whole document: its front matter's, or 1."""
    return max(1, document.content.front_matter_lines)


def _judged(
    finding: Finding,
    notes: Mapping[str, list[Note]],
    heads: Mapping[str, int],
    configured: Sequence[Suppression],
    as_of: date,
) -> Finding:
    refused = None
    for note in notes.get(finding.document or "", ()):
        if not _covers(note, finding, heads[finding.document or ""]):
            continue
        where = f"note in line {note.line}"
        if note.problem:
            refused = f"the {where} does not count: {note.problem}"
        elif note.until is not None and note.until < as_of:
            refused = f"the {where} ended on {note.until}"
        else:
            return _suppressed(finding, note.reason, note.until, where)
    for rule in configured:
        if not rule.covers(finding.code, finding.source, finding.path):
            continue
        if rule.until is not None and rule.until < as_of:
            refused = f"the suppression at {rule.locator} ended on {rule.until}"
        else:
            return _suppressed(finding, rule.reason, rule.until, rule.locator)
    return replace(finding, status_reason=refused) if refused else finding


def _covers(note: Note, finding: Finding, head: int) -> bool:
    """Findings on the whole document are covered from anywhere, others from right above them.

    A note at the head of the document covers all of it.
    """
    if not finding.code.startswith(note.codes):
        return False
    if finding.line is None or finding.line <= head or finding.related:
        return True
    return note.line <= head + NEAR or 0 <= finding.line - note.line <= NEAR


def _suppressed(finding: Finding, reason: str, until: date | None, where: str) -> Finding:
    end = f", until {until}" if until else ""
    return replace(finding, status=Status.SUPPRESSED, status_reason=f"{reason} ({where}{end})")
