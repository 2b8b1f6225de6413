"""A bucket of moto's, and the shared scenario's hands in it.

IAM alone decides in moto: what a document lets in is written into the policies of its users.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.services.moto import BUCKET, Moto, statement

from ragaudit.contracts import Ref
from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    Credentials,
    Decision,
    Directory,
    Principal,
    PrincipalKind,
    SourceSettings,
    SyncSettings,
)
from ragaudit.testing.builders import AS_OF
from ragaudit.testing.scenario import World
from ragaudit_connectors.remote import Asking
from ragaudit_connectors.s3 import S3Connector

PEOPLE = ("alice", "bob")
METADATA = {
    "owner": "owner",
    "reviewed": "reviewed-on",
    "review_due": "review-due",
    "expires": "expires-on",
    "classification": "classification",
}
ARN = f"arn:aws:s3:::{BUCKET}"


def settings_of(moto: Moto, root: Path, user: str = "auditor", **options: Any) -> SourceSettings:
    """The bucket as a user, with everybody as a persona."""
    personas = {name: _keys(name) for name in PEOPLE}
    return SourceSettings(
        "kb",
        "s3",
        root,
        remote=True,
        url=moto.url,
        auth=_keys(user),
        personas={**personas, "anonymous": Credentials()},
        sync=SyncSettings(timeout_s=20, tries=1),
        options={"bucket": BUCKET, **options},
    )


def variables(moto: Moto) -> dict[str, str]:
    """Environment variables with everybody's keys, and with a wrong secret."""
    found = {"S3_WRONG_ID": moto.keys["auditor"].id, "S3_WRONG_SECRET": "not-the-secret"}
    for name, keys in moto.keys.items():
        found |= {f"S3_{name.upper()}_ID": keys.id, f"S3_{name.upper()}_SECRET": keys.secret}
    return found


def _keys(name: str) -> Credentials:
    return Credentials(None, f"S3_{name.upper()}_ID", f"S3_{name.upper()}_SECRET")


def connect(settings: SourceSettings, page: int = 500, **changes: Any) -> S3Connector:
    """A connector that takes a time of change for settled at once, and does not try again."""
    session = changes.pop("session", None)
    settled = changes.pop("settled", timedelta(0))
    full = replace(settings, **changes)
    asking = Asking(full.sync, sleep=lambda _: None)
    return S3Connector(full, asking, settled=settled, session=session, page=page)


def refs_of(connector: S3Connector) -> dict[str, Ref]:
    """Every document by its path."""
    return {ref.path: ref for page in connector.list_refs(None) for ref in page.refs}


def policies_of(connector: S3Connector) -> dict[str, AccessPolicy]:
    """Who may read, by path."""
    refs = refs_of(connector)
    return {ref.path: policy for ref, policy in connector.fetch_access(list(refs.values()))}


def user(name: str) -> Principal:
    """A user of the account."""
    return Principal(PrincipalKind.USER, name, "kb")


def decided(
    connector: S3Connector, path: str, *names: str, directory: Directory | None = None
) -> dict[str, Decision]:
    """What we say of some people, and of whoever has not signed in."""
    policy = policies_of(connector)[path]
    known = connector.identities() if directory is None else directory
    readers = {name: user(name) for name in names} | {"nobody": ANONYMOUS}
    return {name: policy.decide(who, known, AS_OF).decision for name, who in readers.items()}


def policy(*statements: Mapping[str, object]) -> str:
    """A policy as text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@dataclass
class S3World(World):
    """Documents below `all/`; who may read which stands in IAM."""

    moto: Moto
    settings: SourceSettings
    directory: Directory = field(default_factory=Directory)
    lacks: Mapping[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    """Names that only the group `hr` may read."""

    def remote(self) -> S3Connector:
        return connect(self.settings)

    def path(self, name: str) -> str:
        return f"all/{name}"

    def put(self, name: str, text: str) -> None:
        self.moto.put(f"all/{name}", text.encode())
        self._rule()

    def delete(self, name: str) -> None:
        self.moto.delete(f"all/{name}")

    def rename(self, old: str, new: str) -> None:
        self.moto.rename(f"all/{old}", f"all/{new}")

    def restrict(self, name: str) -> None:
        self.hidden.add(name)
        self._rule()

    def deny(self, name: str, person: str) -> None:
        denial = statement("s3:GetObject", f"{ARN}/all/{name}", "Deny")
        self.moto.set_policy(person, *self._open(), denial)

    def expire(self, name: str) -> None:
        self.moto.put(f"all/{name}", b"# Travel\n\nBook trains.\n", **{"expires-on": "2025-06-01"})

    def reader(self, person: str) -> Principal:
        return user(person)

    def wrong_password(self) -> S3Connector:
        return connect(self.settings, auth=_keys("wrong"))

    def _rule(self) -> None:
        for person in PEOPLE:
            self.moto.set_policy(person, *self._open())
        listed = [f"{ARN}/all/{name}" for name in sorted(self.hidden)] or [f"{ARN}/none"]
        group = policy(statement("s3:GetObject", listed))
        iam = self.moto.client(service="iam")
        iam.put_group_policy(GroupName="hr", PolicyName="own", PolicyDocument=group)

    def _open(self) -> tuple[dict[str, object], ...]:
        """Everything but the hidden: moto knows no `NotResource`, so each name is written out."""
        listed = self.moto.client().list_objects_v2(Bucket=BUCKET).get("Contents", [])
        names = [one["Key"] for one in listed if one["Key"].removeprefix("all/") not in self.hidden]
        return (statement("s3:GetObject", [f"{ARN}/{name}" for name in names] or [f"{ARN}/none"]),)
