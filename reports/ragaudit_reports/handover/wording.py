"""A finding as a ticket."""

from __future__ import annotations

import re

from ragaudit.model import Finding
from ragaudit.redact import redact
from ragaudit_reports._clean import one_line, path_text
from ragaudit_reports._escape import block, code, text

MARK = "ragaudit-finding"
_MARKED = re.compile(rf"^{MARK}: ([0-9a-f]{{8,64}})\s*$", re.MULTILINE)
_WIKI = re.compile(r"(?<=[\[{!])|(?<=@)(?=\w)|(?<=:)(?=//)")
"""What Jira takes for markup, mentions and links; whatever follows is parted from it."""
LONGEST_TITLE = 200


def title(finding: Finding) -> str:
    """One line: the rule and the place."""
    where = f"{finding.source}: {finding.path}" if finding.path else finding.source
    name = finding.rule.replace("-", " ")
    return f"{finding.code} {one_line(name)} – {path_text(redact(where, emails=False), 140)}"[
        :LONGEST_TITLE
    ]


def markdown(finding: Finding, *, back: bool = False) -> str:
    """What is wrong, where, whose, and what to do; foreign text cannot mention anybody."""
    line = f":{finding.line}" if finding.line else ""
    place = f"{finding.source}: {finding.path or ''}{line}"
    owner = code(finding.owner, 100) if finding.owner else "nobody"
    action, _, lines = finding.action.strip().partition("\n")
    parts = [
        "This finding is back.\n" if back else "",
        text(redact(finding.message, emails=False), 1000),
        "",
        f"- where: {code(redact(place, emails=False))}",
        f"- owner: {owner}",
        f"- severity: {finding.severity.value}, confidence: {finding.confidence.value}",
        "",
    ]
    if finding.quote:
        parts += [block(redact(finding.quote)), ""]
    parts += [f"**To do:** {text(redact(action, emails=False), 500)}", ""]
    if lines:
        parts += [block(redact(lines, emails=False)), ""]
    parts.append(f"{MARK}: {finding.fingerprint}")
    return "\n".join(part for i, part in enumerate(parts) if part or i)


def plain(finding: Finding) -> str:
    """The same for Jira, whose markup is another: foreign text is kept from being any."""
    line = f":{finding.line}" if finding.line else ""
    where = f"{finding.source}: {finding.path or ''}{line}"
    return "\n".join(
        (
            _tame(one_line(redact(finding.message, emails=False), 1000)),
            "",
            f"where: {_tame(path_text(redact(where, emails=False), 200))}",
            f"owner: {_tame(one_line(finding.owner or 'nobody', 100))}",
            f"severity: {finding.severity.value}, confidence: {finding.confidence.value}",
            "",
            f"To do: {_tame(one_line(redact(finding.action, emails=False), 500))}",
            "",
            f"{MARK}: {finding.fingerprint}",
        )
    )


def _tame(foreign: str) -> str:
    return _WIKI.sub("\u200b", foreign)


def fingerprint_in(body: object) -> str | None:
    """The finding a ticket is about: the last mark, since only the end of a text is ours."""
    found = _MARKED.findall(body) if isinstance(body, str) else []
    return found[-1] if found else None
