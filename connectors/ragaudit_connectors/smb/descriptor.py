"""Security descriptors: owner and access list, from bytes of a stranger.

Source: [MS-DTYP] 2.4.2 SID, 2.4.4 ACE, 2.4.5 ACL, 2.4.6 SECURITY_DESCRIPTOR.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

READ_DATA, WRITE_DATA, APPEND_DATA, TRAVERSE = 0x1, 0x2, 0x4, 0x20
WRITE_DACL, WRITE_OWNER = 0x40000, 0x80000
_GENERIC = {
    0x80000000: 0x120089,
    0x40000000: 0x120116,
    0x20000000: 0x1200A0,
    0x10000000: 0x1F01FF,
}
"""What the generic rights to read, write, execute and everything mean for a file."""
_PRESENT, _SELF_RELATIVE = 0x4, 0x8000
_INHERIT_ONLY = 0x8
_PLAIN = {0: True, 1: False}
_OBJECT = {5: True, 6: False}
_CALLBACK = {9: True, 10: False}
_CALLBACK_OBJECT = {11: True, 12: False}
_LABELS = frozenset({0x11, 0x12, 0x13, 0x14, 0x2, 0x3, 0x7, 0xD, 0xE, 0xF, 0x10})
"""Entries that let nobody in and keep nobody out: audits, alarms, labels."""


class BadDescriptorError(ValueError):
    """Bytes that are no security descriptor."""


@dataclass(frozen=True, slots=True)
class Ace:
    """One entry that holds for the file itself."""

    allow: bool
    sid: str
    mask: int
    conditional: bool = False
    """Whether it depends on more than who somebody is."""


@dataclass(frozen=True, slots=True)
class Descriptor:
    """Who owns a file and who may do what with it."""

    owner: str = ""
    aces: tuple[Ace, ...] | None = None
    """In stored order; None is no list at all, which lets everybody do everything."""
    complete: bool = True
    """False where an entry is of a kind that is not understood."""


def read_descriptor(data: bytes) -> Descriptor:
    """Read a self-relative descriptor. Raises `BadDescriptorError`."""
    try:
        revision, _, control, owner, _, _, dacl = struct.unpack_from("<BBHIIII", data)
        if revision != 1 or not control & _SELF_RELATIVE:
            raise BadDescriptorError("is of another revision")
        name = sid_at(data, owner)[0] if owner else ""
        if not control & _PRESENT or not dacl:
            return Descriptor(name)
        aces, complete = _aces(data, dacl)
    except struct.error as error:
        raise BadDescriptorError("is cut off") from error
    return Descriptor(name, aces, complete)


def sid_at(data: bytes, at: int) -> tuple[str, int]:
    """A security identifier, and where it ends. Raises `BadDescriptorError`, `struct.error`."""
    revision, count = struct.unpack_from("<BB", data, at)
    if revision != 1 or count > 15:
        raise BadDescriptorError("holds an identifier that is none")
    authority = struct.unpack_from(">HI", data, at + 2)
    parts = struct.unpack_from(f"<{count}I", data, at + 8)
    number = authority[0] << 32 | authority[1]
    return "-".join(map(str, ("S", 1, number, *parts))), at + 8 + 4 * count


def _aces(data: bytes, start: int) -> tuple[tuple[Ace, ...], bool]:
    _, _, size, count, _ = struct.unpack_from("<BBHHH", data, start)
    end = start + size
    if end > len(data):
        raise BadDescriptorError("has a list that is cut off")
    found, complete, at = [], True, start + 8
    for _ in range(count):
        kind, flags, length = struct.unpack_from("<BBH", data, at)
        if length < 4 or at + length > end:
            raise BadDescriptorError("has an entry that is cut off")
        if not flags & _INHERIT_ONLY and kind not in _LABELS:
            ace = _ace(data[at : at + length], kind)
            found += [ace] if ace else []
            complete = complete and ace is not None
        at += length
    return tuple(found), complete


def _ace(data: bytes, kind: int) -> Ace | None:
    """An entry; None for a kind that is not understood."""
    at = 8
    if kind in _OBJECT or kind in _CALLBACK_OBJECT:
        # Which property of a directory's object it is about; files have none.
        present = struct.unpack_from("<I", data, 8)[0]
        at = 12 + 16 * (present & 1) + 16 * (present >> 1 & 1)
    for kinds, conditional in _KINDS:
        if kind in kinds:
            mask = struct.unpack_from("<I", data, 4)[0]
            return Ace(kinds[kind], sid_at(data, at)[0], _specific(mask), conditional)
    return None


_KINDS = ((_PLAIN, False), (_OBJECT, True), (_CALLBACK, True), (_CALLBACK_OBJECT, True))


def _specific(mask: int) -> int:
    """Rights with the generic ones written out."""
    return mask | sum_of(rights for generic, rights in _GENERIC.items() if mask & generic)


def sum_of(rights: Iterator[int]) -> int:
    """Several rights as one mask."""
    found = 0
    for one in rights:
        found |= one
    return found
