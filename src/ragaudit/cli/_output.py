"""Where a report goes and how wide it may be."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from ragaudit.contracts import ReportOptions
from ragaudit.errors import UsageError

MAX_WIDTH = 120


def options_for(output: Path | None, *, verbose: bool, table: str = "findings") -> ReportOptions:
    """Width and colour for a terminal; a file or pipe gets plain text 100 columns wide."""
    if output is not None or sys.stdout is None or not sys.stdout.isatty():
        return ReportOptions(verbose=verbose, table=table)
    width = min(shutil.get_terminal_size().columns, MAX_WIDTH)
    color = "NO_COLOR" not in os.environ
    return ReportOptions(verbose=verbose, width=width, color=color, table=table)


def write(report: str | bytes, output: Path | None) -> None:
    """Print the report, or write it to a file. Raises `UsageError` if that is not possible."""
    data = report if isinstance(report, bytes) else _encoded(report)
    if output is None:
        _print(data)
        return
    try:
        _replace(output, data)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{output} cannot be written: {why}", "choose another file") from error


def _replace(output: Path, data: bytes) -> None:
    """Write beside and rename, so that who reads the file never finds half a report.

    What is no plain file (a pipe, a device) is written to as it is.
    """
    target = output.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _encoded(report: str) -> bytes:
    text = report if report.endswith("\n") else report + "\n"
    return text.encode("utf-8", "backslashreplace")


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
