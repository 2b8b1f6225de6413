"""The options of an `s3` source."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ragaudit_connectors.remote import Options

Theirs = Annotated[str, Field(min_length=1, max_length=128)]
_BUCKET = r"^[a-z0-9A-Z][a-zA-Z0-9._-]{1,253}[a-zA-Z0-9]$"
_ADDRESS = r"^https?://[^\s/?#@]+(/[^\s?#@]*)?$"
_EXPRESS = "--x-s3"
"""Ends the name of a directory bucket, which lists its keys in no order."""


class Names(BaseModel):
    """Our names, each with the key of an object's metadata or tag."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    owner: Theirs | None = None
    last_editor: Theirs | None = None
    created: Theirs | None = None
    updated: Theirs | None = None
    content_updated: Theirs | None = None
    reviewed: Theirs | None = None
    review_due: Theirs | None = None
    expires: Theirs | None = None
    published: Theirs | None = None
    effective_from: Theirs | None = None
    classification: Theirs | None = None
    lifecycle: Theirs | None = None
    superseded_by: Theirs | None = None
    link: Theirs | None = None

    @property
    def given(self) -> dict[str, str]:
        """What is mapped: our name to theirs."""
        return {ours: theirs for ours, theirs in self if theirs is not None}


class S3Options(Options):
    """Which objects are read, how the store is asked, and what the metadata is called."""

    bucket: str = Field(pattern=_BUCKET)
    prefix: str = Field(default="", max_length=1024)
    """Only keys that begin with it, written as it is in the keys: `handbook/`."""
    region: str = Field(default="us-east-1", pattern=r"^[a-z0-9-]+$")
    store: Literal["aws", "compatible"] | None = None
    """`aws` where there is no `url`, else `compatible`: a store without accounts that block."""
    addressing: Literal["path", "virtual"] | None = None
    """Whether the bucket is a part of the path or of the host; by path where there is a `url`."""
    iam: bool = True
    """Whether users, groups and their policies are read, which takes a right in IAM."""
    iam_url: str | None = Field(default=None, pattern=_ADDRESS)
    """Where IAM and STS are asked; the `url`, or AWS where there is none."""
    object_acls: bool = True
    """Whether the list of each object is read where the bucket still has such lists."""
    metadata: Names = Names()
    tags: Names = Names()
    ambient_credentials: bool = False
    """Sign with what the environment, the profile or the machine holds where `auth` is empty."""
    profile: str | None = None
    """The profile in `~/.aws`, with `ambient_credentials`."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.bucket.endswith(_EXPRESS):
            raise ValueError("directory buckets (S3 Express) list their keys in no order")
        if self.profile is not None and not self.ambient_credentials:
            raise ValueError("`profile` needs `ambient_credentials: true`")
        if any(ord(letter) < 32 for letter in self.prefix):
            raise ValueError("`prefix` holds a control character")
        return self
