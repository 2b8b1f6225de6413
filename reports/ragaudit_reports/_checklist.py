"""The seven ways such projects fail, as each report shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from ragaudit.model import Audit, CheckStatus
from ragaudit_reports._clean import one_line
from ragaudit_reports._escape import text
from ragaudit_reports._page import Page

HEADING = "Seven ways such projects fail"
_STYLE = {
    CheckStatus.EVIDENCED: "green",
    CheckStatus.PARTLY: "yellow",
    CheckStatus.MISSING: "red",
}


def add_checklist(page: Page, audit: Audit) -> None:
    """For a terminal; nothing where nobody checked."""
    if not audit.checklist:
        return
    page.blank()
    page.entry("", Text(HEADING, style="bold"))
    for item in audit.checklist:
        state = Text(f"{item.status.value:<14}", style=_STYLE[item.status])
        page.entry(Text.assemble("  ", state), f"{item.name}: {one_line(item.evidence)}", indent=16)


def checklist_lines(audit: Audit) -> Iterator[str]:
    """For Markdown, folded: it is about the whole, not about a change."""
    if not audit.checklist:
        return
    shown = sum(item.status is CheckStatus.EVIDENCED for item in audit.checklist)
    yield f"<details><summary>{HEADING}: {shown} of {len(audit.checklist)} evidenced</summary>\n"
    for item in audit.checklist:
        yield f"- **{item.name}**, {item.status.value}: {text(item.evidence)}"
    yield "\n</details>\n"


def checklist_parts(audit: Audit) -> Mapping[str, Any]:
    """For JSON; nothing where nobody checked."""
    if not audit.checklist:
        return {}
    return {
        "checklist": (
            {"name": item.name, "status": item.status, "evidence": item.evidence}
            for item in audit.checklist
        )
    }
