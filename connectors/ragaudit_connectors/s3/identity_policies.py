"""What IAM's own policies say about one object: of users, their groups, roles and limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ragaudit.model import Condition, Effect, Entry, Layer, Principal
from ragaudit_connectors.s3.bucket_policy import BucketPolicy
from ragaudit_connectors.s3.conditions import Tri, either
from ragaudit_connectors.s3.naming import EVERYBODY
from ragaudit_connectors.s3.people import People, Person, entry
from ragaudit_connectors.s3.statements import Statement
from ragaudit_connectors.s3.whom import Kind

LIMITS = "boundary permissions boundaries"
_ALLOW, _DENY = Effect.ALLOW, Effect.DENY


@dataclass(frozen=True)
class IdentityPolicies:
    """The policies of one account."""

    people: People
    bucket: BucketPolicy
    objects: str
    """What the names of all objects of the bucket begin with."""

    def entries(self, arn: str) -> Iterator[Entry]:
        """Whom they let read an object, and whom they forbid to."""
        iam = self.people.bucket.iam
        for person, own in self._own:
            yield from self._of(own, person, arn)
            if person.bearer.unread:
                yield from _unread(person.principal, f"a policy of {person.principal.name}")
        for group in iam.groups if iam else ():
            principal = self.people.principals.group(group.name)
            for statement in group.statements:
                if statement.personal:
                    yield from self._of_members(statement, group.name, arn)
                else:
                    found = statement.applies(arn, self.people.requests.signed)
                    yield from entry(_effect(statement), principal, found, statement.locator)
            if group.unread:
                yield from _unread(principal, f"a policy of {group.name}")

    @cached_property
    def _own(self) -> tuple[tuple[Person, tuple[Statement, ...]], ...]:
        """Users and roles with those of their statements that can be about the bucket."""
        found = (
            (one, tuple(s for s in one.bearer.statements if s.concerns(self.objects)))
            for one in self.people.all
        )
        return tuple((one, own) for one, own in found if own or one.bearer.unread)

    def _of(self, statements: Iterable[Statement], person: Person, arn: str) -> Iterator[Entry]:
        for statement in statements:
            found = statement.applies(arn, person.request)
            yield from entry(_effect(statement), person.principal, found, statement.locator)

    def _of_members(self, statement: Statement, group: str, arn: str) -> Iterator[Entry]:
        for person in self.people.users:
            if group in person.bearer.groups:
                yield from self._of((statement,), person, arn)

    def limits(self, arn: str, granted: list[Entry]) -> Iterator[Layer]:
        """The permissions boundaries of users and roles, where there are any."""
        limited = [person for person in self.people.all if person.bearer.boundary is not None]
        if not limited:
            return
        entries = [Entry(_ALLOW, EVERYBODY, "no permissions boundary")]
        for person in limited:
            entries += self._limit(person, arn, granted)
        yield Layer(LIMITS, tuple(entries))

    def _limit(self, person: Person, arn: str, granted: list[Entry]) -> Iterator[Entry]:
        where = f"permissions boundary of {person.principal.name}"
        boundary = person.bearer.boundary or ()
        denied = _any(boundary, arn, person, allows=False)
        allowed = _any(boundary, arn, person, allows=True)
        yield from entry(_DENY, person.principal, denied, where)
        if denied is True or allowed is True:
            return
        if person.whom.kind is Kind.USER and self.bucket.names(person.whom, arn):
            # A bucket policy that names a user goes past what the boundary leaves out.
            return
        # Whether one that names everybody does is not said by AWS.
        certain = allowed is False and not any(one.principal == EVERYBODY for one in granted)
        yield from entry(_DENY, person.principal, True if certain else None, where)

    def taken_on(self, arn: str, granted: list[Entry], limits: list[Layer]) -> Iterator[Entry]:
        """Users who may read as a role: whatever denies it to themselves does not count then."""
        for role in self.people.roles:
            if _may_read(role, [*granted, *(one for layer in limits for one in layer.entries)]):
                for user in self.people.assumers(role):
                    where = f"may take on {role.principal.name}"
                    yield from entry(_ALLOW, user.principal, None, where)


def _may_read(role: Person, entries: list[Entry]) -> bool:
    own = [one for one in entries if one.principal == role.principal]
    denied = any(o.effect is _DENY and o.condition is Condition.NONE for o in own)
    return not denied and any(one.effect is _ALLOW for one in own)


def _any(statements: Iterable[Statement], arn: str, person: Person, *, allows: bool) -> Tri:
    return either(
        statement.applies(arn, person.request)
        for statement in statements
        if statement.allows is allows
    )


def _effect(statement: Statement) -> Effect:
    return _ALLOW if statement.allows else _DENY


def _unread(principal: Principal, what: str) -> Iterator[Entry]:
    for effect in (_ALLOW, _DENY):
        yield from entry(effect, principal, None, f"{what} could not be read")
