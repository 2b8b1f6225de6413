"""`ragaudit probes generate`."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ragaudit.cli._options import DateType
from ragaudit.cli._output import write
from ragaudit.cli._surveying import surveying, tell
from ragaudit.errors import UsageError

if TYPE_CHECKING:
    from ragaudit._measure.generating import Asked, Generated

EPILOG = """\b
Examples:
  ragaudit probes generate -o probes-generated.yaml
  ragaudit probes generate ./docs --per-source 50 --only heading --only faq
  ragaudit probes generate --hold-out 10 --no-restricted -o probes-public.yaml

\b
The same documents, access lists and seed give the same file, byte for byte. Nothing is asked of a
model, and nothing is made up: every question is text of a document.

\b
Exit codes: 0 written, 2 usage, 3 a source could not be read to its end, or no probe could be made.
"""


@click.command("generate", epilog=EPILOG, short_help="Make probes out of the documents.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--per-source",
    type=click.IntRange(1, 10_000),
    default=20,
    show_default=True,
    help="At most this many of each kind for every source.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Chooses other ones.")
@click.option("--only", multiple=True, metavar="NAME", help="Only this generator; repeatable.")
@click.option(
    "--hold-out",
    type=click.IntRange(0, 1_000),
    default=0,
    show_default=True,
    help="Documents of every source to leave out of a test index: nothing may answer for them.",
)
@click.option("--no-restricted", is_flag=True, help="Use only text that everybody may read.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--config", type=click.Path(path_type=Path), help="ragaudit.yaml to use.")
@click.option("--as-of", type=DateType(), help="Decide as on this day.")
def command(
    paths: tuple[Path, ...],
    per_source: int,
    seed: int,
    only: tuple[str, ...],
    hold_out: int,
    no_restricted: bool,
    output: Path | None,
    force: bool,
    config: Path | None,
    as_of: date | None,
) -> int:
    """Make a probe set out of PATHS, or of the sources of the configuration.

    Made are questions for headings, titles, links, definitions and telling sentences, for documents
    that are kept from somebody, for those that were replaced or contradict each other, and the same
    questions with slips and in other letters. A person reviews them before they count.
    """
    from ragaudit._measure.generating import Asked, assemble
    from ragaudit._measure.generating.loading import generators
    from ragaudit._measure.material import gather

    if output is not None and output.exists() and not force:
        raise UsageError(f"{output} is there already", "choose another name, or add --force")
    chosen = generators(only)
    asked = Asked(per_source, seed, hold_out, restricted=not no_restricted)
    with surveying(paths, config, as_of) as (request, survey):
        generated = assemble(gather(request, survey), chosen, asked)
        failures, skips = survey.every_failure, survey.reading.skips
    _write(generated, asked, output)
    _say(generated)
    if skips:
        click.echo(
            f"{len(skips)} documents could not be read, so nothing is asked of them", err=True
        )
    tell(failures)
    return 3 if failures or not generated.probes.probes else 0


def _write(generated: Generated, asked: Asked, output: Path | None) -> None:
    from ragaudit._measure.generating.telling import comment, restricted
    from ragaudit._measure.probe_set.writing import dumps

    text = dumps(generated.probes, comment(generated, asked))
    if output is None or not restricted(generated):
        write(text, output)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        # Nobody else may read it, not even for a moment.
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as stream:
            output.chmod(0o600)
            stream.truncate()
            stream.write(text.encode())
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{output} cannot be written: {why}", "choose another --output") from error


def _say(generated: Generated) -> None:
    from ragaudit._measure.generating.telling import restricted, table

    click.echo(table(generated.tallies), err=True)
    count, hidden = len(generated.probes.probes), restricted(generated)
    click.echo(f"{count} probes; not reviewed by anybody yet", err=True)
    if hidden:
        click.echo(
            f"{hidden} of them are made of text that not everybody may read: keep the file as "
            "closely as its sources, or use --no-restricted",
            err=True,
        )
    if generated.held_out:
        click.echo(
            f"the index must be built without {len(generated.held_out)} documents: the top of the "
            "file has the `exclude:` lines",
            err=True,
        )
    for note in generated.notes:
        click.echo(note, err=True)
