"""The users and roles of the account with the requests they make, and the directory of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ragaudit.model import Condition, Directory, Effect, Entry, Group, Principal, User
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.s3.bucket import Bucket
from ragaudit_connectors.s3.conditions import Request, Tri
from ragaudit_connectors.s3.iam import Bearer
from ragaudit_connectors.s3.naming import OTHERS, Principals, account_group
from ragaudit_connectors.s3.requests import Requests
from ragaudit_connectors.s3.whom import ACCOUNT, EVERYONE, Kind, Naming, Whom

_MOST_STEPS = 20
"""Roles that lead to roles; longer ways are not looked for."""


@dataclass(frozen=True)
class Person:
    """A user or role, how it is called outside, and what is known of its requests."""

    bearer: Bearer
    whom: Whom
    principal: Principal
    request: Request


@dataclass(frozen=True)
class People:
    """Everybody IAM lists; nobody where it was not read."""

    bucket: Bucket
    requests: Requests
    principals: Principals

    @cached_property
    def users(self) -> tuple[Person, ...]:
        """The users."""
        listed = self.bucket.iam.users if self.bucket.iam else ()
        make = self.requests.user
        return tuple(
            Person(
                one,
                Whom(Kind.USER, one.name),
                self.principals.user(one.name),
                make(one.name, one.arn, one.unique_id, dict(one.tags)),
            )
            for one in listed
        )

    @cached_property
    def roles(self) -> tuple[Person, ...]:
        """The roles that may have anything to do with objects."""
        named = {one for one in self._named if one.kind is Kind.ROLE}
        return tuple(
            one
            for one in self._every_role
            if one.bearer.statements or one.bearer.unread or one.whom in named
        )

    @cached_property
    def _every_role(self) -> tuple[Person, ...]:
        make, named = self.requests.role, self.principals.role
        return tuple(
            Person(one, Whom(Kind.ROLE, one.name), named(one.name), make(one.arn))
            for one in (self.bucket.iam.roles if self.bucket.iam else ())
        )

    @cached_property
    def all(self) -> tuple[Person, ...]:
        """Users and roles."""
        return (*self.users, *self.roles)

    @cached_property
    def of(self) -> dict[Whom, Person]:
        """By what statements call them."""
        return {person.whom: person for person in self.all}

    @cached_property
    def naming(self) -> Naming:
        """How principals in a bucket policy are read."""
        iam = self.bucket.iam
        ids = {one.unique_id: Whom(Kind.USER, one.name) for one in (iam.users if iam else ())}
        ids |= {one.unique_id: Whom(Kind.ROLE, one.name) for one in (iam.roles if iam else ())}
        ids.pop("", None)
        return Naming(self.bucket.account, ids, self.bucket.owner)

    def assumers(self, role: Person) -> tuple[Person, ...]:
        """The users who may take on a role, through other roles too."""
        if role.whom not in self._assumers:
            self._assumers[role.whom] = tuple(self._climbed(role))
        return self._assumers[role.whom]

    @cached_property
    def _assumers(self) -> dict[Whom, tuple[Person, ...]]:
        return {}

    def directory(self) -> Directory:
        """Users and groups, names prefixed by the namespace."""
        iam = self.bucket.iam
        if iam is None:
            return Directory()
        space = self.principals.namespace
        prefix = f"{space}:" if space else ""
        users = tuple(User(prefix + shown(one.name)) for one in iam.users)
        everybody = tuple(user.id for user in users)
        groups = [
            Group(prefix + shown(one.name), tuple(prefix + u.name for u in iam.members(one.name)))
            for one in iam.groups
        ]
        groups.append(Group(prefix + account_group(self.bucket.account), everybody))
        groups.append(Group(prefix + OTHERS))
        return Directory(users, tuple(groups), "IAM", (space,) if space else ())

    @property
    def _named(self) -> Iterator[Whom]:
        for statement in self.bucket.policy or ():
            body = statement.body
            yield from self.naming.named(body.get("Principal", body.get("NotPrincipal")))

    def _may_assume(self, role: Person) -> Iterator[Person]:
        """Users and roles whom the role's trust policy and their own policies let in."""
        trust = _trusted(role.bearer.trust, self.naming)
        by_account = bool({ACCOUNT, EVERYONE} & trust)
        for person in (*self.users, *self._every_role):
            if person.whom in trust or (by_account and _assumes(person, role.bearer.arn)):
                yield person

    def _climbed(self, role: Person) -> Iterator[Person]:
        seen, roles = {role.whom}, [role]
        for _ in range(_MOST_STEPS):
            found = {p.whom: p for one in roles for p in self._may_assume(one)}
            new = [person for whom, person in found.items() if whom not in seen]
            seen |= found.keys()
            yield from (person for person in new if person.whom.kind is Kind.USER)
            roles = [person for person in new if person.whom.kind is Kind.ROLE]


def _assumes(person: Person, arn: str) -> bool:
    """Whether its own policies may let somebody take on a role; what denies it is not looked at."""
    own = (one for one in person.bearer.assumes if one.allows)
    return any(one.applies(arn, person.request) is not False for one in own)


def entry(effect: Effect, principal: Principal, found: Tri, where: str) -> tuple[Entry, ...]:
    """An entry for what holds, or may hold; nothing for what does not."""
    if found is False:
        return ()
    condition = Condition.CONTEXT if found is None else Condition.NONE
    return (Entry(effect, principal, where, condition=condition),)


def _trusted(document: Any, naming: Naming) -> frozenset[Whom]:
    """Whom a trust policy names in what it allows."""
    listed = document.get("Statement", []) if isinstance(document, dict) else []
    named = [
        whom
        for one in (listed if isinstance(listed, list) else [listed])
        if isinstance(one, dict) and one.get("Effect") == "Allow"
        for whom in naming.named(one.get("Principal"))
    ]
    return frozenset(named)
