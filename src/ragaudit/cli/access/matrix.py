"""`ragaudit access matrix`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ragaudit.cli._surveying import survey_options, surveying, tell

if TYPE_CHECKING:
    from ragaudit._audit.reach import Cell

EPILOG = """\b
Examples:
  ragaudit access matrix
  ragaudit access matrix --as ann --as anonymous --format json

\b
Exit codes: 0 everything was read, 2 usage, 3 a source could not be read to its end.
"""


@click.command("matrix", epilog=EPILOG, short_help="What each person may read.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--as", "readers", multiple=True, help="Only these: a person, group:NAME, anonymous.")
@survey_options
def command(
    paths: tuple[Path, ...],
    readers: tuple[str, ...],
    config: Path | None,
    as_of: date | None,
    format_: str,
) -> int:
    """Count what each principal may read in each source: allowed, and not known.

    With `--format json` one row per principal and document.
    """
    import json

    from ragaudit._audit import asked, reach

    with surveying(paths, config, as_of) as (request, survey):
        chosen = [(name, asked.named(survey, name)) for name in dict.fromkeys(readers)]
        chosen = chosen or asked.everybody(survey)
        found = reach.cells(survey, chosen, request.as_of)
        if format_ == "json":
            rows = [
                {
                    "principal": cell.principal,
                    "source": cell.source,
                    "path": cell.path,
                    "decision": cell.decision.value,
                }
                for cell in found
            ]
            click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        else:
            _print(found, [s.id for s in request.settings.sources], [name for name, _ in chosen])
        failures = survey.every_failure
        tell(failures)
    return 3 if failures or survey.reading.skips else 0


def _print(cells: Iterable[Cell], sources: list[str], readers: list[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    counts = Counter((cell.principal, cell.source, cell.decision.value) for cell in cells)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("May read")
    for source in sources:
        table.add_column(source, justify="right")
    for reader in readers:
        table.add_row(reader, *(_cell(counts, reader, source) for source in sources))
    console = Console() if sys.stdout.isatty() else Console(width=100)
    console.print(table)
    console.print("\nallowed of all; +n? where it is not known for n more", highlight=False)


def _cell(counts: Counter[tuple[str, str, str]], reader: str, source: str) -> str:
    allow, deny, unknown = (counts[reader, source, d] for d in ("allow", "deny", "unknown"))
    return f"{allow}/{allow + deny + unknown}" + (f" +{unknown}?" if unknown else "")
