"""Security identifiers that mean the same on every machine.

Source: [MS-DTYP] 2.4.2.4 Well-Known SID Structures.
"""

from __future__ import annotations

from enum import Enum


class Meaning(Enum):
    """Whom an identifier stands for that is no account."""

    EVERYONE = "everyone"
    """Everybody who got in: with an account, or without one where the server allows that."""
    AUTHENTICATED = "authenticated"
    ANONYMOUS = "anonymous"
    """Only those who have not signed in."""
    OWNER = "owner"
    """Who owns the file."""
    SOMETIMES = "sometimes"
    """People by how they signed in, which an access list does not settle."""
    NOBODY = "nobody"
    """Programs of the server, or people who sit in front of it: nobody who comes by the share."""


GUESTS = "S-1-5-32-546"
BUILTIN = "S-1-5-32-"
_EXACT = {
    "S-1-1-0": Meaning.EVERYONE,
    "S-1-5-2": Meaning.EVERYONE,  # everybody who comes by the network
    "S-1-5-11": Meaning.AUTHENTICATED,
    "S-1-5-7": Meaning.ANONYMOUS,
    "S-1-3-4": Meaning.OWNER,
    **dict.fromkeys(
        ("S-1-5-15", "S-1-5-113", "S-1-5-114", "S-1-5-1000", "S-1-18-1", "S-1-18-2"),
        Meaning.SOMETIMES,
    ),
    **dict.fromkeys(
        ("S-1-0-0", "S-1-2-0", "S-1-2-1", "S-1-3-0", "S-1-3-1", "S-1-3-2", "S-1-3-3",
         "S-1-5-1", "S-1-5-3", "S-1-5-4", "S-1-5-6", "S-1-5-8", "S-1-5-9", "S-1-5-10",
         "S-1-5-12", "S-1-5-13", "S-1-5-14", "S-1-5-17", "S-1-5-18", "S-1-5-19", "S-1-5-20",
         "S-1-5-33"),
        Meaning.NOBODY,
    ),
}  # fmt: skip
_BEGINNINGS = {
    "S-1-5-64-": Meaning.SOMETIMES,
    "S-1-5-65-": Meaning.SOMETIMES,
    **dict.fromkeys(
        ("S-1-5-5-", "S-1-5-80-", "S-1-5-82-", "S-1-5-83-", "S-1-5-90-", "S-1-5-96-", "S-1-15-",
         "S-1-16-"),
        Meaning.NOBODY,
    ),
}  # fmt: skip


def meaning(sid: str) -> Meaning | None:
    """What a well-known identifier stands for; None for an account or a group."""
    found = _EXACT.get(sid)
    if found is not None:
        return found
    return next((m for start, m in _BEGINNINGS.items() if sid.startswith(start)), None)
