"""What a bucket policy says about one object, as entries and, where needed, as limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ragaudit.model import Condition, Effect, Entry, Layer, Principal
from ragaudit_connectors.s3.bucket import POLICY
from ragaudit_connectors.s3.conditions import Tri
from ragaudit_connectors.s3.naming import EVERYBODY, SIGNED_IN
from ragaudit_connectors.s3.people import People, entry
from ragaudit_connectors.s3.statements import Statement
from ragaudit_connectors.s3.whom import ACCOUNT, EVERYONE, Kind, Whom

_ALLOW, _DENY = Effect.ALLOW, Effect.DENY


@dataclass(frozen=True)
class BucketPolicy:
    """The policy of one bucket."""

    people: People

    @property
    def readable(self) -> bool:
        """Whether it was read, or there is none."""
        return self.people.bucket.policy is not None

    def entries(self, arn: str) -> Iterator[Entry]:
        """Whom it lets read an object, and whom it forbids to."""
        for statement in self.people.bucket.policy or ():
            found = self._allowed if statement.allows else self._denied
            yield from found(statement, arn)

    def limits(self, arn: str) -> Iterator[Layer]:
        """Denials of everybody but some: entries cannot say that, a list that must allow can."""
        for statement in self.people.bucket.policy or ():
            if not statement.allows and self._is_limit(statement, arn):
                yield self._limit(statement, arn)

    def names(self, whom: Whom, arn: str) -> bool:
        """Whether it lets a user read by name: then the user's own limit does not count."""
        request = self.people.of[whom].request
        return any(
            statement.allows
            and statement.applies(arn, request) is True
            and whom in self._named(statement)
            for statement in self.people.bucket.policy or ()
        )

    def _named(self, statement: Statement) -> tuple[Whom, ...]:
        return self.people.naming.named(statement.body.get("Principal"))

    def _allowed(self, statement: Statement, arn: str) -> Iterator[Entry]:
        if "NotPrincipal" in statement.body:
            # Who is meant by that is left open even by AWS's own words.
            anybody = statement.applies(arn, self.people.requests.signed)
            yield from entry(_ALLOW, EVERYBODY, anybody and None, statement.locator)
            return
        for whom in self._named(statement):
            if whom == EVERYONE:
                for one in self._everyone(statement, arn):
                    yield from self._restricted(one)
            elif whom.kind is Kind.FOREIGN:
                yield from self._foreign(statement, arn)
            elif whom != ACCOUNT:
                yield from self._one(statement, whom, arn)

    def _everyone(self, statement: Statement, arn: str) -> Iterator[Entry]:
        people, where = self.people, statement.locator
        unsigned = statement.applies(arn, people.requests.unsigned)
        signed = statement.applies(arn, people.requests.signed)
        yield from entry(_ALLOW, EVERYBODY, unsigned, where)
        if unsigned is True:
            return
        if not statement.personal or people.bucket.iam is None:
            yield from entry(_ALLOW, SIGNED_IN, signed, where)
            return
        for person in people.all:
            yield from entry(
                _ALLOW, person.principal, statement.applies(arn, person.request), where
            )
        yield from entry(_ALLOW, people.principals.others, signed and None, where)

    def _one(self, statement: Statement, whom: Whom, arn: str) -> Iterator[Entry]:
        person = self.people.of.get(whom)
        request = person.request if person else self.people.requests.signed
        effect = _ALLOW if statement.allows else _DENY
        principal = self.people.principals.of(whom)
        yield from entry(effect, principal, statement.applies(arn, request), statement.locator)

    def _foreign(self, statement: Statement, arn: str) -> Iterator[Entry]:
        """Users of another account, who need its consent as well."""
        signed = statement.applies(arn, self.people.requests.signed)
        restricted = self.people.bucket.restricts_public
        if restricted is True and self.is_public:
            return
        unsure = restricted is not False and self.is_public is not False
        found = None if signed and unsure else signed
        yield from entry(_ALLOW, self.people.principals.others, found, statement.locator)

    def _restricted(self, one: Entry) -> Iterator[Entry]:
        """An entry for everybody after “restrict public buckets”, which keeps to the account."""
        restricted, account = self.people.bucket.restricts_public, self.people.bucket.account
        certain = one.condition is Condition.NONE
        if one.principal not in (EVERYBODY, SIGNED_IN) or restricted is False:
            yield one
            return
        if not (restricted and self.is_public):
            # What depends on a condition may be public or not, and the block may be there or not.
            yield replace(one, condition=Condition.CONTEXT)
        if account:
            yield replace(one, principal=self.people.principals.everybody_here)
        elif certain:
            yield replace(one, principal=SIGNED_IN, condition=Condition.CONTEXT)

    @cached_property
    def is_public(self) -> bool:
        """Whether it lets everybody do something without a condition."""
        return any(
            statement.allows
            and EVERYONE in self._named(statement)
            and not statement.body.get("Condition")
            for statement in self.people.bucket.policy or ()
        )

    def _denied(self, statement: Statement, arn: str) -> Iterator[Entry]:
        if self._is_limit(statement, arn):
            return
        for whom in self._named(statement):
            if whom == EVERYONE:
                found = statement.applies(arn, self.people.requests.unsigned)
                yield from entry(_DENY, EVERYBODY, found, statement.locator)
            elif whom == ACCOUNT:
                yield from self._all_here(statement, arn)
            elif whom.kind is not Kind.FOREIGN:
                yield from self._one(statement, whom, arn)

    def _all_here(self, statement: Statement, arn: str) -> Iterator[Entry]:
        where, people = statement.locator, self.people
        everybody = () if statement.personal else people.roles
        for person in people.all if statement.personal else everybody:
            yield from entry(_DENY, person.principal, statement.applies(arn, person.request), where)
        if not statement.personal:
            found = statement.applies(arn, people.requests.signed)
            yield from entry(_DENY, people.principals.everybody_here, found, where)

    def _is_limit(self, statement: Statement, arn: str) -> bool:
        """Whether it denies some of everybody and spares others."""
        if "NotPrincipal" in statement.body:
            return True
        if EVERYONE not in self._named(statement):
            return False
        requests = self.people.requests
        unsigned = statement.applies(arn, requests.unsigned)
        if not statement.personal:
            return unsigned is not statement.applies(arn, requests.signed)
        return any(unsigned is not statement.applies(arn, p.request) for p in self.people.all) or (
            self.people.bucket.iam is None
        )

    def _limit(self, statement: Statement, arn: str) -> Layer:
        spared = self.people.naming.named(statement.body.get("NotPrincipal"))
        requests, people = self.people.requests, self.people
        unsigned = statement.applies(arn, requests.unsigned)
        rest = statement.applies(arn, requests.signed)
        where = statement.locator
        entries = [*entry(_ALLOW, EVERYBODY, _not(unsigned), where)]
        strangers = SIGNED_IN if people.bucket.iam is None else people.principals.others
        if spared or people.bucket.iam is None:
            rest = rest and None
        entries += _against(unsigned, rest, strangers, where)
        for person in people.all:
            found = statement.applies(arn, person.request)
            if person.whom in spared:
                # AWS may refuse even those where the account is not spared as well.
                found = False if ACCOUNT in spared else found and None
            entries += _against(unsigned, found, person.principal, where)
        return Layer(f"boundary {POLICY}", tuple(entries), self.readable, where)


def _against(unsigned: Tri, denied: Tri, principal: Principal, where: str) -> tuple[Entry, ...]:
    """What has to be said of somebody beside what is said of everybody."""
    if denied is unsigned:
        return ()
    if denied is False:
        return entry(_ALLOW, principal, True, where)
    if denied is True:
        return entry(_DENY, principal, True, where)
    if unsigned is True:
        return entry(_ALLOW, principal, None, where)
    return entry(_DENY, principal, None, where)


def _not(found: Tri) -> Tri:
    return None if found is None else not found
