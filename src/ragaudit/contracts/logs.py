"""What reads query logs of a running system."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from ragaudit.model import BadLine, LogRecord


@dataclass(frozen=True, slots=True)
class LogOptions:
    """How a log is to be understood."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """Our name of a field (`query`, `documents`, `at`, …) to its dotted path in the log."""


class LogReader(Protocol):
    """Reads one format of log, line by line, in bounded memory."""

    @abstractmethod
    def knows(self, rows: Sequence[Mapping[str, Any]]) -> bool:
        """Whether these first rows of a file are of this format."""

    @abstractmethod
    def read(self, file: Path, options: LogOptions) -> Iterator[LogRecord | BadLine]:
        """Yield every record, and every line that is none.

        Raises `UsageError` where the file cannot be read at all.
        """
