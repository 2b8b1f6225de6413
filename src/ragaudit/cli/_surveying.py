"""What commands share that read sources and judge nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ragaudit.cli._options import DateType

if TYPE_CHECKING:
    from ragaudit._audit import Request, Survey
    from ragaudit.model import SourceFailure

F = TypeVar("F", bound=Callable[..., Any])
FORMATS = click.Choice(["terminal", "json"])


def survey_options(function: F) -> F:
    """What every such command takes."""
    for option in reversed(
        (
            click.option("--config", type=click.Path(path_type=Path), help="ragaudit.yaml to use."),
            click.option("--as-of", type=DateType(), help="Decide as on this day."),
            click.option(
                "--format", "format_", type=FORMATS, default="terminal", help="terminal or json."
            ),
        )
    ):
        function = option(function)
    return function


@contextmanager
def surveying(
    paths: tuple[Path, ...], config: Path | None, as_of: date | None, *, quiet: bool = False
) -> Iterator[tuple[Request, Survey]]:
    """Read every source, showing progress; what failed is told on the error stream."""
    from ragaudit._audit import surveyed
    from ragaudit.cli._progress import showing
    from ragaudit.cli._run import prepare

    request, _ = prepare(paths, config, as_of, (), (), None)
    with showing(quiet=quiet) as progress:
        opened = surveyed(replace(request, progress=progress), request.detectors)
        survey = opened.__enter__()
    try:
        yield request, survey
    finally:
        opened.__exit__(None, None, None)


def tell(failures: tuple[SourceFailure, ...]) -> None:
    """Say which sources could not be read, and what to do, on the error stream."""
    for failure in failures:
        action = f"; {failure.action}" if failure.action else ""
        click.echo(f"{failure.source}: {failure.detail}{action}", err=True)
