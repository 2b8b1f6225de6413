"""The people and groups that the server itself keeps, as far as it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from ragaudit.errors import MalformedError
from ragaudit.model import Directory, Group, User
from ragaudit_connectors.smb.failures import RefusedError
from ragaudit_connectors.smb.rpc import lsa, samr
from ragaudit_connectors.smb.server import Server
from ragaudit_connectors.smb.sids import BUILTIN, Meaning, meaning

if TYPE_CHECKING:
    from ragaudit_connectors.smb.rpc.pipe import Pipe

MOST_GROUPS = 20_000
"""Groups whose members are asked for one by one; of those beyond they are not known."""
SCOPE = "SAMR: list accounts and groups"
_OPEN_TO_ALL = frozenset({Meaning.EVERYONE, Meaning.AUTHENTICATED})


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A group of the server."""

    name: str
    members: tuple[str, ...] = ()
    """Security identifiers."""
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Accounts:
    """Everything the server keeps, by security identifier; names are `KB\\alice`."""

    users: Mapping[str, User] = field(default_factory=dict)
    groups: Mapping[str, KnownGroup] = field(default_factory=dict)
    refused: str = ""
    """Why nothing was told."""

    @property
    def open_groups(self) -> Mapping[str, Meaning]:
        """Groups in which everybody is, such as `BUILTIN\\Users` by default."""
        return {
            sid: found
            for sid, group in sorted(self.groups.items())
            for found in sorted(_OPEN_TO_ALL, key=lambda one: one.value)
            if found in map(meaning, group.members)
        }

    def name(self, sid: str) -> str:
        """The name of an account or group; empty where the server does not keep it."""
        if (user := self.users.get(sid)) is not None:
            return user.id
        return self.groups[sid].name if sid in self.groups else ""


def accounts_of(server: Server) -> Accounts:
    """Ask the server. Raises `SourceError` where it cannot be reached."""
    try:
        found = server.call(samr, samr.domains)
    except (RefusedError, MalformedError) as error:
        return Accounts(refused=str(error))
    users: dict[str, User] = {}
    groups: dict[str, KnownGroup] = {}
    try:
        for name, sid in found:
            users |= _users(server, name, sid)
            groups |= _groups(server, name, sid)
    except (RefusedError, MalformedError) as error:
        return Accounts(refused=str(error))
    return Accounts(users, groups)


def _users(server: Server, domain: str, sid: str) -> Iterator[tuple[str, User]]:
    for one in server.call(samr, lambda pipe: list(samr.users(pipe, sid))):
        own = f"{sid}-{one.rid}"
        name = f"{domain}\\{one.name}"
        yield own, User(name, one.full_name or None, active=one.active, aliases=(own,))


def _groups(server: Server, domain: str, sid: str) -> Iterator[tuple[str, KnownGroup]]:
    shown = "BUILTIN" if f"{sid}-" == BUILTIN else domain
    listed = [
        (rid, name, members)
        for listing, members in ((samr.groups, _group_members), (samr.aliases, samr.alias_members))
        for rid, name in server.call(samr, partial(listing, domain=sid))
    ]
    for number, (rid, name, members) in enumerate(listed):
        told = (
            _told(server, partial(members, domain=sid, rid=rid)) if number < MOST_GROUPS else None
        )
        yield f"{sid}-{rid}", KnownGroup(f"{shown}\\{name}", tuple(told or ()), told is not None)


def _group_members(pipe: Pipe, domain: str, rid: int) -> list[str]:
    return [f"{domain}-{one}" for one in samr.group_members(pipe, domain, rid)]


def _told(server: Server, asking: Callable[[Pipe], list[str]]) -> list[str] | None:
    """The members of a group; None where those are not told."""
    try:
        return server.call(samr, asking)
    except RefusedError:
        return None


def directory_of(
    known: Accounts, kinds: Mapping[str, lsa.Named], namespace: str, at: str
) -> Directory:
    """The server's people and groups; `kinds` tells what members from elsewhere are.

    Those keep their security identifier for a name, by which the organisation's directory knows
    them.
    """
    prefix = f"{namespace}:" if namespace else ""
    users = tuple(
        User(
            prefix + user.id,
            user.name,
            active=user.active,
            # The login alone, too: a server keeps accounts of one domain only.
            aliases=(*user.aliases, prefix + user.id.partition("\\")[2]),
        )
        for user in known.users.values()
    )
    groups = tuple(_group(group, known, kinds, prefix) for group in known.groups.values())
    listed = (namespace,) if namespace and users else ()
    return Directory(users, groups, at, listed)


def elsewhere(known: Accounts) -> list[str]:
    """Members of groups that the server does not keep itself."""
    members = {one for group in known.groups.values() for one in group.members}
    return sorted(one for one in members if not known.name(one) and meaning(one) is None)


def _group(
    group: KnownGroup, known: Accounts, kinds: Mapping[str, lsa.Named], prefix: str
) -> Group:
    people, teams, complete = list[str](), list[str](), group.complete
    for sid in group.members:
        if sid in known.users:
            people.append(prefix + known.users[sid].id)
        elif sid in known.groups:
            teams.append(prefix + known.groups[sid].name)
        elif meaning(sid) is Meaning.NOBODY:
            continue
        elif sid in kinds:
            (people if kinds[sid].kind in lsa.USERS else teams).append(sid)
        else:
            complete = False
    return Group(prefix + group.name, tuple(people), tuple(teams), complete)
