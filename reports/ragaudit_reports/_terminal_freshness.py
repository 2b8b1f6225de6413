"""The terminal report of a freshness run: a row a source, then what to mend first, and whose."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from ragaudit.model import Audit, FreshnessState, SourceFreshness
from ragaudit_reports._clean import one_line, path_text
from ragaudit_reports._freshness import (
    NO_CONTRACT,
    Due,
    by_need,
    late,
    next_expiry,
    owners,
    undated,
    upcoming,
)
from ragaudit_reports._page import Page
from ragaudit_reports._summary import count

_STYLE = {
    FreshnessState.FRESH: "green",
    FreshnessState.WARN: "yellow",
    FreshnessState.ERROR: "bold red",
    FreshnessState.UNKNOWN: "bold magenta",
    FreshnessState.UNDECLARED: "bold",
}
_SHOWN, _SOON_SHOWN = 15, 8
_DAYS = ("Oldest", "Next due")
_COLUMNS = ("Documents", "Overdue", "Warned", "Fresh", "No date", *_DAYS)
_WIDE, _ONLY_WIDE = 90, ("Fresh", "Oldest")
"""On a narrower page there is no room for these."""


def add_freshness(page: Page, audit: Audit, verbose: bool) -> None:
    """States, contracts, what is late, what will be."""
    if audit.freshness:
        page.blank()
        page.add(_table(page, audit))
        page.blank()
    for source in by_need(audit):
        _told(page, source)
    _list(page, audit, "To mend first", late(audit, "error"), _SHOWN, verbose)
    _list(page, audit, "Past the limit of a warning", late(audit, "warn"), _SHOWN, verbose)
    _undated(page, audit, verbose)
    _list(page, audit, "Late soon", upcoming(audit), _SOON_SHOWN, verbose)


def _table(page: Page, audit: Audit) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 0, 0, 1), show_edge=False)
    table.add_column("Source", overflow="ellipsis", no_wrap=True, min_width=8)
    table.add_column("State", no_wrap=True)
    shown = [name for name in _COLUMNS if page.width >= _WIDE or name not in _ONLY_WIDE]
    for name in shown:
        table.add_column(name, justify="left" if name in _DAYS else "right", no_wrap=True)
    for source in by_need(audit):
        state = Text(source.state.value, style=_STYLE[source.state])
        cells = _cells(source)
        table.add_row(Text(path_text(source.source)), state, *(cells[name] for name in shown))
    return table


def _cells(source: SourceFreshness) -> dict[str, Text]:
    return {
        "Documents": Text(f"{source.documents:,}"),
        "Overdue": Text(f"{source.overdue:,}", style="red" if source.overdue else ""),
        "Warned": Text(f"{source.warned:,}", style="yellow" if source.warned else ""),
        "Fresh": Text(f"{source.fresh:,}"),
        "No date": Text(f"{source.undated:,}", style="bold" if source.undated else ""),
        "Oldest": Text(source.oldest.isoformat() if source.oldest else "–"),
        "Next due": Text(next_expiry(source)),
    }


def _told(page: Page, source: SourceFreshness) -> None:
    """The contract in words, and why the state is what it is."""
    name = Text(f"{path_text(source.source)}  ", style="bold")
    page.entry(name, one_line(source.contract) or NO_CONTRACT, indent=4)
    for reason in source.reasons:
        page.entry("    ", one_line(reason), indent=6)


def _list(
    page: Page, audit: Audit, title: str, found: list[Due], shown: int, verbose: bool
) -> None:
    if not found:
        return
    page.blank()
    page.entry("", Text(f"{title}: {count(len(found), 'document')}", style="bold"))
    many = len(audit.freshness) > 1
    listed = found if verbose else found[:shown]
    width = max(len(_owner(due)) for due in listed)
    for due in listed:
        lead = f"  {_owner(due):<{min(width, 28)}}  "
        where = f"[{path_text(due.source)}] " if many else ""
        told = due.told(audit.run.as_of)
        page.entry(lead, f"{told}: {where}{path_text(due.expiry.path)}")
    if len(found) > len(listed):
        rest = ", ".join(f"{name or 'no owner'} {n:,}" for name, n in owners(found)[:6])
        page.entry("  ", f"and {len(found) - len(listed):,} more (--verbose); by owner: {rest}")


def _undated(page: Page, audit: Audit, verbose: bool) -> None:
    found = undated(audit)
    if not found:
        return
    page.blank()
    page.entry("", Text(f"Dates to mend: {count(len(found), 'finding')}", style="bold"))
    listed = found if verbose else found[:_SOON_SHOWN]
    for finding in listed:
        source = f"[{path_text(finding.source)}] " if len(audit.freshness) > 1 else ""
        where = f"{source}{path_text(finding.path)}: " if finding.path else source
        page.entry("  ", f"{where}{one_line(finding.message)}", indent=6)
    if len(found) > len(listed):
        page.entry("  ", f"and {len(found) - len(listed):,} more (--verbose)")


def _owner(due: Due) -> str:
    return path_text(due.expiry.owner, 28) if due.expiry.owner else "no owner"
