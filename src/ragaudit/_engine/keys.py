"""What digests and analyses are remembered by."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from ragaudit.contracts import Ref
from ragaudit.model import Limits, SourceSettings


def stamp_key(settings: SourceSettings, ref: Ref) -> str:
    """What the digest of a document's bytes is remembered by."""
    place = (settings.id, settings.url) if settings.remote else (str(settings.root),)
    return _sha256(settings.type, *place, ref.native_id, ref.stamp)


def cache_key(version: str, settings: SourceSettings, ref: Ref, raw_sha256: str) -> str:
    """Everything an analysis depends on: bytes, code, what the name says, and limits."""
    name = ref.path.rpartition("/")[2].lower()
    suffixes = ".".join(name.split(".")[1:][-3:])
    titled = (ref.title,) if ref.title else ()
    return _sha256(version, raw_sha256, ref.format, suffixes, _told(settings.limits), *titled)


@lru_cache
def _told(limits: Limits) -> str:
    return repr(limits)


def _sha256(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
