"""Bytes that a server may send, whatever they are: lists, listings, answers of services."""

from __future__ import annotations

import random
import struct
from contextlib import suppress

import pytest

from ragaudit_connectors.smb.descriptor import (
    Ace,
    BadDescriptorError,
    Descriptor,
    read_descriptor,
)
from ragaudit_connectors.smb.entries import BadEntryError, Found, entries, moment_of
from ragaudit_connectors.smb.rpc.ndr import BadAnswerError, Reader, Writer

EVERYONE = bytes.fromhex("010100000000000100000000")


def descriptor(aces: bytes, count: int, size: int | None = None) -> bytes:
    """A descriptor without an owner, with these bytes for entries."""
    head = struct.pack("<BBHIIII", 1, 0, 0x8004, 0, 0, 0, 20)
    return head + struct.pack("<BBHHH", 2, 0, size or 8 + len(aces), count, 0) + aces


def ace(kind: int, extra: bytes = b"", mask: int = 0x1) -> bytes:
    """An entry for everybody."""
    body = struct.pack("<I", mask) + extra + EVERYONE
    return struct.pack("<BBH", kind, 0, 4 + len(body)) + body


def test_entries_of_every_kind_are_understood_or_said() -> None:
    """Conditions leave an entry open, what nobody knows leaves the list incomplete."""
    expected = {
        0: Ace(True, "S-1-1-0", 1),
        1: Ace(False, "S-1-1-0", 1),
        9: Ace(True, "S-1-1-0", 1, conditional=True),
        10: Ace(False, "S-1-1-0", 1, conditional=True),
    }
    for kind, one in expected.items():
        assert Descriptor("", (one,)) == read_descriptor(descriptor(ace(kind), 1))
    objects = read_descriptor(descriptor(ace(5, struct.pack("<I", 1) + bytes(16)), 1))
    assert (Ace(True, "S-1-1-0", 1, conditional=True),) == objects.aces
    assert Descriptor("", ()) == read_descriptor(descriptor(ace(2), 1))
    assert Descriptor("", (), complete=False) == read_descriptor(descriptor(ace(99), 1))


def test_a_list_as_long_as_can_be_is_read() -> None:
    """Its length has sixteen bits, which are some three thousand entries."""
    count = (65_535 - 8) // len(ace(0))
    found = read_descriptor(descriptor(ace(0) * count, count))
    assert (count, True) == (len(found.aces or ()), found.complete)


def test_descriptors_of_any_bytes_are_read_or_refused() -> None:
    """Nothing else comes of them, whatever they say of their lengths."""
    rng, whole = random.Random(7), descriptor(ace(0) + ace(5, struct.pack("<I", 3) + bytes(32)), 2)
    for cut in range(len(whole)):
        with suppress(BadDescriptorError):
            read_descriptor(whole[:cut])
    for _ in range(3000):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 6)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        with suppress(BadDescriptorError):
            read_descriptor(bytes(data))


def test_listings_of_any_bytes_are_read_or_refused() -> None:
    """They do not go round in circles, nor beyond their end."""
    name = "a.md".encode("utf-16-le")
    fixed = struct.pack("<IIqqqqqqIIIIQ", 0, 0, 1, 2, 3, 4, 5, 6, 0x20, len(name), 0, 0, 7)
    whole = fixed + name
    assert [Found("a.md", 5, 3, 4, 7, 0x20)] == list(entries(whole))
    with pytest.raises(BadEntryError):
        list(entries(struct.pack("<I", 8) + whole[4:]))
    rng, two = random.Random(7), struct.pack("<I", len(whole)) + whole[4:] + whole
    for _ in range(3000):
        data = bytearray(two)
        for _ in range(rng.randint(1, 6)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        with suppress(BadEntryError):
            assert len(list(entries(bytes(data[: rng.randint(0, len(data))])))) <= 2


def test_answers_of_services_are_read_or_refused() -> None:
    """A count is never believed beyond what there is."""
    with pytest.raises(BadAnswerError, match="counts more"):
        Reader(struct.pack("<I", 0xFFFFFFFF)).count(4)
    assert "hr" == Reader(Writer().text("hr").data).text()
    sid = "S-1-5-21-1-2-3-1105"
    assert sid == Reader(Writer().sid(sid).data).sid()
    for bad in (b"\1\0\0\0\1\xff", b"\1\0\0\0\2\1" + bytes(10)):
        with pytest.raises(BadAnswerError):
            Reader(bad).sid()


def test_times_are_none_where_there_is_none() -> None:
    """A server without them says zero, and some say more than any calendar has."""
    for ticks in (0, -1, 0x7FFFFFFFFFFFFFFF):
        assert None is moment_of(ticks)
    found = moment_of(133_485_408_000_000_000)
    assert found is not None
    assert "2024-01-01" == found.date().isoformat()
