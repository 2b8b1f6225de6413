"""Options several commands share, and how their values are read."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from ragaudit.errors import UsageError
from ragaudit.text import DateError, parse_date

F = TypeVar("F", bound=Callable[..., Any])


class DateType(click.ParamType[date]):
    """A date such as 2026-11-01."""

    name = "date"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read it, or say what is wrong with it."""
        if isinstance(value, date):
            return value
        try:
            return parse_date(value)
        except DateError as error:
            raise UsageError(f"{_name(param)}: {error}", "write it like 2026-11-01") from error


def codes(value: tuple[str, ...]) -> tuple[str, ...]:
    """Rule codes from repeated and comma-separated options, in upper case."""
    return tuple(c.strip().upper() for item in value for c in item.split(",") if c.strip())


def default_jobs() -> int:
    """As many workers as processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def run_options(function: F) -> F:
    """What every command that scans takes."""
    for option in reversed(
        (
            click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
            click.option("--config", type=click.Path(path_type=Path), help="ragaudit.yaml to use."),
            click.option("--as-of", type=DateType(), help="Judge as on this day (default: today)."),
            click.option("--rules", multiple=True, metavar="CODES", help="Run only these rules."),
            click.option(
                "--ignore", multiple=True, metavar="CODES", help="Do not run these rules."
            ),
            click.option("--jobs", "-j", type=click.IntRange(1, 256), help="Worker processes."),
            click.option(
                "--baseline",
                "baseline_file",
                type=click.Path(path_type=Path),
                help="Baseline to use (default: ragaudit-baseline.json, if there).",
            ),
        )
    ):
        function = option(function)
    return function


def _name(param: click.Parameter | None) -> str:
    return param.opts[-1] if param is not None and param.opts else "date"
