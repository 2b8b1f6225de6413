"""The `chroma` target."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

from ragaudit.asking import Asking
from ragaudit.contracts import Target, TargetCapabilities
from ragaudit.errors import UsageError
from ragaudit.model import ProbePrincipal, ReaderKind, Retrieved, TargetSettings
from ragaudit_probes.targets.chroma.answers import Collection, hits_of
from ragaudit_probes.targets.chroma.embedding import Embedding, embedding_for
from ragaudit_probes.targets.chroma.local import LocalCollection
from ragaudit_probes.targets.chroma.options import ChromaOptions
from ragaudit_probes.targets.chroma.server import ServerCollection
from ragaudit_probes.targets.chroma.where import simplified
from ragaudit_probes.targets.in_process.template import fill
from ragaudit_probes.targets.options import filled, no_credentials, read_options
from ragaudit_probes.targets.patience import for_target
from ragaudit_probes.targets.shared import MOST_HITS

_HEADER = "header "
"""What keys of a principal's `auth` begin with that are sent as headers."""
_NOTE = (
    "the collection was asked, not the application in front of it: a filter that the application "
    "sets otherwise than `where` does, or forgets, is not seen"
)


class ChromaTarget(Target):
    """One collection: in a folder, of which a copy is asked, or on a server (`url`).

    A principal is a filter (`where`), headers to a server (`by_headers`), or both; who is neither
    cannot be asked as, and an oracle is asked without a filter. Latency is the collection's alone,
    without the embedding of the question.
    """

    def __init__(self, settings: TargetSettings, asking: Asking | None = None) -> None:
        self.settings = settings
        self.options = read_options(settings, ChromaOptions)
        if bool(settings.url) == bool(self.options.path):
            where = f"{settings.options_at}: " if settings.options_at else ""
            told = f"{where}target “{settings.type}” needs either `url` or `options: {{path: …}}`"
            raise UsageError(told, "name the server, or the folder that holds chroma.sqlite3")
        self.asking = asking or for_target(settings.sync)
        self._collection: Collection = (
            ServerCollection(settings, self.options)
            if settings.url
            else LocalCollection(settings.root, self.options)
        )
        self._embedding: Embedding | None = None
        self._space = ""
        self._lock = threading.Lock()

    def capabilities(self) -> TargetCapabilities:
        """See `Target.capabilities`. Nothing is opened for that."""
        return TargetCapabilities(
            principals=self.options.where is not None or self.options.by_headers,
            scores=True,
            concurrent=True,
            notes=(_NOTE,),
        )

    def retrieve(self, query: str, k: int, principal: ProbePrincipal | None) -> Retrieved:
        """See `Target.retrieve`."""
        where, headers = self._where(principal), self._headers(principal)
        return self.asking(lambda: self._once(query, k, where, headers))

    def close(self) -> None:
        """See `Target.close`: the copy of a local index is removed."""
        if self._embedding is not None:
            self._embedding.close()
        self._collection.close()

    def _once(
        self,
        query: str,
        k: int,
        where: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
    ) -> Retrieved:
        vector = self._opened().vector(query)
        started = time.perf_counter()
        answer = self._collection.query(vector, k, where, headers)
        took = time.perf_counter() - started
        found = hits_of(answer, self._space, self.options, max(k, MOST_HITS))
        return Retrieved(found, latency_s=took)

    def _opened(self) -> Embedding:
        with self._lock:
            if self._embedding is None:
                self._space = self._collection.about().space
                self._embedding = embedding_for(self.settings, self.options, self._collection)
            return self._embedding

    def _where(self, principal: ProbePrincipal | None) -> Mapping[str, Any] | None:
        """The filter for somebody. Raises `SkipError`: without one they would be anybody."""
        if principal is None or principal.kind is ReaderKind.ORACLE:
            found: Mapping[str, Any] | None = self.options.unrestricted
            return found
        if self.options.where is not None:
            filter_: Mapping[str, Any] = simplified(fill(self.options.where, principal))
            return filter_
        if not self.options.by_headers:
            hint = "give the target `where: {…}`, filled from whoever asks"
            raise no_credentials(principal, "nothing tells the collection who they are", hint)
        return None

    def _headers(self, principal: ProbePrincipal | None) -> Mapping[str, str] | None:
        """What is sent instead of the target's own account; None for that account.

        Only where the options say so: in another system's words it would be sent to a stranger.
        """
        if principal is None or not self.options.by_headers:
            return None
        found = {
            key.removeprefix(_HEADER).strip(): filled(text, principal)
            for key, text in principal.auth.items()
            if key.startswith(_HEADER)
        }
        if found or principal.kind is ReaderKind.ANONYMOUS:
            return found
        if principal.kind is ReaderKind.ORACLE:
            return None
        hint = "add `auth: {header …: …}` in the probe set"
        raise no_credentials(principal, "it has no headers for the server", hint)
