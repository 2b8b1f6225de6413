"""A collection as both kinds of Chroma give it: chunks with text and metadata."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ragaudit.errors import MalformedError

AT_ONCE = 1_000
"""Chunks asked for in one request."""
IDS: Sequence[str] = ()
METADATA: Sequence[str] = ("metadatas",)
TEXTS: Sequence[str] = ("metadatas", "documents")
"""What is asked of chunks."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """One entry of a collection."""

    id: str
    metadata: Mapping[str, Any]
    text: str | None
    """None where it was not asked for, or there is none."""


class Index(Protocol):
    """One collection. Raises `SourceError`."""

    still: bool
    """Whether nobody can write to it while it is read."""

    @abstractmethod
    def count(self) -> int:
        """Chunks in it."""

    @abstractmethod
    def get(
        self,
        offset: int,
        limit: int,
        *,
        include: Sequence[str],
        where: Mapping[str, Any] | None = None,
        ids: Sequence[str] | None = None,
    ) -> list[Chunk]:
        """Some chunks, in the collection's own order."""

    @abstractmethod
    def close(self) -> None:
        """Give back what was opened or copied."""


def every(
    index: Index, include: Sequence[str], where: Mapping[str, Any] | None = None
) -> Iterator[Chunk]:
    """All chunks, or all that match, page by page."""
    offset = 0
    while page := index.get(offset, AT_ONCE, include=include, where=where):
        yield from page
        offset += len(page)
        if len(page) < AT_ONCE:
            return


def chunks_of(answer: Any) -> list[Chunk]:
    """The chunks of an answer. Raises `MalformedError` where it is none."""
    try:
        ids = answer["ids"]
        texts = answer.get("documents") or [None] * len(ids)
        metadatas = answer.get("metadatas") or [None] * len(ids)
        rows = list(zip(ids, metadatas, texts, strict=True))
        return [Chunk(str(name), _mapping(metadata), _text(text)) for name, metadata, text in rows]
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise MalformedError("Chroma's answer is not what a collection gives") from error


def _mapping(metadata: Any) -> dict[str, Any]:
    return {str(key): value for key, value in metadata.items()} if metadata else {}


def _text(text: Any) -> str | None:
    return text if isinstance(text, str) else None
