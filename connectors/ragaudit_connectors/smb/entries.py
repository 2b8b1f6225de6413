"""What a folder lists: names, sizes, times.

Source: [MS-FSCC] 2.4.18 FileIdFullDirectoryInformation.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_FIXED = struct.Struct("<IIqqqqqqIIIIQ")
_HIDDEN, _SYSTEM, _DIRECTORY = 0x2, 0x4, 0x10
_REPARSE, _OFFLINE = 0x400, 0x1000
_RECALLED = 0x40000 | 0x400000
"""Reading it would bring its bytes back from an archive or a cloud."""
_TRANSPARENT = frozenset({0x80000013, 0x80000017})
"""Reparse points that are plain files to every reader: deduplicated and compressed ones."""
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_SECOND = 10_000_000


class BadEntryError(ValueError):
    """A listing that is not one."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something in a folder. Times count 100 nanoseconds since 1601."""

    name: str
    size: int = 0
    last_write: int = 0
    change: int = 0
    """When anything about it last changed, its access list included."""
    file_id: int = 0
    attributes: int = 0
    tag: int = 0
    """What kind of reparse point it is."""

    @property
    def is_folder(self) -> bool:
        """Whether it may have something in it."""
        return bool(self.attributes & _DIRECTORY)

    @property
    def is_link(self) -> bool:
        """Whether it stands for something elsewhere: a symbolic link, a junction, a DFS link."""
        return bool(self.attributes & _REPARSE) and self.tag not in _TRANSPARENT

    @property
    def is_away(self) -> bool:
        """Whether its bytes are not there until somebody asks for them."""
        return bool(self.attributes & (_OFFLINE | _RECALLED))

    @property
    def is_of_the_system(self) -> bool:
        """Whether the system keeps it for itself: the recycle bin, volume information."""
        return self.attributes & (_HIDDEN | _SYSTEM) == _HIDDEN | _SYSTEM


def entries(buffer: bytes) -> Iterator[Found]:
    """The entries of one answer, `.` included. Raises `BadEntryError`."""
    at = 0
    while True:
        try:
            (following, _, _, _, last_write, change, size, _, attributes, length, ea_size, _,
             file_id) = _FIXED.unpack_from(buffer, at)  # fmt: skip
        except struct.error as error:
            raise BadEntryError("an entry is cut off") from error
        start = at + _FIXED.size
        raw = buffer[start : start + length]
        if len(raw) < length or length % 2:
            raise BadEntryError("a name is cut off")
        name = raw.decode("utf-16-le", "surrogatepass")
        tag = ea_size if attributes & _REPARSE else 0
        yield Found(name, max(size, 0), last_write, change, file_id, attributes, tag)
        if not following:
            return
        if following < _FIXED.size + length:
            raise BadEntryError("entries overlap")
        at += following


def moment_of(ticks: int) -> datetime | None:
    """A point in time; None where the server keeps none, or one beyond all calendars."""
    if ticks <= 0:
        return None
    try:
        return _EPOCH + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return None


def is_coarse(ticks: int) -> bool:
    """Whether a time may be one of those that count in whole seconds."""
    return ticks % _SECOND == 0
