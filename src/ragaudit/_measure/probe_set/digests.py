"""What a probe set was written against, as two digests: the texts, and the access lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from ragaudit.model import Document

UNREAD = "?"
"""Stands for an access list that was not read, which is not an empty one."""


def corpus_digest(documents: Mapping[str, Document]) -> str:
    """sha256 (hex) over every document's id and bytes; equal to `RunInfo.corpus_digest`."""
    return _of((d.id, d.raw_sha256) for d in _ordered(documents))


def access_digest(documents: Mapping[str, Document]) -> str:
    """sha256 (hex) over every document's id and the digest of its access policy."""
    return _of((d.id, d.access.digest or UNREAD) for d in _ordered(documents))


def _ordered(documents: Mapping[str, Document]) -> list[Document]:
    return [documents[name] for name in sorted(documents)]


def _of(rows: Iterable[tuple[str, str]]) -> str:
    text = "\n".join(f"{name}\0{digest}" for name, digest in rows)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
