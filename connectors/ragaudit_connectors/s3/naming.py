"""What principals of a store are called outside it."""

from __future__ import annotations

from dataclasses import dataclass

from ragaudit.model import Principal, PrincipalKind
from ragaudit_connectors.s3.whom import Kind, Whom

EVERYBODY = Principal(PrincipalKind.EVERYONE, "anonymous")
SIGNED_IN = Principal(PrincipalKind.ALL_AUTHENTICATED, "authenticated")
"""Anybody with an account at the provider, of whichever organisation."""
OTHERS = "other accounts"
"""The group of all accounts but the bucket's; a space keeps it from being a group of IAM's."""


@dataclass(frozen=True, slots=True)
class Principals:
    """Makes principals in one namespace."""

    namespace: str
    account: str

    def user(self, name: str) -> Principal:
        """A user of the account."""
        return Principal(PrincipalKind.USER, name, self.namespace)

    def group(self, name: str) -> Principal:
        """A group of the account."""
        return Principal(PrincipalKind.GROUP, name, self.namespace)

    def role(self, name: str) -> Principal:
        """A role: an account of its own, for whoever takes it on."""
        return Principal(PrincipalKind.SERVICE, f"role/{name}", self.namespace)

    @property
    def everybody_here(self) -> Principal:
        """All users of the account."""
        return self.group(account_group(self.account))

    @property
    def others(self) -> Principal:
        """Users of other accounts."""
        return self.group(OTHERS)

    def of(self, whom: Whom) -> Principal:
        """The principal a statement names."""
        match whom.kind:
            case Kind.EVERYONE:
                return EVERYBODY
            case Kind.ACCOUNT:
                return self.everybody_here
            case Kind.USER:
                return self.user(whom.name)
            case Kind.ROLE:
                return self.role(whom.name)
            case Kind.SERVICE:
                return Principal(PrincipalKind.SERVICE, whom.name, self.namespace)
            case Kind.FOREIGN:
                return self.others


def account_group(number: str) -> str:
    """The name of the group of all users of an account."""
    return f"account/{number}"
