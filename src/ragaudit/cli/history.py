"""`ragaudit history`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ragaudit.cli._history import SHORT, config_option, history

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from ragaudit._history.trend import Entry, Figure

EPILOG = """\b
Examples:
  ragaudit history
  ragaudit history --source handbook -n 50
  ragaudit history --format json

\b
Exit codes: 0 listed, 2 usage, or a history that cannot be read.
"""
_TITLES = {
    "documents": "Documents",
    "errors": "Errors",
    "warnings": "Warnings",
    "infos": "Info",
    "stale": "Stale",
    "conflicts": "Conflicts",
    "unowned": "No owner",
    "access_unknown": "Access unknown",
    "recall": "Found",
    "leaks": "Leaks",
}
_IN_LIST = ("documents", "errors", "warnings", "stale", "leaks")


@click.command("history", epilog=EPILOG, short_help="List the runs on record, with trends.")
@config_option
@click.option("--source", help="Only runs over this source, in its numbers.")
@click.option("-n", "limit", type=click.IntRange(1), default=20, show_default=True,
              help="Runs to list.")  # fmt: skip
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), default="terminal")
def command(config: Path | None, source: str | None, limit: int, format_: str) -> int:
    """List the runs on record, the newest first, each against the one before it.

    Counts are of open findings. – was not measured, 40+ not in every source.
    """
    from ragaudit.errors import UsageError
    from ragaudit.text.suggest import did_you_mean

    with history(config) as store:
        entries = store.entries(source, limit)
        if source and not entries:
            known = {counts.source for e in store.entries() for counts in e.run.sources}
            raise UsageError(f"no run had a source “{source}”", did_you_mean(source, known))
        shown = store.shown
    if format_ == "json":
        import json

        click.echo(json.dumps([_record(entry) for entry in entries], indent=1, ensure_ascii=False))
    else:
        _print(entries, source, shown)
    return 0


def _record(entry: Entry) -> dict[str, Any]:
    from dataclasses import asdict

    run = entry.run
    return {
        "id": run.id,
        "kind": run.kind.value,
        "started_at": run.started_at.isoformat(),
        "as_of": run.as_of.isoformat(),
        "version": run.version,
        "status": run.status.value,
        "interrupted": entry.interrupted,
        "before": entry.before.id if entry.before else None,
        "sources": [asdict(counts) for counts in run.sources],
    }


def _print(entries: Sequence[Entry], source: str | None, place: str) -> None:
    from rich.console import Console

    console = Console(highlight=False) if sys.stdout.isatty() else Console(width=100)
    if not entries:
        console.print(f"No run is on record in {place}.", markup=False)
        return
    _list(console, entries, source)
    if source is None:
        _by_source(console, entries[0])


def _list(console: Console, entries: Sequence[Entry], source: str | None) -> None:
    from rich.table import Table

    from ragaudit._history.trend import MEASURES, of_source, total

    wanted = MEASURES if source else _IN_LIST
    rows = [[of_source(e, source, m) if source else total(e, m) for m in wanted] for e in entries]
    kept = [n for n in range(len(wanted)) if any(row[n].value is not None for row in rows)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("Run", "When (UTC)", "Kind", "Verdict"):
        table.add_column(title, no_wrap=True)
    for number in kept:
        table.add_column(_TITLES[wanted[number]], justify="right")
    ids = _shortened([entry.run.id for entry in entries])
    for entry, short, row in zip(entries, ids, rows, strict=True):
        run = entry.run
        verdict = "interrupted" if entry.interrupted else run.status.value
        when = f"{run.started_at:%Y-%m-%d %H:%M}"
        table.add_row(short, when, run.kind.value, verdict, *(_cell(row[n]) for n in kept))
    console.print(table)


def _by_source(console: Console, entry: Entry) -> None:
    from rich.table import Table

    from ragaudit._history.trend import MEASURES, of_source

    names = [counts.source for counts in entry.run.sources]
    rows = [[of_source(entry, name, measure) for measure in MEASURES] for name in names]
    kept = [n for n in range(len(MEASURES)) if any(row[n].value is not None for row in rows)]
    if not kept:
        return
    before = entry.before
    against = f" against {before.started_at:%Y-%m-%d %H:%M}" if before else ""
    console.print(f"\nThe newest run by source{against}", style="bold")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Source", overflow="ellipsis", no_wrap=True)
    for number in kept:
        table.add_column(_TITLES[MEASURES[number]], justify="right")
    for name, row in zip(names, rows, strict=True):
        table.add_row(name, *(_cell(row[n]) for n in kept))
    console.print(table)
    if before:
        console.print("\n`ragaudit diff` says what is new and what is fixed.", markup=False)


def _cell(figure: Figure) -> Text:
    from rich.text import Text

    style = {True: "green", False: "red", None: ""}[figure.better]
    return Text(figure.shown, style=style if figure.value is not None else "dim")


def _shortened(ids: Sequence[str]) -> list[str]:
    """Beginnings that are enough to tell the runs apart."""
    longest = max(map(len, ids))
    for size in range(SHORT, longest):
        if len({name[:size] for name in ids}) == len(ids):
            return [name[:size] for name in ids]
    return list(ids)
