"""A collection of a local index, read with Chroma's own library from a copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from typing import Any, TypeVar
from weakref import finalize

from ragaudit.errors import MalformedError, RagauditError
from ragaudit.model import SourceSettings
from ragaudit_connectors.chroma.index import Chunk, Index, chunks_of
from ragaudit_connectors.chroma.options import ChromaOptions
from ragaudit_connectors.chroma.snapshot import copy_of
from ragaudit_connectors.remote import needs

T = TypeVar("T")
_MOST_NAMED = 20
_QUIET: Mapping[str, Any] = {
    "anonymized_telemetry": False,
    "chroma_otel_collection_endpoint": "",
    "chroma_otel_granularity": None,
    # Else a file in whatever folder this is run in says where traces are sent.
    "_env_file": None,
}
_DAMAGED = "it is damaged, or was written by a version that this one does not know"


class LocalIndex(Index):
    """One collection as it was when it was first asked."""

    still = True

    def __init__(self, settings: SourceSettings, options: ChromaOptions) -> None:
        self._settings, self._options = settings, options

    def count(self) -> int:
        """See `Index.count`."""
        return _guarded(lambda: int(self._collection.count()))

    def get(
        self,
        offset: int,
        limit: int,
        *,
        include: Sequence[str],
        where: Mapping[str, Any] | None = None,
        ids: Sequence[str] | None = None,
    ) -> list[Chunk]:
        """See `Index.get`."""
        chosen = {"where": dict(where)} if where else {}
        listed = {"ids": list(ids)} if ids is not None else {}
        got = _guarded(
            lambda: self._collection.get(
                limit=limit, offset=offset, include=list(include), **chosen, **listed
            )
        )
        return chunks_of(got)

    def close(self) -> None:
        """Remove the copy."""
        self.__dict__.pop("_collection", None)
        client = self.__dict__.pop("_client", None)
        # An older Chroma has no way to close.
        getattr(client, "close", lambda: None)()
        if self.__dict__.pop("_copy", None) is not None:
            self._removal()

    @cached_property
    def _copy(self) -> Path:
        folder = copy_of(self._settings)
        # Also where nobody closes it: texts must not be left lying about.
        self._removal = finalize(self, rmtree, folder, ignore_errors=True)
        return folder

    @cached_property
    def _client(self) -> Any:
        chromadb = needs("chromadb", "chroma")
        settings = needs("chromadb.config", "chroma").Settings(**_QUIET)
        options = self._options
        return chromadb.PersistentClient(
            str(self._copy), settings=settings, tenant=options.tenant, database=options.database
        )

    @cached_property
    def _collection(self) -> Any:
        name = self._options.collection
        found = {one.name for one in self._client.list_collections()}
        if name not in found:
            raise no_collection(name, sorted(found))
        # Without a function nothing is embedded, and no model is fetched for that.
        return self._client.get_collection(name, embedding_function=None)


def no_collection(name: str, names: Sequence[str] = ()) -> MalformedError:
    """The error for a collection that is not there."""
    there = ", ".join(names[:_MOST_NAMED]) or "none that can be seen"
    return MalformedError(f"there is no collection “{name}”", f"there is: {there}")


def _guarded(ask: Callable[[], T]) -> T:
    """Whatever Chroma raises as one of our errors; its core panics on damaged files."""
    try:
        return ask()
    except RagauditError:
        raise
    except Exception as error:
        raise _failed(error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _failed(error) from error


def _failed(error: BaseException) -> MalformedError:
    return MalformedError(f"the index cannot be read ({type(error).__name__}): {_DAMAGED}")
