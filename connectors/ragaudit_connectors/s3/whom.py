"""Whom a statement of a bucket policy names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Kind(Enum):
    """What a principal is."""

    EVERYONE = "everyone"
    ACCOUNT = "account"
    """Of the bucket: in an Allow it leaves the matter to the account's own policies."""
    USER = "user"
    ROLE = "role"
    SERVICE = "service"
    FOREIGN = "foreign"
    """Of another account, or all of that."""


@dataclass(frozen=True, slots=True)
class Whom:
    """One principal."""

    kind: Kind
    name: str = ""


EVERYONE = Whom(Kind.EVERYONE)
ACCOUNT = Whom(Kind.ACCOUNT)


@dataclass(frozen=True)
class Naming:
    """Knows whose account is whose."""

    account: str
    """Of the bucket."""
    by_id: Mapping[str, Whom]
    """Users and roles by unique id: what the name of a deleted one turns into."""
    owner: str = ""
    """The account's canonical id."""

    def named(self, principal: Any) -> tuple[Whom, ...]:
        """The principals in `Principal` or `NotPrincipal`."""
        return tuple(dict.fromkeys(self._named(principal)))

    def _named(self, principal: Any) -> Iterator[Whom]:
        if principal == "*":
            yield EVERYONE
        if not isinstance(principal, dict):
            return
        for kind, names in principal.items():
            for name in _texts(names):
                yield self._one(kind, name)

    def _one(self, kind: str, name: str) -> Whom:
        if kind == "AWS":
            return self._aws(name)
        if kind == "CanonicalUser":
            return ACCOUNT if self.owner and name == self.owner else Whom(Kind.FOREIGN, name[:64])
        return Whom(Kind.SERVICE, name)

    def _aws(self, name: str) -> Whom:
        if name == "*":
            return EVERYONE
        if name in self.by_id:
            return self.by_id[name]
        parts = name.split(":", 5)
        if len(parts) != 6:
            return self._account(name)
        _, _, service, _, account, resource = parts
        if resource == "root":
            return self._account(account)
        # A store with one account only leaves the number out.
        if account and account != self.account:
            return Whom(Kind.FOREIGN, f"{account}/{resource}")
        kind, _, rest = resource.partition("/")
        if kind == "user":
            return Whom(Kind.USER, rest.rsplit("/", 1)[-1])
        if kind == "role":
            return Whom(Kind.ROLE, rest.rsplit("/", 1)[-1])
        if kind == "assumed-role" and service == "sts":
            # A session of a role: who is in it is not known, that it has the role is.
            return Whom(Kind.ROLE, rest.split("/", 1)[0])
        return Whom(Kind.SERVICE, resource)

    def _account(self, number: str) -> Whom:
        return ACCOUNT if number and number == self.account else Whom(Kind.FOREIGN, number)


def _texts(names: Any) -> Iterable[str]:
    if isinstance(names, str):
        return (names,)
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else ()
