"""Reading files that strangers made: regular ones only, never past a limit."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from ragaudit.errors import SkipError
from ragaudit.model import SkipReason

# Without O_NONBLOCK, opening a pipe that nobody writes to would wait forever.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_GONE = {errno.ENOENT, errno.ENOTDIR}
SMALL = 1_000_000
"""Bytes that a file which only carries settings may have."""


def read_regular(path: Path, limit: int) -> bytes:
    """The bytes of a regular file. Raises `SkipError`."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise skip_of(error) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise SkipError(SkipReason.UNREADABLE, "is not a regular file")
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise skip_of(error) from error
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise too_large(max(status.st_size, len(data)), limit)
    return data


def read_small(path: Path, limit: int = SMALL) -> str:
    """The text of a settings file; empty where there is none or it cannot be read."""
    try:
        return read_regular(path, limit).decode("utf-8-sig", "replace")
    except SkipError:
        return ""


def too_large(size: int, limit: int) -> SkipError:
    """The error for a file beyond the limit."""
    return SkipError(
        SkipReason.TOO_LARGE,
        f"has {size:,} bytes, the limit is {limit:,}",
        "split it, exclude it, or raise `limits: max_bytes` for this source",
    )


def skip_of(error: OSError) -> SkipError:
    """What an error of the file system means for a document."""
    if error.errno in _GONE:
        return SkipError(SkipReason.VANISHED, "was listed, but is gone")
    if error.errno == errno.ELOOP:
        return SkipError(SkipReason.UNREADABLE, "is a link that is not followed")
    reason = (error.strerror or "cannot be opened").lower()
    action = "give the account that runs the audit permission to read it"
    denied = error.errno in (errno.EACCES, errno.EPERM)
    return SkipError(SkipReason.UNREADABLE, reason, action if denied else "")
