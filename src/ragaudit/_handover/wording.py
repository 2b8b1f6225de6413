"""What a message says: what, where, since when, what to do next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from ragaudit.model import Audit, Finding, Severity, Status
from ragaudit.redact import redact
from ragaudit.text import shorten

LONGEST = 300
_ZERO_WIDTH = "\u200b"
_CALLS = re.compile(r"(?<=<)(?=[!@#/\w])|(?<=\])(?=\()")
_MENTION = re.compile(r"(?<![\w.+-])@(?=\w)")
"""What chat systems take for a call to people, a command or a link under other words."""
_WORDS = {Severity.ERROR: "ERROR", Severity.WARN: "WARNING", Severity.INFO: "NOTE"}


def header(audit: Audit, owner: str) -> str:
    """What this is."""
    whose = "yours to mend" if owner else "to mend"
    return f"What is {whose} in the knowledge base, as of {audit.run.as_of}:"


def footer(audit: Audit, key: str) -> str:
    """Where it comes from, and how to tell it from the next one."""
    return (
        f"Each is told once, until it is gone. `ragaudit explain CODE` says more about a rule.\n"
        f"Run {audit.run.id}, message {key}: if it comes twice, it is the same news."
    )


def told_text(
    finding: Finding, owner: str, links: Mapping[str, str], since: date | None, audit: Audit
) -> str:
    """A finding in a message to its owner, or to a channel where `owner` is empty."""
    line = f":{finding.line}" if finding.line else ""
    where = f"{finding.source}: {finding.path}{line}" if finding.path else finding.source
    lines = [
        f"{_WORDS[finding.severity]} {finding.code} {finding.rule.replace('-', ' ')}",
        f"  Where: {clean(where)}",
        f"  What: {clean(finding.message)}",
        f"  Since: {_since(since, audit)}",
        f"  To do: {clean(finding.action.partition(chr(10))[0])}",
    ]
    if not owner:
        lines.insert(2, f"  Owner: {clean(finding.owner) if finding.owner else 'nobody'}")
    link = links.get(finding.document or "", "")
    if link.startswith(("https://", "http://")):
        lines.append(f"  Page: {clean(link)}")
    return "\n".join(lines)


def gate_text(audit: Audit, key: str) -> str:
    """The verdict with its reasons, and what is open."""
    open_ = Counter(f.severity for f in audit.findings if f.status is Status.OPEN)
    told = (count(open_[Severity.ERROR], "error"), count(open_[Severity.WARN], "warning"))
    sources = clean(", ".join(source.id for source in audit.sources))
    return "\n".join(
        (
            f"{audit.run.kind.value.capitalize()} of {sources}, as of {audit.run.as_of}:",
            *(f"- {clean(reason)}" for reason in audit.verdict.reasons),
            f"- open: {', '.join(told)}",
            "",
            f"`ragaudit report --run {audit.run.id}` shows all of it.",
            f"Message {key}: if it comes twice, it is the same news.",
        )
    )


def clean(text: str) -> str:
    """One line without secrets, personal data, calls to people or links under other words.

    Addresses stay, as everywhere: they name the people to turn to.
    """
    printable = "".join(c if c.isprintable() else " " for c in text)
    short = shorten(redact(printable, emails=False), LONGEST)
    return _CALLS.sub(_ZERO_WIDTH, _MENTION.sub("@" + _ZERO_WIDTH, short))


def count(number: int, what: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _since(first: date | None, audit: Audit) -> str:
    if first is None or first >= audit.run.as_of:
        return f"new in this run ({audit.run.as_of})"
    days = (audit.run.as_of - first).days
    return f"first found on {first}, {count(days, 'day')} ago"
