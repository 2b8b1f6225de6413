"""The file of an export: where it may lie, and its lines one by one."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from ragaudit.errors import MalformedError, ScopeMissingError, TransientError
from ragaudit.model import SourceSettings

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_CHUNK = 1 << 20
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, without its end."""

    number: int
    offset: int
    """Where it begins, in bytes."""
    data: bytes | None
    """None where it is longer than allowed: then it was passed over, not kept."""


class Export:
    """One file, opened anew for each use and never through a link out of its folder."""

    def __init__(self, settings: SourceSettings) -> None:
        self._settings = settings
        self.name = settings.root.name
        self._limit = settings.limits.max_bytes

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The file. Raises `SourceError` where it cannot be had."""
        try:
            descriptor = os.open(self._path(), _FLAGS)
        except OSError as error:
            raise self._refused(error) from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise MalformedError(f"{self.name} is no file of lines", "check `root`")
        with os.fdopen(descriptor, "rb") as file:
            yield file

    def lines(self, file: BinaryIO) -> Iterator[Line]:
        """Every line from the beginning, of which no more than the limit is held at a time."""
        number = offset = 0
        while data := self._read(file):
            number += 1
            end = file.tell()
            whole = data.endswith(b"\n") or len(data) <= self._limit
            yield Line(number, offset, _plain(data, first=number == 1) if whole else None)
            offset = end if whole else self._pass_over(file)

    def at(self, file: BinaryIO, offset: int) -> bytes:
        """The line that begins at a place; nothing where none does."""
        file.seek(offset)
        return _plain(self._read(file), first=offset == 0)

    def state(self, file: BinaryIO) -> tuple[int, ...]:
        """Changes whenever the file is written or replaced."""
        status = os.fstat(file.fileno())
        return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)

    def _read(self, file: BinaryIO) -> bytes:
        try:
            return file.readline(self._limit + 2)
        except OSError as error:
            raise self._refused(error) from error

    def _pass_over(self, file: BinaryIO) -> int:
        """Skip the rest of a line; where the next one begins."""
        while (part := file.readline(_CHUNK)) and not part.endswith(b"\n"):
            pass
        return file.tell()

    def _path(self) -> Path:
        """Where the file really is. Raises `MalformedError` where that is outside its folder."""
        root = self._settings.root
        path = Path(os.path.realpath(root))
        if not path.is_relative_to(os.path.realpath(_home(root, self._settings.shown_root))):
            raise MalformedError(
                f"{self.name} lies outside the folder of the configuration",
                "copy the export below that folder; links are not followed out of it",
            )
        return path

    def _refused(self, error: OSError) -> MalformedError | ScopeMissingError | TransientError:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return MalformedError(f"there is no file {self.name}", "check `root`")
        if error.errno in (errno.EACCES, errno.EPERM):
            told = f"{self.name} may not be read"
            return ScopeMissingError("read", "read the file", told)
        if error.errno == errno.ELOOP:
            return MalformedError(f"{self.name} is a link that is not followed", "check `root`")
        return TransientError(f"{self.name} cannot be read: {error.strerror or 'no reason given'}")


def _home(root: Path, shown: str) -> Path:
    """The folder of the configuration, as far as the root was written relative to it."""
    written = PurePath(shown)
    depth = len(written.parts)
    if not shown or written.is_absolute() or root.parts[-depth:] != written.parts:
        return root.parent
    return root.parents[depth - 1]


def _plain(data: bytes, *, first: bool) -> bytes:
    return (data.removeprefix(_BOM) if first else data).rstrip(b"\r\n")
