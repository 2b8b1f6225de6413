"""`ragaudit index build`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ragaudit.cli._surveying import survey_options, surveying, tell

EPILOG = """\b
Examples:
  ragaudit index build                       (the sources of ragaudit.yaml)
  ragaudit index build ./docs

\b
A build that is cut off goes on where it stopped; until one has ended, questions are answered from
the index before it. `ragaudit probe` does the same by itself.

\b
Exit codes: 0 the index is in step, 2 usage, 3 something could not be read, or there is nothing to
index.
"""


@click.command("build", epilog=EPILOG, short_help="Bring the built-in index in step.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@survey_options
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
def command(
    paths: tuple[Path, ...], config: Path | None, as_of: date | None, format_: str, quiet: bool
) -> int:
    """Read PATHS, or the sources of the configuration, and index what is new or changed.

    Only text that was not indexed before is embedded, what is gone is taken out, and access lists
    are never part of it: who may read what is asked when questions are.
    """
    import json
    from dataclasses import asdict

    from ragaudit._config import resolve
    from ragaudit._measure.filling import indexer, refresh, told
    from ragaudit.cli._output import write
    from ragaudit.cli._progress import showing

    index = indexer(resolve(paths, config, Path.cwd()))
    try:
        with (
            surveying(paths, config, as_of, quiet=quiet) as (_, survey),
            showing(quiet=quiet) as progress,
        ):
            filled = refresh(index, survey, progress)
            failures = survey.every_failure
    finally:
        index.close()
    shown = json.dumps(asdict(filled), indent=2, ensure_ascii=False)
    write(shown if format_ == "json" else told(filled), None)
    tell(failures)
    return 0 if filled.whole else 3
