"""What decides about access besides the objects themselves: read once a pass."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ragaudit.errors import NotFoundError, ScopeMissingError
from ragaudit_connectors.s3.iam import Account, account_of
from ragaudit_connectors.s3.statements import PolicyError, Statement, statements
from ragaudit_connectors.s3.store import Store

T = TypeVar("T")
POLICY = "bucket policy"


@dataclass(frozen=True)
class Bucket:
    """One bucket's settings; what may not be read is None, and named in `missing`."""

    account: str = ""
    """The account it belongs to; empty where that is not known."""
    policy: tuple[Statement, ...] | None = ()
    ignores_public_acls: bool | None = False
    restricts_public: bool | None = False
    acls: bool | None = True
    """Whether objects have lists of their own."""
    owner: str = ""
    """The canonical id of the account that owns it."""
    iam: Account | None = None
    foreign: bool = False
    """Whether it belongs to another account than the auditor's."""
    missing: tuple[str, ...] = ()
    """The rights that would have told the rest."""
    auditor: str = ""
    """The name of who asked: `user/auditor`."""
    digest: str = field(default="", compare=False)
    """Changes with anything above."""

    @property
    def partition(self) -> str:
        """Of AWS: `aws`, `aws-cn`."""
        return self.iam.partition if self.iam else "aws"


class Reading:
    """Asks for everything that decides about access in a bucket."""

    def __init__(self, store: Store) -> None:
        self._store, self._name = store, store.options.bucket
        self._missing: list[str] = []

    def bucket(self) -> Bucket:
        """The bucket as it is now. Raises `SourceError` where the store fails."""
        number, auditor = self._auditor()
        foreign = bool(number) and self._is_foreign(number)
        policy, ok = self._asked(
            "get_bucket_policy",
            "s3:GetBucketPolicy",
            lambda found: str(found.get("Policy") or ""),
            "",
        )
        ignores, restricts = self._blocks("" if foreign else number)
        iam = None if foreign else self._iam(number)
        acls = self._acls()
        own = "" if foreign else number or (iam.number if iam else "")
        return Bucket(
            account=own,
            policy=self._statements(policy) if ok else None,
            ignores_public_acls=ignores,
            restricts_public=restricts,
            acls=acls,
            owner="" if acls is False else self._owner(),
            iam=iam,
            foreign=foreign,
            missing=tuple(dict.fromkeys(self._missing)),
            auditor=auditor,
            digest=_digest(own, policy, ignores, restricts, acls, iam, foreign, self._missing),
        )

    def _asked(
        self,
        operation: str,
        action: str,
        take: Callable[[dict[str, Any]], T],
        absent: T,
        service: str = "s3",
        values: dict[str, str] | None = None,
    ) -> tuple[T, bool]:
        """A value and whether it could be read."""
        named = {"Bucket": self._name} if values is None else values
        try:
            return take(self._store.ask(operation, action, service, **named)), True
        except ScopeMissingError:
            self._missing.append(action)
            return absent, False
        except NotFoundError:
            return absent, True

    def _auditor(self) -> tuple[str, str]:
        """The auditor's account and name, where there are accounts; asking takes no right."""
        store = self._store
        if not store.signs or not (store.is_aws or store.options.iam):
            return "", ""

        def take(found: dict[str, Any]) -> tuple[str, str]:
            return str(found.get("Account", "")), str(found.get("Arn", "")).split(":", 5)[-1]

        action = "sts:GetCallerIdentity"
        return self._asked("get_caller_identity", action, take, ("", ""), "sts", {})[0]

    def _is_foreign(self, number: str) -> bool:
        """Whether another account owns the bucket: then the store refuses to take ours for it."""
        return not self._lists(ExpectedBucketOwner=number) and self._lists()

    def _lists(self, **values: str) -> bool:
        """Whether the account may list the bucket, asked in a way."""
        options = self._store.options
        named: dict[str, Any] = {"Bucket": self._name, "Prefix": options.prefix, "MaxKeys": 1}
        try:
            self._store.ask("list_objects_v2", "s3:ListBucket", **named, **values)
        except ScopeMissingError:
            return False
        return True

    def _blocks(self, number: str) -> tuple[bool | None, bool | None]:
        """Whether public lists are ignored and public policies restricted, here or above."""
        here = self._block("get_public_access_block", "s3:GetBucketPublicAccessBlock", "s3")
        if not (self._store.is_aws and number):
            return here
        above = self._block(
            "get_public_access_block",
            "s3:GetAccountPublicAccessBlock",
            "s3control",
            {"AccountId": number},
        )
        return _any(here[0], above[0]), _any(here[1], above[1])

    def _block(
        self, operation: str, action: str, service: str, values: dict[str, str] | None = None
    ) -> tuple[bool | None, bool | None]:
        def take(found: dict[str, Any]) -> tuple[bool | None, bool | None]:
            block = found.get("PublicAccessBlockConfiguration", {})
            return bool(block.get("IgnorePublicAcls")), bool(block.get("RestrictPublicBuckets"))

        nothing: tuple[bool | None, bool | None] = (False, False)
        found, ok = self._asked(operation, action, take, nothing, service, values)
        return found if ok else (None, None)

    def _acls(self) -> bool | None:
        def take(found: dict[str, Any]) -> bool:
            rules = found.get("OwnershipControls", {}).get("Rules") or [{}]
            return bool(rules[0].get("ObjectOwnership") != "BucketOwnerEnforced")

        found, ok = self._asked(
            "get_bucket_ownership_controls", "s3:GetBucketOwnershipControls", take, True
        )
        return found if ok else None

    def _owner(self) -> str:
        found, _ = self._asked(
            "get_bucket_acl", "s3:GetBucketAcl", lambda a: str(a.get("Owner", {}).get("ID", "")), ""
        )
        return found

    def _iam(self, number: str) -> Account | None:
        if not (self._store.options.iam and self._store.signs):
            return None
        try:
            return account_of(self._store, number)
        except ScopeMissingError as error:
            self._missing.append(error.scope)
        except NotFoundError:
            self._missing.append("an IAM service")
        return None

    def _statements(self, policy: Any) -> tuple[Statement, ...] | None:
        if not policy:
            return ()
        try:
            return statements(policy, POLICY)
        except PolicyError:
            self._missing.append("a bucket policy that can be read")
            return None


def _any(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if one is None or other is None else False


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
