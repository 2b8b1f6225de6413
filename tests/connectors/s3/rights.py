"""Buckets made by hand, for rules that moto stores and does not enforce."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tests.connectors.s3.helpers import user

from ragaudit.model import ANONYMOUS, AccessPolicy, Decision
from ragaudit.testing.builders import AS_OF
from ragaudit_connectors.s3.acls import Acl
from ragaudit_connectors.s3.bucket import Bucket
from ragaudit_connectors.s3.iam import Account, Bearer
from ragaudit_connectors.s3.rights import Rights
from ragaudit_connectors.s3.statements import Statement, may_assume, statements

NUMBER = "123456789012"
KEY = "hr/pay.md"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
ALLOW, DENY, UNKNOWN = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
ANY_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
OWNER = "owner-canonical-id"


def says(
    effect: str = "Allow", principal: Any = None, resource: Any = "*", **more: Any
) -> dict[str, Any]:
    """A statement about reading objects."""
    body: dict[str, Any] = {
        "Effect": effect,
        "Action": "s3:GetObject",
        "Resource": resource,
        **more,
    }
    return body if principal is None else {**body, "Principal": principal}


def read(*bodies: Mapping[str, Any]) -> tuple[Statement, ...]:
    """Statements of a policy."""
    return statements({"Version": "2012-10-17", "Statement": list(bodies)}, "bucket policy")


def arn(name: str, kind: str = "user", account: str = NUMBER) -> str:
    """The name of a user, or of a role."""
    return f"arn:aws:iam::{account}:{kind}/{name}"


def bearer(name: str, *bodies: Mapping[str, Any], kind: str = "user", **more: Any) -> Bearer:
    """A user, group or role with a policy."""
    document = {"Version": "2012-10-17", "Statement": list(bodies)}
    values = {"statements": read(*bodies), "assumes": may_assume(document), **more}
    return Bearer(name, arn(name, kind), f"AIDA{name.upper()}", **values)


def account(
    users: Sequence[Bearer] = (),
    groups: Sequence[Bearer] = (),
    roles: Sequence[Bearer] = (),
) -> Account:
    """An account; without more, with alice and bob who have no policies."""
    people = tuple(users) or (bearer("alice"), bearer("bob"))
    return Account(NUMBER, "aws", people, tuple(groups), tuple(roles))


def bucket(*bodies: Mapping[str, Any], **changes: Any) -> Bucket:
    """A bucket with a policy, in which objects have no lists of their own."""
    values: dict[str, Any] = {
        "account": NUMBER,
        "policy": read(*bodies),
        "acls": False,
        "owner": OWNER,
        "iam": account(),
        **changes,
    }
    return Bucket(**values)


def acl(*grants: tuple[str, str], owner: str = OWNER) -> Acl:
    """A list of grants: a group's address or a canonical id, and a permission."""
    made = [
        {"Grantee": {"URI": who} if "://" in who else {"ID": who}, "Permission": permission}
        for who, permission in grants
    ]
    return Acl.of({"Owner": {"ID": owner}, "Grants": made})


def rights(found: Bucket) -> Rights:
    """What decides in a bucket."""
    return Rights("handbook", found, "kb")


def policy_in(found: Bucket, listed: Acl | None = None, key: str = KEY) -> AccessPolicy:
    """The policy of one object."""
    return rights(found).policy(key, listed, NOW)


def decisions(
    found: Bucket, listed: Acl | None = None, key: str = KEY, names: str = "alice bob"
) -> list[Decision]:
    """For some users, and last for whoever has not signed in."""
    one = rights(found)
    policy, people = one.policy(key, listed, NOW), one.people.directory()
    readers = [*map(user, names.split()), ANONYMOUS]
    return [policy.decide(reader, people, AS_OF).decision for reader in readers]
