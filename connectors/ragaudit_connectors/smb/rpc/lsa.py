"""Who security identifiers stand for.

Source: [MS-LSAT] 3.1.4.11 LsarLookupSids, [MS-LSAD] 3.1.4.4.1 LsarOpenPolicy2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragaudit_connectors.smb.failures import RefusedError
from ragaudit_connectors.smb.rpc.ndr import HANDLE, BadAnswerError, Reader, Writer

if TYPE_CHECKING:
    from ragaudit_connectors.smb.rpc.pipe import Pipe

NAME, INTERFACE, VERSION = "lsarpc", "12345778-1234-abcd-ef00-0123456789ab", 0
AT_ONCE = 50
"""Identifiers in one call, which has to fit into one fragment."""
USERS, GROUPS = frozenset({1, 9}), frozenset({2, 4, 5})
"""Kinds of names: people and computers; groups, local groups, well-known ones."""
_LOOK_UP_NAMES = 0x800
_OPEN, _LOOK_UP = 44, 15
_ANYWHERE = 1
_SOME, _NONE = 0x107, 0xC0000073


@dataclass(frozen=True, slots=True)
class Named:
    """What an identifier stands for."""

    name: str
    """`KB\\alice`."""
    kind: int


def names(pipe: Pipe, sids: Sequence[str]) -> Mapping[str, Named]:
    """Those of some identifiers that have a name. Raises `RefusedError`, `BadAnswerError`."""
    handle = pipe.handle("policy", lambda: _policy(pipe))
    arguments = Writer().raw(handle).u32(len(sids)).pointer().u32(len(sids))
    for _ in sids:
        arguments.pointer()
    for sid in sids:
        arguments.sid(sid)
    arguments.u32(0).u32(0).u16(_ANYWHERE).u32(0)
    answer = pipe.call(_LOOK_UP, arguments.data)
    domains = _domains(answer) if answer.u32() else []
    found = list(_translated(answer))
    answer.u32()
    status = answer.u32()
    if status == _NONE:
        return {}
    if status not in (0, _SOME):
        raise RefusedError(status)
    if len(found) != len(sids):
        raise BadAnswerError("there are not as many names as identifiers")
    pairs = zip(sids, found, strict=True)
    return {sid: named for sid, one in pairs if (named := _named(one, domains)) is not None}


def _policy(pipe: Pipe) -> bytes:
    # No server's name, and attributes of which only their own length is read.
    arguments = Writer().u32(0).u32(24).u32(0).u32(0).u32(0).u32(0).u32(0).u32(_LOOK_UP_NAMES)
    answer = pipe.call(_OPEN, arguments.data)
    handle, status = answer.raw(HANDLE), answer.u32()
    if status:
        raise RefusedError(status)
    return handle


def _domains(answer: Reader) -> list[str]:
    answer.u32()
    there = answer.u32()
    answer.u32()
    if not there:
        return []
    heads = [(answer.header(), bool(answer.u32())) for _ in range(answer.count(12))]
    found = []
    for has_name, has_sid in heads:
        found.append(answer.text() if has_name else "")
        if has_sid:
            answer.sid()
    return found


def _translated(answer: Reader) -> Iterator[tuple[int, str, int]]:
    """Kind, name and number of the domain."""
    answer.u32()
    if not answer.u32():
        return
    heads = [(answer.u16(), answer.header(), answer.u32()) for _ in range(answer.count(16))]
    for kind, has_name, domain in heads:
        yield kind, answer.text() if has_name else "", domain


def _named(one: tuple[int, str, int], domains: Sequence[str]) -> Named | None:
    kind, name, domain = one
    if kind not in USERS | GROUPS or not name:
        return None
    where = domains[domain] if domain < len(domains) else ""
    return Named(f"{where}\\{name}" if where else name, kind)
