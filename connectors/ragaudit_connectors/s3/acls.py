"""The lists that objects have of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ragaudit.errors import MalformedError
from ragaudit.model import Condition, Effect, Entry, Layer
from ragaudit_connectors.s3.bucket import Bucket
from ragaudit_connectors.s3.naming import EVERYBODY, SIGNED_IN, Principals

SCOPE = "object ACL"
ACTION = "s3:GetObjectAcl"
_GROUPS = "http://acs.amazonaws.com/groups/"
_PUBLIC = {f"{_GROUPS}global/AllUsers": EVERYBODY, f"{_GROUPS}global/AuthenticatedUsers": SIGNED_IN}
_READS = ("READ", "FULL_CONTROL")
MOST_GRANTS = 100
"""No store keeps more in one list."""


class AclError(MalformedError):
    """The list of one object that cannot be used."""


@dataclass(frozen=True, slots=True)
class Acl:
    """Who owns an object and to whom its list gives reading."""

    owner: str = ""
    grants: tuple[dict[str, Any], ...] = field(default=())

    @classmethod
    def of(cls, answer: dict[str, Any]) -> Acl:
        """From what the store answers. Raises `AclError`."""
        grants = answer.get("Grants") or []
        if len(grants) > MOST_GRANTS:
            raise AclError(f"its list has {len(grants):,} grants, which no store keeps")
        reading = tuple(one for one in grants if one.get("Permission") in _READS)
        return cls(str(answer.get("Owner", {}).get("ID", "")), reading)

    def entries(self, bucket: Bucket, principals: Principals) -> Iterator[Entry]:
        """Whom it lets in. Its owner's users have what the account's own policies give them."""
        for number, grant in enumerate(self.grants, 1):
            grantee = grant.get("Grantee") or {}
            where = f"{SCOPE}, grant {number}"
            uri = str(grantee.get("URI", ""))
            if (everybody := _PUBLIC.get(uri)) is not None:
                ignored, on = bucket.ignores_public_acls, bucket.acls
                if not ignored:
                    sure = ignored is False and on is True
                    condition = Condition.NONE if sure else Condition.CONTEXT
                    yield Entry(Effect.ALLOW, everybody, where, condition=condition)
            elif not uri and self._is_other(grantee, bucket):
                sure = bucket.acls is True and bool(bucket.owner)
                condition = Condition.NONE if sure else Condition.CONTEXT
                yield Entry(Effect.ALLOW, principals.others, where, condition=condition)

    def limits(self, bucket: Bucket, principals: Principals) -> Iterator[Layer]:
        """An object that another account has put there keeps to its list, whatever policies say."""
        if not (bucket.owner and self.owner) or self.owner == bucket.owner:
            return
        given = any((g.get("Grantee") or {}).get("ID") == bucket.owner for g in self.grants)
        if not given:
            entries = tuple(self.entries(bucket, principals))
            yield Layer(f"boundary {SCOPE} of another owner", entries, locator=SCOPE)

    def _is_other(self, grantee: dict[str, Any], bucket: Bucket) -> bool:
        name = grantee.get("ID") or grantee.get("EmailAddress")
        return bool(name) and name not in (self.owner, bucket.owner)
