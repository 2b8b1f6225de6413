"""Names of people and groups: which are good anywhere, and which only in one system."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ragaudit.model import Directory, Group, User
from ragaudit.model.identity import group_key, person_key

SID = "S-1-"
_TYPED = re.compile(r"([a-z][a-z0-9]{1,15}):(.+)", re.IGNORECASE | re.DOTALL)
_HEX = re.compile(r"[0-9A-Fa-f]{2}")


def is_mail(name: str) -> bool:
    """Whether a name is a mail address."""
    return "@" in name.strip("@") and not any(character.isspace() for character in name)


def addresses(values: Iterable[str]) -> list[str]:
    """The mail addresses among proxy addresses such as `SMTP:ann@x.org`, `x500:/o=…`."""
    found = []
    for value in values:
        typed = _TYPED.fullmatch(value)
        if typed and typed[1].casefold() not in ("smtp", "mailto"):
            continue
        address = (typed[2] if typed else value).strip()
        if is_mail(address):
            found.append(address)
    return found


def first_part(dn: str) -> str:
    """`HR, Europe` of `CN=HR\\, Europe,OU=Groups,DC=x`; empty where it is no such name."""
    _, equals, rest = dn.partition("=")
    found, at = bytearray(), 0
    while equals and at < len(rest) and rest[at] not in ",+":
        if rest[at] == "\\" and _HEX.match(rest, at + 1):
            found.append(int(rest[at + 1 : at + 3], 16))
            at += 3
            continue
        at += rest[at] == "\\"
        found += rest[at : at + 1].encode("utf-8", "replace")
        at += 1
    return found.decode("utf-8", "replace").strip()


def in_namespace(directory: Directory, namespace: str) -> Directory:
    """The directory of another system: its names are prefixed.

    Mail addresses and security identifiers of people mean the same person everywhere, and stay.
    """
    if not namespace:
        return directory
    prefixed = _Prefixed(directory, namespace)
    users = tuple(map(prefixed.user, directory.users))
    groups = tuple(map(prefixed.group, directory.groups))
    return Directory(users, groups, directory.locator, (namespace,) if users else ())


class _Prefixed:
    def __init__(self, directory: Directory, namespace: str) -> None:
        self._namespace = namespace
        self._people = {person_key(user.id) for user in directory.users}
        self._groups = {group_key(group.id) for group in directory.every_group}

    def own(self, name: str) -> str:
        return f"{self._namespace}:{name}"

    def user(self, user: User) -> User:
        own = (self.own(name) for name in user.aliases if not is_mail(name))
        shared = (name for name in (user.id, *user.aliases) if is_mail(name) or _is_sid(name))
        return User(
            self.own(user.id),
            user.name,
            user.email,
            tuple(map(self.own, user.groups)),
            user.active,
            (*own, *shared),
            user.external,
        )

    def group(self, group: Group) -> Group:
        members = tuple(map(self._member, group.members))
        includes = tuple(map(self.own, group.includes))
        return Group(self.own(group.id), members, includes, group.complete)

    def _member(self, name: str) -> str:
        """A member's name; an address that is nobody's id here is looked for everywhere."""
        known = person_key(name) in self._people or group_key(name) in self._groups
        return self.own(name) if known or not (is_mail(name) or _is_sid(name)) else name


def _is_sid(name: str) -> bool:
    return name.startswith(SID)
