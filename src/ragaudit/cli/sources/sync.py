"""`ragaudit sources sync`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ragaudit._audit import Synced

EPILOG = """\b
A scan does the same by itself. A run that was cut off goes on where it stopped.

\b
Exit codes: 0 every source is up to date, 2 usage, 3 one is not, or a document could not be read.
"""


@click.command("sync", epilog=EPILOG, short_help="Bring source systems up to date.")
@click.argument("sources", nargs=-1)
@click.option("--config", type=click.Path(path_type=Path), help="ragaudit.yaml to use.")
@click.option(
    "--accept-deletions", is_flag=True, help="Believe a source that lists far less than before."
)
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), default="terminal")
def command(
    sources: tuple[str, ...], config: Path | None, accept_deletions: bool, format_: str
) -> int:
    """List the source systems SOURCES (default: all) and read what is new or changed."""
    import json

    from ragaudit._audit import sync_sources
    from ragaudit._audit.checking import chosen
    from ragaudit.cli._progress import showing
    from ragaudit.cli._run import prepare
    from ragaudit.cli._surveying import tell

    request, _ = prepare((), config, None, (), (), None)
    wanted = chosen(request.settings, sources)
    with showing(quiet=False) as progress:
        request = replace(request, progress=progress, accept_deletions=accept_deletions)
        synced = sync_sources(request, wanted)
    if format_ == "json":
        click.echo(json.dumps([asdict(s) for s in synced], indent=2, ensure_ascii=False))
    else:
        _print(synced)
    tell(tuple(failure for one in synced for failure in one.failures))
    return 3 if any(one.failures or one.skips for one in synced) or not synced else 0


def _print(synced: Sequence[Synced]) -> None:
    if not synced:
        click.echo("no source system is configured; folders are read as they are")
    for one in synced:
        parts = [f"{one.documents} documents", f"{one.new} new", f"{one.changed} changed"]
        parts += [f"{one.access_changed} with other access", f"{one.gone} gone"]
        parts += [f"{one.fetched} fetched in {one.requests} requests"]
        if one.skips:
            parts.append(f"{len(one.skips)} not read")
        if one.resumed:
            parts.append("resumed")
        click.echo(f"{one.source}: {', '.join(parts)}")
