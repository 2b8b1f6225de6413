"""Who belongs to a group, from the group's attributes and from the members' own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ragaudit.model import User
from ragaudit_connectors.identities.ldap.entries import sid
from ragaudit_connectors.identities.ldap.session import LdapEntry, Session

BY_NAME = ("member", "uniqueMember")
"""Attributes that hold distinguished names of people and groups."""
BY_LOGIN = "memberUid"
COMPUTED = "memberURL"
"""Holds a search: its members are whoever it finds."""
_HOLDERS = {
    "member": frozenset({"groupofnames", "group"}),
    "uniqueMember": frozenset({"groupofuniquenames"}),
    "memberUid": frozenset({"posixgroup"}),
}
_SPACES = re.compile(r"\s*([,=+])\s*")
_ESCAPED = re.compile(r"\\(2[0-9A-Fa-f]|3[B-Eb-e]|5[Cc])")
_UNIQUE = re.compile(r"#'[01]*'B\Z")
_RANGE = re.compile(r";range=(\d+)-(\d+|\*)\Z")
MOST_RANGES = 100_000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, and the groups the entry itself speaks of."""

    user: User
    member_of: tuple[str, ...] = ()
    primary: tuple[str, ...] = ()
    """The primary group, by SID or number."""

    @classmethod
    def of(cls, user: User, entry: LdapEntry) -> Person:
        """From the entry of a person."""
        return cls(user, tuple(map(dn_key, entry.texts("memberOf"))), tuple(_primary(entry)))


def _primary(entry: LdapEntry) -> Iterator[str]:
    relative, own = entry.text("primaryGroupID"), next(iter(entry.values("objectSid")), b"")
    if relative and (written := sid(own)):
        yield f"{written.rpartition('-')[0]}-{relative}"
    if number := entry.text("gidNumber"):
        yield f"gid {number}"


def numbers_of(entry: LdapEntry) -> list[str]:
    """What people may call a group that is their primary one."""
    sids = [written for value in entry.values("objectSid") if (written := sid(value))]
    return [*sids, *(f"gid {number}" for number in entry.texts("gidNumber"))]


def dn_key(dn: str) -> str:
    """A distinguished name as names are compared."""
    plain = _ESCAPED.sub(lambda match: "\\" + chr(int(match[1], 16)), dn)
    return _SPACES.sub(r"\1", plain.strip()).casefold()


def names_in(entry: LdapEntry, session: Session) -> dict[str, str]:
    """The distinguished names in a group as compared and as written, ranges included."""
    found = {}
    for attribute in BY_NAME:
        for value in (*entry.texts(attribute), *_ranged(entry, attribute, session)):
            dn = _UNIQUE.sub("", value)
            found[dn_key(dn)] = dn
    return found


def _ranged(entry: LdapEntry, attribute: str, session: Session) -> Iterator[str]:
    """All of `member;range=0-1499` and what follows it."""
    current: LdapEntry | None = entry
    for _ in range(MOST_RANGES):
        name, last = _part(current, attribute) if current else ("", "")
        if current is None or not name:
            return
        yield from current.texts(name)
        if last == "*":
            return
        current = session.read(entry.dn, [f"{attribute};range={int(last) + 1}-*"])


def _part(entry: LdapEntry, attribute: str) -> tuple[str, str]:
    """The name of an attribute given in part, and the number of its last value there."""
    for name in entry.attributes:
        if name.startswith(f"{attribute.lower()};") and (match := _RANGE.search(name)):
            return name, match[2]
    return "", ""


def attributes_of(entry: LdapEntry) -> list[str]:
    """The attributes in which a group of these classes has its members."""
    classes = {text.casefold() for text in entry.texts("objectClass")}
    return [name for name, kinds in _HOLDERS.items() if kinds & classes]


def shown_to_lack(attribute: str, base: str, filter_: str, session: Session) -> frozenset[str]:
    """The groups that certainly have no such attribute.

    A group whose members one may not see is not among them: for it the condition is neither true
    nor false (RFC 4511, 4.5.1.7).
    """
    without = f"(&{filter_}(!({attribute}=*)))"
    return frozenset(dn_key(entry.dn) for entry in session.search(base, without, ["1.1"]))
