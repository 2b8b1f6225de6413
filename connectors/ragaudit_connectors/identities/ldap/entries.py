"""What the attributes of one entry say about a person."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import date, timedelta

from ragaudit.model import User
from ragaudit_connectors.identities.ldap.options import Attributes
from ragaudit_connectors.identities.ldap.session import LdapEntry
from ragaudit_connectors.identities.names import addresses, is_mail

STATE = (
    "userAccountControl", "accountExpires", "pwdAccountLockedTime", "nsAccountLock",
    "loginDisabled", "shadowExpire",
)  # fmt: skip
"""Attributes that may say that an account is disabled."""
IDENTITY = ("objectSid", "primaryGroupID", "gidNumber", "memberOf")
_DISABLED = 0x2
_LOCKED_FOR_GOOD = "000001010000Z"
_NEVER = (0, 2**63 - 1)
_EPOCH, _FILETIME_EPOCH = date(1970, 1, 1), date(1601, 1, 1)
_TICKS = 864_000_000_000
"""Of 100 nanoseconds, in a day."""


def user_of(entry: LdapEntry, attributes: Attributes, today: date) -> User | None:
    """The person an entry describes; None where it has no name to call it by."""
    login = entry.text(*attributes.id)
    if not login:
        return None
    mails = [text for name in attributes.email for text in entry.texts(name)]
    mail = mails[0] if mails else None
    others = [text for name in attributes.aliases for text in entry.texts(name)]
    sids = filter(None, map(sid, entry.values("objectSid")))
    names = (*mails[1:], *_plain(others), *addresses(others), *sids)
    return User(
        login,
        entry.text(*attributes.name) or None,
        mail,
        active=not any(_disabled(entry, today)),
        aliases=tuple(n for n in dict.fromkeys(names) if n and n not in (login, mail)),
    )


def _plain(names: list[str]) -> list[str]:
    """Names that are no addresses; `x500:/o=…` is an address too."""
    return [name for name in names if not is_mail(name) and ":" not in name]


def _disabled(entry: LdapEntry, today: date) -> Iterator[bool]:
    """Each reason why the account may no longer sign in.

    A lock after wrong passwords has the time it began, and ends by itself: it is no reason.
    """
    yield bool((_number(entry, "userAccountControl") or 0) & _DISABLED)
    yield _LOCKED_FOR_GOOD in entry.texts("pwdAccountLockedTime")
    yield any(entry.text(name).casefold() == "true" for name in ("nsAccountLock", "loginDisabled"))
    days = _number(entry, "shadowExpire")
    yield days is not None and 0 < days <= (today - _EPOCH).days
    ticks = _number(entry, "accountExpires")
    if ticks is not None and ticks not in _NEVER and ticks > 0:
        yield ticks // _TICKS <= (today - _FILETIME_EPOCH) // timedelta(days=1)


def _number(entry: LdapEntry, name: str) -> int | None:
    try:
        return int(entry.text(name))
    except ValueError:
        return None


def sid(value: bytes) -> str:
    """A security identifier as people write it; empty where the bytes are none.

    Source: [MS-DTYP] 2.4.2.2.
    """
    if value.startswith(b"S-1-"):
        return value.decode("ascii", "replace")
    if len(value) < 8 or value[0] != 1 or len(value) != 8 + 4 * value[1]:
        return ""
    parts = struct.unpack(f"<{value[1]}I", value[8:])
    return "-".join(map(str, ("S", 1, int.from_bytes(value[2:8], "big"), *parts)))
