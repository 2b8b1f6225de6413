"""Which format a log is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from ragaudit.contracts import LogOptions, LogReader
from ragaudit.errors import UsageError
from ragaudit.model import BadLine, LogRecord
from ragaudit_connectors.logs.langfuse import LangfuseReader
from ragaudit_connectors.logs.otel import OtelReader
from ragaudit_connectors.logs.phoenix import PhoenixReader
from ragaudit_connectors.logs.plain import PlainReader
from ragaudit_connectors.logs.rows import rows

_LOOK_AT = 50
_READERS = (OtelReader, PhoenixReader, LangfuseReader, PlainReader)
"""The most telling first."""


class AutoReader(LogReader):
    """Reads whatever format the first rows are in; named fields mean a log of one's own."""

    def knows(self, rows: Sequence[Mapping[str, Any]]) -> bool:
        """See `LogReader.knows`."""
        return any(kind().knows(rows) for kind in _READERS)

    def read(self, file: Path, options: LogOptions) -> Iterator[LogRecord | BadLine]:
        """See `LogReader.read`. Raises `UsageError` where no format is sure."""
        reader = PlainReader() if options.fields else _recognised(file)
        yield from reader.read(file, options)


def _recognised(file: Path) -> LogReader:
    found = [row[1] for row in islice(rows(file), _LOOK_AT) if not isinstance(row, BadLine)]
    if not found:
        raise UsageError(f"{file} has no rows that can be read", "name a log of JSON lines or CSV")
    for kind in _READERS:
        if (reader := kind()).knows(found):
            return reader
    known = ", ".join(list(map(str, found[0]))[:8])
    raise UsageError(
        f"{file}: no field holds the question; there is: {known}", "name it: --field query=NAME"
    )
