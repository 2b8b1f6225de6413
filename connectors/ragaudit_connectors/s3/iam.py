"""The users, groups and roles of an account with their policies, in one answer of IAM."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ragaudit.errors import MalformedError
from ragaudit_connectors.s3.statements import PolicyError, Statement, may_assume, statements
from ragaudit_connectors.s3.store import Store

ACTION = "iam:GetAccountAuthorizationDetails"
OPERATION = "get_account_authorization_details"
MOST_PAGES = 10_000


@dataclass(frozen=True)
class Bearer:
    """A user, group or role, and what its policies say about reading objects."""

    name: str
    arn: str
    unique_id: str
    statements: tuple[Statement, ...]
    unread: bool = False
    """Whether a policy of it could not be read."""
    boundary: tuple[Statement, ...] | None = None
    """What it may have at most; None where there is no such policy."""
    groups: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    assumes: tuple[Statement, ...] = ()
    """Which roles its own policies let it take on, or, of a role, whom it lets in."""
    trust: Any = None


@dataclass(frozen=True)
class Account:
    """What IAM says about one account."""

    number: str = ""
    partition: str = "aws"
    users: tuple[Bearer, ...] = ()
    groups: tuple[Bearer, ...] = ()
    roles: tuple[Bearer, ...] = ()

    def members(self, group: str) -> tuple[Bearer, ...]:
        """The users in a group."""
        return tuple(user for user in self.users if group in user.groups)


def account_of(store: Store, number: str) -> Account:
    """Everything IAM lists. Raises `ScopeMissingError` and other `SourceError`s."""
    found = _details(store)
    managed = {_text(one, "Arn"): one for one in found["Policies"]}
    reader = _Reader(managed)
    users = tuple(reader.user(one) for one in found["UserDetailList"])
    arns = [user.arn for user in users if user.arn.count(":") >= 5]
    partition = arns[0].split(":")[1] if arns else "aws"
    own = number or (arns[0].split(":")[4] if arns else "")
    groups = tuple(reader.group(one) for one in found["GroupDetailList"])
    roles = tuple(reader.role(one) for one in found["RoleDetailList"])
    return Account(own, partition, users, groups, roles)


def _details(store: Store) -> dict[str, list[dict[str, Any]]]:
    names = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    marker: dict[str, str] = {}
    for _ in range(MOST_PAGES):
        page = store.ask(OPERATION, ACTION, "iam", "groups", **marker)
        for name in names:
            found[name] += page.get(name) or []
        following = page.get("Marker")
        if not page.get("IsTruncated"):
            return {name: sorted(found[name], key=lambda one: _text(one, "Arn")) for name in names}
        if not following or following == marker.get("Marker"):
            break
        marker = {"Marker": following}
    raise MalformedError("IAM does not come to the end of its list", "check `options: iam_url`")


class _Reader:
    """Turns IAM's answer into bearers; a managed policy is read once, however many have it."""

    def __init__(self, managed: Mapping[str, dict[str, Any]]) -> None:
        self._managed = managed
        self._read: dict[str, tuple[Statement, ...] | None] = {}
        self._assumes: dict[str, tuple[Statement, ...]] = {}

    def user(self, one: dict[str, Any]) -> Bearer:
        """A user of the list."""
        name = _text(one, "UserName")
        groups = tuple(str(group) for group in one.get("GroupList") or ())
        return self._bearer(one, name, f"user {name}", one.get("UserPolicyList"), groups)

    def group(self, one: dict[str, Any]) -> Bearer:
        """A group of the list."""
        name = _text(one, "GroupName")
        return self._bearer(one, name, f"group {name}", one.get("GroupPolicyList"))

    def role(self, one: dict[str, Any]) -> Bearer:
        """A role of the list."""
        name = _text(one, "RoleName")
        return self._bearer(one, name, f"role {name}", one.get("RolePolicyList"))

    def _bearer(
        self,
        one: dict[str, Any],
        name: str,
        shown: str,
        inline: Any,
        groups: tuple[str, ...] = (),
    ) -> Bearer:
        read = [
            self._inline(policy, f"policy {_text(policy, 'PolicyName')} of {shown}")
            for policy in inline or ()
        ]
        attached = [_text(policy, "PolicyArn") for policy in one.get("AttachedManagedPolicies", ())]
        read += [self._attached(arn) for arn in attached]
        limit = one.get("PermissionsBoundary") or {}
        boundary = _text(limit, "PermissionsBoundaryArn")
        limits = self._attached(boundary) if boundary else None
        assumes = [may_assume_or_none(policy.get("PolicyDocument")) for policy in inline or ()]
        assumes += [self._roles_of(arn) for arn in attached]
        return Bearer(
            name,
            _text(one, "Arn"),
            _text(one, "UserId") or _text(one, "RoleId"),
            tuple(statement for policy in read for statement in policy or ()),
            None in read or (bool(boundary) and limits is None),
            limits,
            groups,
            tuple((_text(tag, "Key"), _text(tag, "Value")) for tag in one.get("Tags") or ()),
            tuple(statement for policy in assumes for statement in policy),
            one.get("AssumeRolePolicyDocument"),
        )

    def _attached(self, arn: str) -> tuple[Statement, ...] | None:
        if arn not in self._read:
            document = _default(self._managed.get(arn, {}))
            where = f"policy {arn.rsplit('/', 1)[-1]}"
            self._read[arn] = _statements(document, where)
        return self._read[arn]

    def _roles_of(self, arn: str) -> tuple[Statement, ...]:
        if arn not in self._assumes:
            self._assumes[arn] = may_assume_or_none(_default(self._managed.get(arn, {})))
        return self._assumes[arn]

    def _inline(self, policy: dict[str, Any], where: str) -> tuple[Statement, ...] | None:
        return _statements(policy.get("PolicyDocument"), where)


def may_assume_or_none(document: Any) -> tuple[Statement, ...]:
    """What a policy says about taking on roles; nothing where it cannot be read."""
    try:
        return may_assume(document)
    except PolicyError:
        return ()


def _statements(document: Any, where: str) -> tuple[Statement, ...] | None:
    try:
        return statements(document, where)
    except PolicyError:
        return None


def _default(policy: Mapping[str, Any]) -> Any:
    versions: Iterable[dict[str, Any]] = policy.get("PolicyVersionList") or ()
    return next((one.get("Document") for one in versions if one.get("IsDefaultVersion")), None)


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""
