"""An object store with versions, object ACLs and IAM user policies, under moto's own server."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
from tests.services.base import HOST, Server, free_port, http_answers, temporary_folder

BUCKET = "handbook"
REGION = "us-east-1"
ACCOUNT = "123456789012"
"""The account moto puts everybody in."""
ADMIN = "root"
USERS = ("alice", "bob", "auditor", ADMIN)
GROUPS = {"hr": ("alice",)}
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"

Statement = dict[str, object]


@dataclass(frozen=True)
class Keys:
    """What a user signs requests with."""

    id: str
    secret: str


@dataclass(frozen=True)
class Moto:
    """A running store: IAM lets `alice` and `bob` read `all/`, and the group `hr` read `hr/`.

    `auditor` reads everything and every policy and writes nothing; `root` may do everything.
    IAM alone decides here: moto ignores a bucket policy's principal, and answers an unsigned
    request for a public object with 500. Both are stored and can be read.
    """

    url: str
    folder: Path
    server: Server
    keys: dict[str, Keys] = field(default_factory=dict)
    """By user; new after a reset."""

    def client(self, as_user: str = ADMIN, service: str = "s3") -> Any:
        """A boto3 client that signs as a user."""
        return self._client(self.keys[as_user], service)

    def put(self, path: str, content: bytes, acl: str = "private", **metadata: str) -> str:
        """Write an object with a canned ACL and user metadata; returns its version."""
        answer = self.client().put_object(
            Bucket=BUCKET, Key=path, Body=content, ACL=acl, Metadata=metadata
        )
        return str(answer["VersionId"])

    def delete(self, path: str) -> str:
        """Put a delete marker on top of an object's versions; returns the marker's version."""
        return str(self.client().delete_object(Bucket=BUCKET, Key=path)["VersionId"])

    def rename(self, path: str, target: str) -> None:
        """Copy and delete, as an object store renames."""
        source = {"Bucket": BUCKET, "Key": path}
        self.client().copy_object(Bucket=BUCKET, Key=target, CopySource=source)
        self.delete(path)

    def set_acl(self, path: str, acl: str) -> None:
        """Replace an object's ACL by a canned one such as `public-read`; no new version."""
        self.client().put_object_acl(Bucket=BUCKET, Key=path, ACL=acl)

    def set_policy(self, user: str, *statements: Statement) -> None:
        """Replace what IAM allows and denies a user, beside what the user's groups get."""
        self._iam().put_user_policy(
            UserName=user, PolicyName="own", PolicyDocument=_policy(statements)
        )

    def set_groups(self, groups: dict[str, Sequence[str]]) -> None:
        """Replace who is in which group."""
        iam = self._iam()
        for group in GROUPS:
            for member in iam.get_group(GroupName=group)["Users"]:
                iam.remove_user_from_group(GroupName=group, UserName=member["UserName"])
            for user in groups.get(group, ()):
                iam.add_user_to_group(GroupName=group, UserName=user)

    def reset(self) -> None:
        """Back to an empty versioned bucket and the first policies and groups."""
        self._post("reset")
        self._post("reset-auth", "inf")
        iam = self._client(Keys("nobody", "nobody"), "iam")
        for user in USERS:
            iam.create_user(UserName=user)
            made = iam.create_access_key(UserName=user)["AccessKey"]
            self.keys[user] = Keys(made["AccessKeyId"], made["SecretAccessKey"])
        self.set_policy(ADMIN, statement("*", "*"))
        self._post("reset-auth", "0")
        self._first_state()

    def _first_state(self) -> None:
        # As the administrator and under enforcement, so that a hole in it shows here already.
        everything = (_arn(), _arn("*"))
        for user in ("alice", "bob"):
            self.set_policy(user, *reads("all/"))
        self.set_policy(
            "auditor",
            statement(["s3:Get*", "s3:List*"], everything),
            statement(["iam:Get*", "iam:List*"], "*"),
        )
        for group in GROUPS:
            self._iam().create_group(GroupName=group)
            self._iam().put_group_policy(
                GroupName=group, PolicyName="own", PolicyDocument=_policy(reads(f"{group}/"))
            )
        self.set_groups({group: tuple(users) for group, users in GROUPS.items()})
        self.client().create_bucket(Bucket=BUCKET)
        versioning = {"Status": "Enabled"}
        self.client().put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration=versioning)

    def _iam(self) -> Any:
        return self._client(self.keys[ADMIN], "iam")

    def _client(self, keys: Keys, service: str) -> Any:
        return _client(self.url, keys, service)

    def _post(self, action: str, text: str = "") -> None:
        answer = httpx.post(f"{self.url}/moto-api/{action}", content=text, timeout=30)
        answer.raise_for_status()


@lru_cache(maxsize=64)
def _client(url: str, keys: Keys, service: str) -> Any:
    """Made once: reading boto3's descriptions of a service takes a while."""
    import boto3

    return boto3.client(
        service,
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=keys.id,
        aws_secret_access_key=keys.secret,
    )


def statement(actions: str | Sequence[str], resources: object, effect: str = "Allow") -> Statement:
    """One statement of a policy."""
    return {"Effect": effect, "Action": actions, "Resource": resources}


def reads(prefix: str) -> tuple[Statement, ...]:
    """What lets a user list the bucket and read what begins with a prefix."""
    return (
        statement("s3:ListBucket", _arn()),
        statement("s3:GetObject", _arn(f"{prefix}*")),
    )


@contextmanager
def running_moto() -> Iterator[Moto]:
    """A store of its own in its own process, stopped at the end."""
    port = free_port()
    url = f"http://{HOST}:{port}"
    with temporary_folder("moto") as folder:
        arguments = [sys.executable, "-m", "moto.server", "-H", HOST, "-p", str(port)]
        ready = http_answers(f"{url}/moto-api/data.json")
        store = Moto(url, folder, Server(arguments, folder, ready))
        with store.server:
            store.reset()
            yield store


def _arn(path: str = "") -> str:
    return f"arn:aws:s3:::{BUCKET}/{path}" if path else f"arn:aws:s3:::{BUCKET}"


def _policy(statements: Sequence[Statement]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
