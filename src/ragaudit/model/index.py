"""What a retrieval index holds, as it was exported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One line of the list: a document, or a chunk of one."""

    name: str
    """Path, native id or address, as written."""
    line: int
    hash: str = ""
    """As written, without a `sha256:` in front; empty where there is none."""
    indexed_at: date | None = None


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """The list, with its entries tied to the documents they stand for."""

    shown: str
    """The file as the user wrote it."""
    sources: tuple[str, ...]
    """Ids of the sources it is about."""
    held: Mapping[str, tuple[IndexEntry, ...]] = field(default_factory=dict)
    """Entries by document id."""
    other: tuple[IndexEntry, ...] = ()
    """Entries of no document that was read, in order."""
