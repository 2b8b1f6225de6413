"""One object: its bytes, its metadata, its tags."""

from __future__ import annotations

import time
import zlib
from typing import Any

from ragaudit.contracts import Fetched, Ref
from ragaudit.errors import (
    ItemError,
    NotFoundError,
    RagauditError,
    ScopeMissingError,
    TooLargeError,
    TransientError,
)
from ragaudit.model import Limits, SkipReason
from ragaudit_connectors.s3.errors import as_item
from ragaudit_connectors.s3.keys import key_of
from ragaudit_connectors.s3.metadata import facts_from
from ragaudit_connectors.s3.store import Store
from ragaudit_connectors.s3.transport import PATIENCE

ACTION, TAGS_ACTION = "s3:GetObject", "s3:GetObjectTagging"
_CHUNK = 65_536
_LATER = "run again later, or raise `sync: {timeout_s: …}`"


def fetch(store: Store, ref: Ref, limits: Limits) -> Fetched:
    """An object's bytes and what its metadata says. Raises `ItemError` and `SourceError`."""
    key, limit = key_of(ref.native_id), limits.max_bytes
    if ref.size > limit:
        raise _too_large(ref.size, limit)
    try:
        data, answer = store.taking(
            "get_object",
            ACTION,
            lambda found: (_read(found, limit, store), found),
            Bucket=store.options.bucket,
            Key=key,
        )
    except RagauditError as error:
        raise as_item(error) from error
    tags = _tags(store, key, answer)
    facts = facts_from(ref.native_id, store.options, answer.get("Metadata") or {}, tags)
    return Fetched(_unpacked(data, answer, limit), facts)


def _read(answer: dict[str, Any], limit: int, store: Store) -> bytes:
    length = answer.get("ContentLength")
    if isinstance(length, int) and length > limit:
        raise _too_large(length, limit)
    data, until = bytearray(), time.monotonic() + PATIENCE * store.timeout_s
    # A body that ends before its length makes the library raise.
    for part in answer["Body"].iter_chunks(_CHUNK):
        data += part
        if len(data) > limit:
            raise _too_large(len(data), limit)
        if time.monotonic() > until:
            raise TransientError(f"{store.host} does not come to the end of an object", _LATER)
    return bytes(data)


def _tags(store: Store, key: str, answer: dict[str, Any]) -> dict[str, str]:
    """Tags cost another request, so only where some are mapped and the object has any."""
    if not store.options.tags.given or answer.get("TagCount") == 0:
        return {}
    try:
        found = store.ask("get_object_tagging", TAGS_ACTION, Bucket=store.options.bucket, Key=key)
    except (ScopeMissingError, NotFoundError):
        # What the text is worth does not hang on it; `check` names the right.
        return {}
    listed = found.get("TagSet") or []
    return {str(tag.get("Key")): str(tag.get("Value", "")) for tag in listed}


def _unpacked(data: bytes, answer: dict[str, Any], limit: int) -> bytes:
    """Bytes that are stored packed, as browsers get them; only as far as the limit."""
    if (
        str(answer.get("ContentEncoding", "")).strip().casefold() != "gzip"
        or data[:2] != b"\x1f\x8b"
    ):
        return data
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unpacking.decompress(data, limit + 1)
    except zlib.error as error:
        raise ItemError(SkipReason.CORRUPT, "says that it is gzip and is not") from error
    if len(plain) > limit:
        raise _too_large(len(plain), limit)
    return plain


def _too_large(size: int, limit: int) -> TooLargeError:
    return TooLargeError(f"has {size:,} bytes, the limit is {limit:,}")
