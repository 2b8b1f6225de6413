"""A collection in a folder, asked with Chroma's own library on a copy."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from typing import Any, TypeVar
from weakref import finalize

from ragaudit.errors import MalformedError, MissingExtraError, RagauditError
from ragaudit_probes.targets.chroma.answers import (
    INCLUDE,
    About,
    Collection,
    about_of,
    no_collection,
)
from ragaudit_probes.targets.chroma.options import ChromaOptions
from ragaudit_probes.targets.chroma.snapshot import copy_of

T = TypeVar("T")
_QUIET: Mapping[str, Any] = {
    "anonymized_telemetry": False,
    "chroma_otel_collection_endpoint": "",
    "chroma_otel_granularity": None,
    # Else a file in whatever folder this is run in says where traces are sent.
    "_env_file": None,
}


class LocalCollection(Collection):
    """One collection as it was when it was first asked."""

    def __init__(self, root: Path, options: ChromaOptions) -> None:
        self._root = root / Path(str(options.path)).expanduser()
        self._options = options
        self._lock = threading.Lock()
        self._client: Any = None
        self._opened: Any = None
        self._removal: Callable[[], object] = lambda: None

    def about(self) -> About:
        """See `Collection.about`."""
        found = self._collection()
        model = _guarded(lambda: found._model)
        return about_of(model.configuration_json, model.metadata, model.dimension)

    def query(
        self,
        vector: Sequence[float],
        k: int,
        where: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
    ) -> Mapping[str, Any]:
        """See `Collection.query`."""
        del headers
        found = self._collection()
        chosen = {"where": dict(where)} if where else {}
        answer: Mapping[str, Any] = _guarded(
            lambda: found.query(
                query_embeddings=[list(vector)], n_results=k, include=list(INCLUDE), **chosen
            )
        )
        return answer

    def sample(self, most: int) -> Mapping[str, Any]:
        """See `Collection.sample`."""
        found = self._collection()
        answer: Mapping[str, Any] = _guarded(
            lambda: found.get(limit=most, include=["embeddings", "documents", "metadatas"])
        )
        return answer

    def close(self) -> None:
        """Remove the copy."""
        with self._lock:
            client, self._client, self._opened = self._client, None, None
            # An older Chroma has no way to close.
            getattr(client, "close", lambda: None)()
            self._removal()

    def _collection(self) -> Any:
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _open(self) -> Any:
        chromadb, config = _library()
        name, shown = self._options.collection, self._root.name
        copy = copy_of(self._root, name, shown)
        # Also where nobody closes it: texts must not be left lying about.
        self._removal = finalize(self, rmtree, copy, ignore_errors=True)
        options = self._options
        self._client = client = _guarded(
            lambda: chromadb.PersistentClient(
                str(copy),
                settings=config.Settings(**_QUIET),
                tenant=options.tenant,
                database=options.database,
            )
        )
        found = _guarded(lambda: {str(one.name) for one in client.list_collections()})
        if name not in found:
            raise no_collection(name, sorted(found))
        # Without a function nothing is embedded, and no model is fetched for that.
        return _guarded(lambda: client.get_collection(name, embedding_function=None))


def _library() -> tuple[Any, Any]:
    try:
        return import_module("chromadb"), import_module("chromadb.config")
    except ImportError:
        failed = MissingExtraError(
            "ragaudit[chroma] is not installed", "pip install 'ragaudit[chroma]'"
        )
    raise failed


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
    kind = type(error).__name__
    if kind in ("ValueError", "InvalidArgumentError", "TypeError"):
        told = f"Chroma refuses the question ({kind})"
        return MalformedError(told, "check `where`, and that `embed` is the collection's model")
    told = "it is damaged, or was written by a version that this one does not know"
    return MalformedError(f"the index cannot be asked ({kind}): {told}")
