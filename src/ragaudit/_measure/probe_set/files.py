"""Files as bounded text; everything that cannot be read is named with its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ragaudit._measure.probe_set.limits import MAX_BYTES, MAX_LINE, MAX_LINES
from ragaudit.errors import ConfigError


def read_text(file: Path) -> str:
    """The whole of a file. Raises `ConfigError` where it is no UTF-8 text or too large."""
    _check_file(file)
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            hint = "split it, or write one JSON object a line (.jsonl)"
            raise ConfigError(f"is larger than {MAX_BYTES // 1_000_000} MB", str(file), hint=hint)
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, error) from error


def numbered_lines(file: Path) -> Iterator[tuple[int, str]]:
    """Each line that is not blank, with its number. Raises `ConfigError`, as `read_text`."""
    _check_file(file)
    try:
        with file.open(encoding="utf-8-sig") as stream:
            for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE + 1), ""), 1):
                if number > MAX_LINES:
                    raise ConfigError(f"holds more than {MAX_LINES:,} lines", str(file), number)
                if len(line) > MAX_LINE:
                    raise ConfigError(f"is longer than {MAX_LINE:,} characters", str(file), number)
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, error) from error


def _check_file(file: Path) -> None:
    """A pipe or device would be waited for, perhaps for ever."""
    try:
        usable, there = file.is_file(), file.exists()
    except (OSError, ValueError) as error:
        raise _unreadable(file, error) from error
    if not usable:
        told = "is no file" if there else "is not there"
        raise ConfigError(told, str(file), hint="check the path")


def _unreadable(file: Path, error: Exception) -> ConfigError:
    if isinstance(error, UnicodeDecodeError):
        return ConfigError("cannot be read: it is not UTF-8 text", str(file))
    why = (getattr(error, "strerror", None) or str(error)).lower()
    return ConfigError(f"cannot be read: {why}", str(file), hint="check the path")
