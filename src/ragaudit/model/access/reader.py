"""Somebody an access decision is about."""

from __future__ import annotations

from dataclasses import dataclass

from ragaudit.model.access.principals import PERSONAL, Principal, PrincipalKind
from ragaudit.model.identity import Directory, User, person_key

GROUPS = frozenset({PrincipalKind.GROUP, PrincipalKind.ROLE})
_NOT_SIGNED_IN = frozenset({PrincipalKind.EVERYONE, PrincipalKind.LINK_HOLDER})


@dataclass(frozen=True, slots=True)
class Reader:
    """A person, a group's member of whom nothing else is known, or somebody not signed in."""

    principal: Principal
    user: User | None = None
    """None for whom the directory does not know or cannot tell from others of that name."""

    @classmethod
    def of(cls, principal: Principal, directory: Directory) -> Reader:
        """Look a principal up; a plain name that is a group's stands for its members."""
        if principal.kind not in PERSONAL:
            return cls(principal)
        people = directory.named(principal.key)
        if not people and principal.kind is PrincipalKind.UNRESOLVED:
            group = directory.group(principal.key)
            if group is not None:
                return cls(Principal(PrincipalKind.GROUP, group.id))
        return cls(principal, people[0] if len(people) == 1 else None)

    @property
    def signed_in(self) -> bool:
        """Whether it has an account that works; with a disabled one it reads what anybody may."""
        if self.principal.kind in _NOT_SIGNED_IN:
            return False
        return self.user is None or self.user.active

    @property
    def is_group(self) -> bool:
        """Whether it stands for a member of a group."""
        return self.principal.kind in GROUPS

    @property
    def known(self) -> bool:
        """Whether its groups are known; those of somebody the directory does not list are not."""
        return self.user is not None or self.is_group

    @property
    def stranger(self) -> str | None:
        """The name of a person the directory does not know, as names are compared."""
        if self.user is not None or self.principal.kind not in PERSONAL:
            return None
        return person_key(self.principal.key)

    @property
    def mails(self) -> frozenset[str]:
        """Its mail addresses, as far as they are known."""
        if self.user is None and self.stranger is None:
            return frozenset()
        names = self.user.names if self.user else (self.principal.name,)
        return frozenset(person_key(name) for name in names if is_mail(name))


def is_mail(name: str) -> bool:
    """Whether a name is a mail address."""
    return "@" in name.strip("@")
