"""Where a report goes and how wide it may be."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from ragaudit.contracts import ReportOptions
from ragaudit.errors import UsageError

MAX_WIDTH = 120


def options_for(output: Path | None, *, verbose: bool) -> ReportOptions:
    """Width and colour for a terminal; a file or pipe gets plain text 100 columns wide."""
    if output is not None or sys.stdout is None or not sys.stdout.isatty():
        return ReportOptions(verbose=verbose)
    width = min(shutil.get_terminal_size().columns, MAX_WIDTH)
    return ReportOptions(verbose=verbose, width=width, color="NO_COLOR" not in os.environ)


def write(report: str, output: Path | None) -> None:
    """Print the report, or write it to a file. Raises `UsageError` if that is not possible."""
    text = report if report.endswith("\n") else report + "\n"
    data = text.encode("utf-8", "backslashreplace")
    if output is None:
        _print(data)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(data)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{output} cannot be written: {why}", "choose another --output") from error


def _print(data: bytes) -> None:
    """Where the reader of a pipe has gone the verdict still counts; a lost report is an error."""
    if sys.stdout is None:
        raise UsageError("the report cannot be printed: the output is closed", "use --output")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        mute()
    except OSError as error:
        mute()
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"the report cannot be printed: {why}", "use --output") from error


def mute() -> None:
    """Send what is still to be printed nowhere, so that the interpreter ends without complaint."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
