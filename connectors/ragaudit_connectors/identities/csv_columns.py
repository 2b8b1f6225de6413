"""What the columns of an export mean, by the headers that systems give them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ragaudit_connectors.identities.csv_rows import CsvError, Row
from ragaudit_connectors.identities.names import first_part

Columns = Mapping[str, list[int]]
"""What we call a column to its numbers in the file."""

PEOPLE = {
    "id": (
        "id", "user id", "user", "user name", "login", "login name", "uid", "account",
        "account name", "sam account name", "user principal name", "upn",
    ),
    "name": ("name", "display name", "full name", "cn", "common name"),
    "first": ("first name", "given name"),
    "last": ("last name", "surname", "sn", "family name"),
    "email": (
        "email", "e-mail", "email address", "mail", "primary email", "work email",
        "primary smtp address", "user email",
    ),
    "groups": (
        "groups", "group", "group name", "group names", "member of", "member of groups", "teams",
        "team",
    ),
    "active": ("active", "is active", "enabled", "account enabled", "status", "account status",
               "user status"),
    "disabled": ("disabled", "is disabled", "account disabled", "suspended", "is suspended",
                 "blocked", "inactive", "archived"),
    "aliases": (
        "aliases", "alias", "other names", "proxy addresses", "email aliases", "object sid", "sid",
    ),
    "external": ("external", "is external", "guest", "is guest", "user type"),
}  # fmt: skip
MEMBERS: Mapping[str, tuple[str, ...]] = {
    "group": ("group", "group id", "group name", "group email", "team"),
    "label": ("id", "name", "cn", "display name", "sam account name"),
    "members": ("members", "member", "member id", "member email", "member name", "users"),
    "person": ("user", "user id", "user name", "login", "email", "e-mail", "user principal name"),
    "includes": ("includes", "nested groups", "nested group", "subgroups", "child groups",
                 "child group"),
    "type": ("type", "member type", "object type", "object class"),
}  # fmt: skip
_DESCRIBING = frozenset({"name", "first", "last", "active", "disabled", "aliases", "external"})
_YES = frozenset(
    ("true", "t", "yes", "y", "1", "on", "x", "active", "enabled", "activated", "provisioned",
     "recovery", "password expired", "locked out", "external", "guest", "b2b")
)  # fmt: skip
_NO = frozenset(
    ("false", "f", "no", "n", "0", "off", "inactive", "disabled", "suspended", "blocked", "locked",
     "deactivated", "deprovisioned", "terminated", "archived", "deleted", "left", "expired",
     "staged", "member", "internal", "employee")
)  # fmt: skip
_BRACKETED = re.compile(r"\[[^\]]{0,40}\]|\([^)]{0,40}\)")


def recognise(
    header: Row, known: Mapping[str, Sequence[str]], renamed: Mapping[str, str]
) -> Columns:
    """The columns that mean something here; what is in others is left alone.

    Of several with the same meaning the first spelling in the table goes first.
    """
    written = [_key(_BRACKETED.sub("", cell)) for cell in header.cells]
    exact = [cell.strip().casefold() for cell in header.cells]
    found = {}
    for meaning, spellings in known.items():
        if (name := renamed.get(meaning, "").strip().casefold()) and name in exact:
            found[meaning] = [exact.index(name)]
        elif columns := [i for s in spellings for i, cell in enumerate(written) if cell == _key(s)]:
            found[meaning] = list(dict.fromkeys(columns))
    return found


def lists_members(people: Columns, members: Columns) -> bool:
    """Whether a table says who is in which group, rather than who there is."""
    if "members" in members or "includes" in members:
        return "group" in members or "label" in members
    return "group" in members and "person" in members and not _DESCRIBING & people.keys()


def flag(text: str, line: int, header: str) -> bool:
    """A yes or no in one of many words. Raises `CsvError` for another word."""
    word = " ".join(re.split(r"[\s_-]+", text.casefold()))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CsvError(f"“{text[:40]}” in the column “{header}” is neither yes nor no", line)


def several(text: str) -> list[str]:
    """The names in a cell, between `;`, `|`, line breaks, or else commas."""
    parts = re.split(r"[;|\n\r]", text)
    if len(parts) == 1 and "=" not in text:
        parts = text.split(",")
    return [part.strip() for part in parts if part.strip()]


def group_name(text: str) -> str:
    """A group's plain name, also where its distinguished name is given."""
    return first_part(text) if re.match(r"\s*cn\s*=", text, re.IGNORECASE) else text


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
