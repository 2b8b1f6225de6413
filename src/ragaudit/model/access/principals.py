"""Whom an access entry names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PrincipalKind(StrEnum):
    """What kind of reader a principal stands for."""

    EVERYONE = "everyone_anonymous"
    """Anybody, without signing in."""
    LINK_HOLDER = "link_holder"
    ALL_AUTHENTICATED = "all_authenticated"
    """Anybody with an account, guests and strangers included."""
    ORG_MEMBERS = "org_members"
    """Everybody in the organisation, guests not included."""
    DOMAIN = "domain"
    """Everybody whose mail address is in the domain `name`."""
    GROUP = "group"
    ROLE = "role"
    """Like a group; what it stands for is decided by the system it comes from."""
    USER = "user"
    SERVICE = "service"
    """A program with an account of its own."""
    UNRESOLVED = "unresolved"
    """A name that may be a user or a group; the directory decides."""


_WELL_KNOWN = {
    **dict.fromkeys(("public", "anonymous", "everyone", "world", "anyone"), PrincipalKind.EVERYONE),
    **dict.fromkeys(
        ("internal", "all-staff", "all_staff", "staff", "employees", "company", "organisation",
         "organization"),
        PrincipalKind.ORG_MEMBERS,
    ),
    "authenticated": PrincipalKind.ALL_AUTHENTICATED,
}  # fmt: skip
_PREFIXES = {
    **dict.fromkeys(("group", "team"), PrincipalKind.GROUP),
    "role": PrincipalKind.GROUP,
    **dict.fromkeys(("user", "person"), PrincipalKind.USER),
    "domain": PrincipalKind.DOMAIN,
}
COLLECTIVE = frozenset({PrincipalKind.GROUP, PrincipalKind.ROLE, PrincipalKind.UNRESOLVED})
"""Kinds that may stand for more people than their name says."""
PERSONAL = frozenset({PrincipalKind.USER, PrincipalKind.SERVICE, PrincipalKind.UNRESOLVED})


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody, or some group, that an access entry names."""

    kind: PrincipalKind
    name: str
    namespace: str = ""
    """The system the name belongs to, e.g. a source id; empty for the organisation's directory.

    `editors` in one wiki is not `editors` in another.
    """

    @property
    def key(self) -> str:
        """`namespace:name`, or the name alone; what directories know it by."""
        return f"{self.namespace}:{self.name}" if self.namespace else self.name

    @property
    def shown(self) -> str:
        """In words: `group hr`, `user ann`, `everybody, signed in or not`."""
        if self.kind in _IN_WORDS:
            return _IN_WORDS[self.kind]
        kind = "" if self.kind is PrincipalKind.UNRESOLVED else f"{self.kind.value} "
        return f"{kind}{self.key}"

    @classmethod
    def parse(cls, text: str) -> Principal:
        """Read a principal as written: `public`, `group:hr`, `user:ann`, `ann@x.org`, `hr`."""
        name = text.strip()
        prefix, _, rest = name.partition(":")
        if rest and (known := _PREFIXES.get(prefix.lower())):
            return cls(known, rest.strip())
        kind = _WELL_KNOWN.get(name.lower())
        if kind is not None:
            return cls(kind, name.lower())
        if "@" in name.strip("@") and not name.startswith("@"):
            return cls(PrincipalKind.USER, name)
        return cls(PrincipalKind.UNRESOLVED, name)


_IN_WORDS = {
    PrincipalKind.EVERYONE: "everybody, signed in or not",
    PrincipalKind.LINK_HOLDER: "everybody who has the link",
    PrincipalKind.ALL_AUTHENTICATED: "everybody with an account",
    PrincipalKind.ORG_MEMBERS: "everybody in the organisation",
}
ANONYMOUS = Principal(PrincipalKind.EVERYONE, "anonymous")
"""Somebody who has not signed in."""
