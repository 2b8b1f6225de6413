"""Who may read an object: everything that decides, put together as AWS does.

An explicit denial anywhere decides; else any permission, by the bucket's policy, the object's
list or an identity's policies, as long as no limit leaves it out. Source: “Policy evaluation
logic” in the IAM user guide, “How Amazon S3 authorizes a request” in the S3 user guide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Algorithm,
    Condition,
    Effect,
    Entry,
    Layer,
)
from ragaudit_connectors.s3.acls import ACTION, SCOPE, Acl
from ragaudit_connectors.s3.bucket import POLICY, Bucket
from ragaudit_connectors.s3.bucket_policy import BucketPolicy
from ragaudit_connectors.s3.identity_policies import IdentityPolicies
from ragaudit_connectors.s3.naming import EVERYBODY, Principals
from ragaudit_connectors.s3.people import People
from ragaudit_connectors.s3.requests import Requests

IDENTITIES = "identity policies"
_PUBLIC = (
    "anybody may read it without signing in; what policies of IAM deny to users on top of that "
    "was not read"
)


@dataclass(frozen=True)
class Rights:
    """Decides for the objects of one bucket."""

    name: str
    bucket: Bucket
    namespace: str

    @cached_property
    def people(self) -> People:
        """Users and roles."""
        requests = Requests(self.bucket.account)
        return People(self.bucket, requests, Principals(self.namespace, self.bucket.account))

    @cached_property
    def _bucket(self) -> BucketPolicy:
        return BucketPolicy(self.people)

    @cached_property
    def _identities(self) -> IdentityPolicies:
        return IdentityPolicies(self.people, self._bucket, self._objects)

    @property
    def _objects(self) -> str:
        return f"arn:{self.bucket.partition}:s3:::{self.name}/"

    def policy(self, key: str, acl: Acl | None, at: datetime) -> AccessPolicy:
        """The policy of one object; `acl` is None where it has none or it was not read."""
        arn = f"{self._objects}{key}"
        by_bucket = tuple(self._bucket.entries(arn))
        by_list = tuple(acl.entries(self.bucket, self.people.principals)) if acl else ()
        by_iam = tuple(self._identities.entries(arn))
        granted = [*by_bucket, *by_list, *by_iam]
        limits = [*self._bucket.limits(arn), *self._identities.limits(arn, granted)]
        if acl is not None:
            limits += acl.limits(self.bucket, self.people.principals)
        layers = tuple(self._layers(by_bucket, by_list, by_iam, acl_read=acl is not None))
        public = self._is_public(granted, limits)
        kept = tuple(one for one in layers if one.complete or not public)
        gaps = self.gaps(acl_read=acl is not None)
        return AccessPolicy(
            self._state(kept, gaps, public=public),
            (*kept, *limits),
            _PUBLIC if public and gaps else "; ".join(gaps) or None,
            Algorithm.IAM,
            tuple(self._identities.taken_on(arn, granted, limits)),
            self.bucket.auditor or None,
            at,
        )

    def gaps(self, *, acl_read: bool) -> list[str]:
        """What was not read, by the right it takes; empty where everything was."""
        gaps = []
        if self.bucket.foreign:
            gaps.append("the bucket belongs to another account, whose users were not read")
        elif self.bucket.iam is None and not self._iam_missing:
            gaps.append("policies of users were not read")
        if self.bucket.acls is not False and not acl_read:
            gaps.append(f"the object's own list was not read, which takes {ACTION}")
        if self.bucket.missing:
            gaps.append(f"the account lacks {', '.join(self.bucket.missing)}")
        return gaps

    @property
    def _iam_missing(self) -> bool:
        return any("iam:" in one or "IAM" in one for one in self.bucket.missing)

    def _layers(
        self,
        by_bucket: tuple[Entry, ...],
        by_list: tuple[Entry, ...],
        by_iam: tuple[Entry, ...],
        *,
        acl_read: bool,
    ) -> Iterator[Layer]:
        yield Layer(POLICY, by_bucket, self._bucket.readable, POLICY)
        if self.bucket.acls is not False:
            yield Layer(SCOPE, by_list, acl_read, SCOPE)
        yield Layer(IDENTITIES, by_iam, self.bucket.iam is not None, "IAM")

    def _is_public(self, granted: list[Entry], limits: list[Layer]) -> bool:
        """Whether anybody may read it for certain, whatever was not read.

        Policies of IAM bind nobody who has not signed in, and an object's list only gives.
        """
        lets_in = any(_is(one, Effect.ALLOW, sure=True) for one in granted)
        shut_out = any(_is(one, Effect.DENY, sure=False) for one in granted)
        limited = not all(
            any(_is(one, Effect.ALLOW, sure=True) for one in layer.entries) for layer in limits
        )
        return lets_in and not shut_out and not limited and self._bucket.readable

    def _state(self, layers: tuple[Layer, ...], gaps: list[str], *, public: bool) -> AccessState:
        if public or all(layer.complete for layer in layers):
            return AccessState.KNOWN
        if not any(layer.complete or layer.entries for layer in layers):
            return AccessState.UNKNOWN
        return AccessState.PARTIAL


def _is(one: Entry, effect: Effect, *, sure: bool) -> bool:
    """Whether an entry is about somebody who has not signed in."""
    settled = not sure or (one.condition is Condition.NONE and one.expires is None)
    return one.effect is effect and one.principal == EVERYBODY and settled
