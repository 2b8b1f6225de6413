"""What is known of a request, by who makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ragaudit_connectors.s3.conditions import Request

_BY_SERVICES = ("aws:calledvia", "aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid")
"""Keys only services of AWS send along."""
_VERSION = ("s3:versionid",)
_SIGNED_ONLY = (
    "aws:username", "aws:principalarn", "aws:principalaccount", "aws:principalorg",
    "aws:principaltag/", "aws:multifactorauth", "aws:tokenissuetime", "aws:federatedprovider",
    "aws:chatbotsourcearn", "aws:ec2instancesource", "aws:rolesessionname", "s3:signatureage",
    "s3:signatureversion", "s3:authtype",
)  # fmt: skip


@dataclass(frozen=True)
class Requests:
    """Requests for objects of one bucket."""

    account: str = ""
    """That the bucket is in; empty where that is not known."""
    common: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        known = {
            # Whoever is let in by TLS alone can use it.
            "aws:securetransport": "true",
            "s3:tlsversion": "1.3",
            "aws:viaawsservice": "false",
            "aws:principalisawsservice": "false",
        }
        if self.account:
            known |= {"aws:resourceaccount": self.account, "s3:resourceaccount": self.account}
        object.__setattr__(self, "common", known)

    @property
    def unsigned(self) -> Request:
        """By somebody who has not signed in."""
        known = {**self.common, "aws:principaltype": "Anonymous", "aws:userid": "anonymous"}
        return Request(known, (*_BY_SERVICES, *_VERSION, *_SIGNED_ONLY))

    @property
    def signed(self) -> Request:
        """By somebody of whom nothing else is known."""
        known = {**self.common, "s3:authtype": "REST-HEADER"}
        known["s3:signatureversion"] = "AWS4-HMAC-SHA256"
        return Request(known, (*_BY_SERVICES, *_VERSION))

    def user(self, name: str, arn: str, unique_id: str, tags: Mapping[str, str]) -> Request:
        """By a user that IAM lists."""
        known = {
            **self.signed.known,
            **{f"aws:principaltag/{key.casefold()}": value for key, value in tags.items()},
            "aws:username": name,
            "aws:principalarn": arn,
            "aws:userid": unique_id,
            "aws:principaltype": "User",
            "aws:principalaccount": self.account,
        }
        return Request(known, (*self.signed.absent, "aws:principaltag/", "aws:rolesessionname"))

    def role(self, arn: str) -> Request:
        """By somebody who has taken on a role; sessions may carry tags of their own."""
        known = {
            **self.signed.known,
            "aws:principalarn": arn,
            "aws:principaltype": "AssumedRole",
            "aws:principalaccount": self.account,
        }
        return Request(known, (*self.signed.absent, "aws:username"))
