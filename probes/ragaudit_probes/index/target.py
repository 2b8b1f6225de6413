"""The `index` target: ragaudit's own index over the catalogue."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping

from ragaudit.contracts import Target, TargetCapabilities
from ragaudit.contracts.indexing import (
    Advance,
    AsksForReaders,
    IndexedDocument,
    Indexer,
    IndexReport,
    Readable,
)
from ragaudit.errors import MalformedError, SourceError, StoreError, UsageError
from ragaudit.model import Hit, ProbePrincipal, ReaderKind, Retrieved, TargetSettings
from ragaudit_probes.index.build import build_index, recipe_of
from ragaudit_probes.index.embedding import Embedder, open_embedder
from ragaudit_probes.index.folder import Folder
from ragaudit_probes.index.libraries import check
from ragaudit_probes.index.options import Mode, options_of
from ragaudit_probes.index.search import Ranked, Searcher
from ragaudit_probes.index.served import Served, load
from ragaudit_probes.targets.options import no_credentials

_BUILD = "run `ragaudit index build`"


class IndexTarget(Target, Indexer, AsksForReaders):
    """Finds documents by meaning, by words, or by both; at most one hit a document.

    As a principal it answers from what `use_readers` says, asked for every question. Without a
    principal, and as the oracle, it answers from everything.
    """

    def __init__(
        self, settings: TargetSettings, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self.settings = settings
        self._options, root = options_of(settings)
        self._folder = Folder(root)
        self._clock = clock
        self._readable: Readable | None = None
        self._embedder: Embedder | None = None
        self._searcher: Searcher | None = None
        self._opening = threading.Lock()

    def capabilities(self) -> TargetCapabilities:
        """See `Target.capabilities`."""
        notes = []
        if self._options.mode is Mode.FUSION:
            notes.append("scores are of ranks and do not say how good an answer is")
        return TargetCapabilities(principals=True, scores=True, concurrent=True, notes=tuple(notes))

    def use_readers(self, readable: Readable) -> None:
        """See `AsksForReaders.use_readers`."""
        self._readable = readable

    def check(self) -> None:
        """See `Indexer.check`."""
        check("chromadb", "llama_index", "nltk", "bm25s")
        self._model()

    def build(
        self,
        documents: Iterable[IndexedDocument],
        *,
        complete: bool = True,
        advance: Advance | None = None,
    ) -> IndexReport:
        """See `Indexer.build`."""
        try:
            return build_index(
                self._folder, self._model(), documents, complete=complete, advance=advance
            )
        finally:
            self._searcher = None

    def held(self) -> Mapping[str, str]:
        """See `Indexer.held`."""
        return self._served().held()

    def retrieve(self, query: str, k: int, principal: ProbePrincipal | None) -> Retrieved:
        """See `Target.retrieve`. Raises `SourceError` for an index that is missing or empty."""
        searcher = self._opened()
        readable = self._readable_by(principal)
        began = self._clock()
        found = searcher.rank(query, self._options.mode, readable, k)
        latency = self._clock() - began
        return Retrieved(tuple(_hit(searcher.served, one) for one in found), latency_s=latency)

    def close(self) -> None:
        """See `Target.close`."""
        self._searcher = self._embedder = None

    def _readable_by(self, principal: ProbePrincipal | None) -> frozenset[str] | None:
        if principal is None or principal.kind is ReaderKind.ORACLE:
            return None
        if self._readable is None:
            told = "nobody said which documents they may read"
            raise no_credentials(principal, told, "give sources access lists, then run again")
        return self._readable(principal)

    def _opened(self) -> Searcher:
        with self._opening:
            if self._searcher is None:
                self._searcher = self._open()
            return self._searcher

    def _open(self) -> Searcher:
        served, model = self._served(), self._model()
        if served.recipe != recipe_of(model.state):
            raise UsageError(
                f"the index in {self._folder.root} was built with another model or version "
                f"({served.model})",
                f"{_BUILD}, or name its model",
            )
        if not served.chunks:
            raise SourceError(f"the index in {self._folder.root} is empty", _BUILD)
        return Searcher(served, model)

    def _served(self) -> Served:
        try:
            served = load(self._folder)
        except StoreError as error:
            raise MalformedError(error.message, error.hint) from error
        if served is None:
            raise SourceError(f"there is no index in {self._folder.root}", _BUILD)
        return served

    def _model(self) -> Embedder:
        if self._embedder is None:
            self._embedder = open_embedder(self._options.model, self.settings.root)
        return self._embedder


def _hit(served: Served, found: Ranked) -> Hit:
    entry = served.documents[found.place]
    metadata = {
        "source": entry.source,
        "path": entry.path,
        "title": entry.title,
        "heading": served.headings[found.row],
    }
    return Hit(served.chunks[found.row], found.score, entry.id, metadata=metadata)
