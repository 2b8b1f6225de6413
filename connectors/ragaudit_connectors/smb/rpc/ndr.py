"""Values as remote calls write them, little-endian NDR; what is read is bounded.

Source: [C706] chapter 14, [MS-RPCE] 2.2.5.
"""

from __future__ import annotations

import struct

from ragaudit_connectors.smb.descriptor import BadDescriptorError, sid_at

_REFERENT = 0x20000
HANDLE = 20


class BadAnswerError(ValueError):
    """An answer that cannot be read."""


class Writer:
    """The arguments of a call."""

    def __init__(self) -> None:
        self._parts = bytearray()
        self._referent = _REFERENT

    @property
    def data(self) -> bytes:
        """What was written."""
        return bytes(self._parts)

    def raw(self, data: bytes) -> Writer:
        """Bytes as they are."""
        self._parts += data
        return self

    def u16(self, value: int) -> Writer:
        """A number of two bytes."""
        return self._aligned(2).raw(struct.pack("<H", value))

    def u32(self, value: int) -> Writer:
        """A number of four bytes."""
        return self._aligned(4).raw(struct.pack("<I", value))

    def pointer(self) -> Writer:
        """A pointer to something that is written later."""
        self._referent += 4
        return self.u32(self._referent)

    def text(self, value: str) -> Writer:
        """A string that ends with a zero."""
        raw = value.encode("utf-16-le") + b"\0\0"
        count = len(raw) // 2
        return self.u32(count).u32(0).u32(count).raw(raw)

    def counted(self, value: str) -> Writer:
        """An RPC_UNICODE_STRING with what it points at right behind it."""
        raw = value.encode("utf-16-le")
        self._aligned(4).u16(len(raw)).u16(len(raw)).pointer()
        return self.u32(len(raw) // 2).u32(0).u32(len(raw) // 2).raw(raw)

    def sid(self, value: str) -> Writer:
        """A security identifier, its length in front."""
        _, revision, authority, *parts = value.split("-")
        self.u32(len(parts))
        self.raw(struct.pack("<BB", int(revision), len(parts)))
        self.raw(int(authority).to_bytes(6, "big"))
        return self.raw(struct.pack(f"<{len(parts)}I", *map(int, parts)))

    def _aligned(self, size: int) -> Writer:
        return self.raw(bytes(-len(self._parts) % size))


class Reader:
    """The answer to a call. Everything raises `BadAnswerError`."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def raw(self, size: int) -> bytes:
        """Bytes as they are."""
        found = self._data[self._at : self._at + size]
        if len(found) < size:
            raise BadAnswerError("an answer is cut off")
        self._at += size
        return found

    def u16(self) -> int:
        """A number of two bytes."""
        self._align(2)
        return int.from_bytes(self.raw(2), "little")

    def u32(self) -> int:
        """A number of four bytes; a pointer, where 0 points nowhere."""
        self._align(4)
        return int.from_bytes(self.raw(4), "little")

    def count(self, size: int) -> int:
        """How many elements of at least some size follow: never more than there are bytes."""
        found = self.u32()
        if found * size > len(self._data) - self._at:
            raise BadAnswerError("an answer counts more than it holds")
        return found

    def text(self) -> str:
        """A string; a zero at its end is none of it."""
        self.u32()
        offset, count = self.u32(), self.count(2)
        if offset:
            raise BadAnswerError("a text does not begin at its beginning")
        return self.raw(2 * count).decode("utf-16-le", "replace").rstrip("\0")

    def header(self) -> bool:
        """The fixed part of an RPC_UNICODE_STRING; whether text follows."""
        self._align(4)
        self.raw(4)
        return bool(self.u32())

    def sid(self) -> str:
        """A security identifier."""
        self.u32()
        try:
            found, end = sid_at(self._data, self._at)
        except (struct.error, BadDescriptorError) as error:
            raise BadAnswerError("an identifier is none") from error
        self._at = end
        return found

    def _align(self, size: int) -> None:
        self._at += -self._at % size
