"""Vectors of chunks in a Chroma database on disk.

The collection is an ordinary one: it can be asked with Chroma's own tools, or as a `chroma` target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ragaudit.errors import RagauditError, StoreError
from ragaudit_probes.index.folder import damaged
from ragaudit_probes.index.libraries import needs

if TYPE_CHECKING:
    from ragaudit_probes.index.embedding.base import Vectors

T = TypeVar("T")
COLLECTION = "chunks"
_AT_ONCE = 4000
"""Chroma takes 5,461 records at once."""
_QUIET: Mapping[str, Any] = {
    "anonymized_telemetry": False,
    "chroma_otel_collection_endpoint": "",
    "chroma_otel_granularity": None,
    # Else a file in whatever folder this is run in says where traces are sent.
    "_env_file": None,
}


class VectorStore:
    """Chunk id to vector, with what chunks are of as metadata. No text is stored."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        settings = needs("chromadb.config").Settings(**_QUIET)
        open_ = needs("chromadb").PersistentClient
        self._client = self._guarded(lambda: open_(str(folder), settings=settings))
        self._collection = self._guarded(self._open)

    def close(self) -> None:
        """Give the files back."""
        # An older Chroma has no way to close.
        getattr(self._client, "close", lambda: None)()

    def clear(self) -> None:
        """Remove everything; vectors of another model may have other dimensions."""
        self._guarded(lambda: self._client.delete_collection(COLLECTION))
        self._collection = self._guarded(self._open)

    def put(
        self, ids: Sequence[str], vectors: Vectors, metadata: Sequence[Mapping[str, str]]
    ) -> None:
        """Store chunks; those that are there are replaced."""
        for part in _parts(len(ids)):
            self._guarded(
                lambda part=part: self._collection.upsert(  # type: ignore[misc]
                    ids=list(ids[part]), embeddings=vectors[part], metadatas=list(metadata[part])
                )
            )

    def get(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Vectors by chunk id; what is not there is not among them."""
        found: dict[str, Vectors] = {}
        for part in _parts(len(ids)):
            got = self._guarded(
                lambda part=part: self._collection.get(  # type: ignore[misc]
                    ids=list(ids[part]), include=["embeddings"]
                )
            )
            found.update(zip(got["ids"], got["embeddings"], strict=True))
        return found

    def remove(self, ids: Sequence[str]) -> None:
        """Remove chunks, those that are there."""
        for part in _parts(len(ids)):
            there = self._guarded(
                lambda part=part: self._collection.get(  # type: ignore[misc]
                    ids=list(ids[part]), include=[]
                )
            )
            if there["ids"]:
                self._guarded(lambda there=there: self._collection.delete(ids=there["ids"]))  # type: ignore[misc]

    def count(self) -> int:
        """How many chunks there are."""
        return self._guarded(lambda: int(self._collection.count()))

    def _open(self) -> Any:
        # Without a function nothing is embedded here, and no model is fetched for that.
        return self._client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def _guarded(self, ask: Callable[[], T]) -> T:
        """Whatever Chroma raises as one of our errors; its core panics on damaged files."""
        try:
            return ask()
        except RagauditError:
            raise
        except Exception as error:
            raise self._failed(error) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise self._failed(error) from error

    def _failed(self, error: BaseException) -> StoreError:
        if isinstance(error, OSError) and error.strerror:
            told = f"vectors cannot be kept in {self._folder}: {error.strerror.lower()}"
            return StoreError(told)
        return damaged(self._folder.parent)


def _parts(count: int) -> Iterator[slice]:
    for start in range(0, count, _AT_ONCE):
        yield slice(start, start + _AT_ONCE)
