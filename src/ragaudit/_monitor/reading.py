"""Reads query logs and holds them against the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from ragaudit._engine.progress import Progress
from ragaudit._monitor.stripping import stripped
from ragaudit._monitor.tally import Tally
from ragaudit.contracts import LogOptions, LogReader
from ragaudit.errors import UsageError
from ragaudit.model import BadLine, Directory, Document, LogRecord, Usage

_STEP = 10_000


def read_logs(
    files: Sequence[Path],
    reader: LogReader,
    options: LogOptions,
    documents: Mapping[str, Document],
    progress: Progress,
    since: date | None = None,
) -> Usage:
    """Count every record of every file. Raises `UsageError` where there is none at all."""
    tally = Tally(documents)
    for file in files:
        progress.stage(f"reading {file.name}")
        tally.add_all(_watched(_recent(reader.read(file, options), since), progress))
    usage = tally.usage()
    if not usage.questions:
        raise UsageError(_why(files, usage, since), "name the fields: --field query=NAME")
    return usage


def _why(files: Sequence[Path], usage: Usage, since: date | None) -> str:
    names = ", ".join(str(file) for file in files)
    after = f" since {since}" if since else ""
    first = f"; line {usage.bad[0].line} {usage.bad[0].reason}" if usage.bad else ""
    return f"{names}: there is no question in it{after}{first}"


def shown(usage: Usage, directory: Directory, least: int, most: int) -> Usage:
    """What may be shown and kept of it: see `stripped`."""
    return stripped(usage, directory, least, most)


def _recent(
    records: Iterator[LogRecord | BadLine], since: date | None
) -> Iterator[LogRecord | BadLine]:
    """Without questions of which it is known that they are older."""
    for record in records:
        old = since and isinstance(record, LogRecord) and record.at and record.at.date() < since
        if not old:
            yield record


def _watched(
    records: Iterator[LogRecord | BadLine], progress: Progress
) -> Iterator[LogRecord | BadLine]:
    for number, record in enumerate(records, 1):
        if number % _STEP == 0:
            progress.step(_STEP)
        yield record
