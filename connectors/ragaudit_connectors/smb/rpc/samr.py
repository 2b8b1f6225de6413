"""The accounts and groups a server keeps itself, and who is in which group.

Source: [MS-SAMR] 3.1.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragaudit_connectors.smb.failures import RefusedError
from ragaudit_connectors.smb.rpc.ndr import HANDLE, BadAnswerError, Reader, Writer

if TYPE_CHECKING:
    from ragaudit_connectors.smb.rpc.pipe import Pipe

NAME, INTERFACE, VERSION = "samr", "12345778-1234-abcd-ef00-0123456789ac", 1
MOST = 1_000_000
"""Names of one kind in one domain; what tells of more is not believed."""
_CONNECT, _CLOSE, _DOMAIN_SID, _DOMAINS, _OPEN_DOMAIN = 57, 1, 5, 6, 7
_LIST_GROUPS, _LIST_ALIASES, _LIST_USERS = 11, 15, 40
_OPEN_GROUP, _GROUP_MEMBERS, _OPEN_ALIAS, _ALIAS_MEMBERS = 19, 25, 27, 33
_OF_SERVER = 0x1 | 0x10 | 0x20
"""Connect, list domains, look one up."""
_OF_DOMAIN = 0x100 | 0x200
"""List accounts, look one up."""
_MEMBERS_OF_GROUP, _MEMBERS_OF_ALIAS = 0x10, 0x4
_MORE, _ENOUGH = 0x105, 0x8000001A
_AT_ONCE = 400
_ANSWER = 65_535
_DISABLED = 0x1


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the server."""

    rid: int
    name: str
    full_name: str = ""
    active: bool = True


def domains(pipe: Pipe) -> list[tuple[str, str]]:
    """Name and identifier of every domain the server keeps: its own, and `Builtin`."""
    listed = [name for _, name in _enumerated(pipe, _DOMAINS, _server(pipe))]
    return [(name, _sid_of(pipe, name)) for name in listed]


def users(pipe: Pipe, domain: str) -> Iterator[Account]:
    """Every user of a domain."""
    start = 0
    while start < MOST:
        arguments = Writer().raw(_domain(pipe, domain)).u16(1).u32(start).u32(_AT_ONCE)
        answer = pipe.call(_LIST_USERS, arguments.u32(_ANSWER).data)
        answer.u32()
        answer.u32()
        answer.u16()
        found = list(_displayed(answer))
        status = answer.u32()
        if status == _ENOUGH:
            return
        if status not in (0, _MORE):
            raise RefusedError(status)
        yield from found
        start += len(found)
        if status != _MORE or not found:
            return
    raise BadAnswerError("there is no end of users")


def groups(pipe: Pipe, domain: str) -> list[tuple[int, str]]:
    """Number and name of every global group of a domain."""
    return list(_enumerated(pipe, _LIST_GROUPS, _domain(pipe, domain)))


def aliases(pipe: Pipe, domain: str) -> list[tuple[int, str]]:
    """Number and name of every local group of a domain."""
    return list(_enumerated(pipe, _LIST_ALIASES, _domain(pipe, domain)))


def group_members(pipe: Pipe, domain: str, rid: int) -> list[int]:
    """The numbers of who is in a global group, all of the same domain."""
    handle = _opened(pipe, _OPEN_GROUP, domain, _MEMBERS_OF_GROUP, rid)
    answer = pipe.call(_GROUP_MEMBERS, handle)
    found: list[int] = []
    if answer.u32():
        answer.u32()
        rids, attributes = answer.u32(), answer.u32()
        if rids:
            found = [answer.u32() for _ in range(answer.count(4))]
        for _ in range(answer.count(4) if attributes else 0):
            answer.u32()
    _done(pipe, handle, answer.u32())
    return found


def alias_members(pipe: Pipe, domain: str, rid: int) -> list[str]:
    """The identifiers of who is in a local group, of any domain."""
    handle = _opened(pipe, _OPEN_ALIAS, domain, _MEMBERS_OF_ALIAS, rid)
    answer = pipe.call(_ALIAS_MEMBERS, handle)
    answer.u32()
    found: list[str] = []
    if answer.u32():
        there = [answer.u32() for _ in range(answer.count(4))]
        found = [answer.sid() for pointer in there if pointer]
    _done(pipe, handle, answer.u32())
    return found


def _server(pipe: Pipe) -> bytes:
    def connect() -> bytes:
        arguments = Writer().pointer().text("\\\\server").u32(_OF_SERVER)
        return _handle(pipe.call(_CONNECT, arguments.data))

    return pipe.handle("server", connect)


def _sid_of(pipe: Pipe, domain: str) -> str:
    answer = pipe.call(_DOMAIN_SID, Writer().raw(_server(pipe)).counted(domain).data)
    sid = answer.sid() if answer.u32() else ""
    status = answer.u32()
    if status or not sid:
        raise RefusedError(status)
    return sid


def _domain(pipe: Pipe, sid: str) -> bytes:
    def connect() -> bytes:
        arguments = Writer().raw(_server(pipe)).u32(_OF_DOMAIN).sid(sid)
        return _handle(pipe.call(_OPEN_DOMAIN, arguments.data))

    return pipe.handle(sid, connect)


def _opened(pipe: Pipe, number: int, domain: str, rights: int, rid: int) -> bytes:
    arguments = Writer().raw(_domain(pipe, domain)).u32(rights).u32(rid)
    return _handle(pipe.call(number, arguments.data))


def _done(pipe: Pipe, handle: bytes, status: int) -> None:
    """Give a handle back: servers keep a few hundred for everybody."""
    pipe.call(_CLOSE, handle)
    if status:
        raise RefusedError(status)


def _handle(answer: Reader) -> bytes:
    handle, status = answer.raw(HANDLE), answer.u32()
    if status:
        raise RefusedError(status)
    return handle


def _enumerated(pipe: Pipe, number: int, handle: bytes) -> Iterator[tuple[int, str]]:
    context = taken = 0
    while taken < MOST:
        answer = pipe.call(number, Writer().raw(handle).u32(context).u32(_ANSWER).data)
        following = answer.u32()
        found = list(_listed(answer)) if answer.u32() else []
        answer.u32()
        status = answer.u32()
        if status == _ENOUGH:
            return
        if status not in (0, _MORE):
            raise RefusedError(status)
        yield from found
        taken += len(found)
        if status != _MORE or following == context:
            return
        context = following
    raise BadAnswerError("there is no end of names")


def _listed(answer: Reader) -> Iterator[tuple[int, str]]:
    answer.u32()
    if not answer.u32():
        return
    heads = [(answer.u32(), answer.header()) for _ in range(answer.count(12))]
    for rid, has_name in heads:
        yield rid, answer.text() if has_name else ""


def _displayed(answer: Reader) -> Iterator[Account]:
    answer.u32()
    if not answer.u32():
        return
    heads = []
    for _ in range(answer.count(36)):
        answer.u32()
        rid, control = answer.u32(), answer.u32()
        heads.append((rid, control, answer.header(), answer.header(), answer.header()))
    for rid, control, *texts in heads:
        name, _, full_name = (answer.text() if there else "" for there in texts)
        yield Account(rid, name, full_name, not control & _DISABLED)
