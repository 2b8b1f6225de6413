"""A retriever that is an object of the user's own code, whichever framework it is of."""

from __future__ import annotations

import threading
import time
from abc import abstractmethod
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, ClassVar, TypeVar

from ragaudit.asking import Asking
from ragaudit.contracts import Target, TargetCapabilities
from ragaudit.errors import MalformedError, RagauditError, SourceError
from ragaudit.model import Hit, ProbePrincipal, ReaderKind, Retrieved, TargetSettings
from ragaudit_probes.targets.callable_target.workers import Workers
from ragaudit_probes.targets.in_process.failures import Told, typed
from ragaudit_probes.targets.in_process.loading import load
from ragaudit_probes.targets.in_process.options import RetrieverOptions
from ragaudit_probes.targets.in_process.template import fill
from ragaudit_probes.targets.options import no_credentials
from ragaudit_probes.targets.patience import for_target
from ragaudit_probes.targets.shared import MOST_HITS

T = TypeVar("T")
_LONGEST_START_S = 300.0
"""For an import, and for what a retriever loads when it is made."""
_GRACE_S = 2.0
"""What a call may take to notice that it is late, before its thread is left behind."""
_MOST_KEPT = 1000


class InProcessTarget(Target):
    """Calls the user's retriever in threads of its own, by the names that a framework gives.

    Only the module that the user names is imported, when it is first asked. One retriever is made
    for each principal and kept. Subclasses say what a retriever of their framework looks like; all
    they do runs as the user's code does, so what they raise themselves goes through `refuse`.
    """

    extras: ClassVar[dict[str, str]]
    """Library to the extra that brings it."""

    def __init__(
        self, settings: TargetSettings, options: RetrieverOptions, asking: Asking | None = None
    ) -> None:
        self.settings, self._options = settings, options
        self.asking = asking or for_target(settings.sync)
        self._workers = Workers()
        self._turn, self._making = threading.Lock(), threading.Lock()
        self._named: Any = None
        self._made: dict[tuple[str | None, int], Any] = {}

    @property
    @abstractmethod
    def template(self) -> Any:
        """The filter with gaps; None where there is none."""

    @property
    @abstractmethod
    def unrestricted(self) -> Any:
        """The filter of whoever sees everything; None for none at all."""

    @abstractmethod
    def is_retriever(self, found: Any) -> bool:
        """Whether it can be asked."""

    @abstractmethod
    def retriever_of(self, found: Any, k: int, narrow: Any) -> Any:
        """Make a retriever from what retrievers are made from; None if it is nothing like that."""

    @abstractmethod
    def narrowed(self, retriever: Any, k: int | None, narrow: Any) -> Any:
        """A copy that asks for `k` results and within a filter, as far as these are not None."""

    @abstractmethod
    def ask(self, retriever: Any, query: str) -> Iterable[Any]:
        """Ask it."""

    @abstractmethod
    def hit(self, result: Any) -> Hit | None:
        """A result; None for what is no result of this framework."""

    def capabilities(self) -> TargetCapabilities:
        """See `Target.capabilities`. Nothing is imported for that."""
        return TargetCapabilities(
            principals=self.template is not None or self._options.principal_argument is not None,
            scores=True,
            concurrent=self._options.concurrent,
        )

    def retrieve(self, query: str, k: int, principal: ProbePrincipal | None) -> Retrieved:
        """See `Target.retrieve`. Of what the user's code raises only the kind is told."""
        narrow = self._filter(principal)
        return self.asking(lambda: self._once(query, k, principal, narrow))

    def close(self) -> None:
        """Forget the retrievers, and end threads that are not in a call."""
        self._made.clear()
        self._workers.close()

    @property
    def shown(self) -> str:
        """What is asked, for messages."""
        return f"`{self._options.retriever}`"

    def refuse(self, told: str, hint: str = "") -> Exception:
        """An error of ours, to be raised where the user's code runs."""
        return Told(MalformedError(f"{self.shown} {told}", hint))

    def _filter(self, principal: ProbePrincipal | None) -> Any:
        """The filter for somebody. Raises `SkipError`: without one they would be anybody."""
        if principal is None or principal.kind is ReaderKind.ORACLE:
            return self.unrestricted
        if self.template is not None:
            return fill(self.template, principal)
        if self._options.principal_argument is None:
            hint = "say in the target's options how a principal is passed on"
            raise no_credentials(principal, f"{self.shown} takes no principal", hint)
        return None

    def _once(self, query: str, k: int, principal: ProbePrincipal | None, narrow: Any) -> Retrieved:
        if self._options.concurrent:
            return self._asked(query, k, principal, narrow)
        with self._turn:
            return self._asked(query, k, principal, narrow)

    def _asked(
        self, query: str, k: int, principal: ProbePrincipal | None, narrow: Any
    ) -> Retrieved:
        retriever = self._retriever(k, principal, narrow)
        timeout_s = self.settings.sync.timeout_s
        return self._run(
            lambda: self._answer(retriever, query, k), timeout_s, principal, grace_s=_GRACE_S
        )

    def _answer(self, retriever: Any, query: str, k: int) -> Retrieved:
        started = time.perf_counter()
        results: Any = self.ask(retriever, query)
        took = time.perf_counter() - started
        if results is None or isinstance(results, str | bytes | dict | set):
            raise self.refuse(f"returned a {type(results).__name__} where a list belongs")
        most = max(k, MOST_HITS)
        hits = [self.hit(result) for result in islice(results, most + 1)]
        if len(hits) > most:
            # What would be cut off might be what somebody must not see.
            raise self.refuse(f"returned more than {most:,} results")
        found = tuple(hit for hit in hits if hit is not None)
        if len(found) < len(hits):
            raise self.refuse(f"returned {len(hits) - len(found)} results of another kind")
        field = self._options.document
        if field and found and not any(hit.metadata.get(field) for hit in found):
            raise self.refuse(f"returned no result with `{field}`", "check `document`")
        return Retrieved(found, latency_s=took)

    def _retriever(self, k: int, principal: ProbePrincipal | None, narrow: Any) -> Any:
        key = (principal.name if principal else None, k)
        with self._making:
            if key not in self._made:
                if len(self._made) >= _MOST_KEPT:
                    self._made.clear()
                self._made[key] = self._run(
                    lambda: self._new(k, principal, narrow), _LONGEST_START_S, principal
                )
            return self._made[key]

    def _new(self, k: int, principal: ProbePrincipal | None, narrow: Any) -> Any:
        """Runs in a worker."""
        if self._named is None:
            self._named = self._loaded()
        found = self._named
        made = not self._can_be_asked(found) and callable(found)
        if made:
            found = found(**self._arguments(k, principal))
        elif self._options.principal_argument or self._options.k_argument:
            told = f"is a {type(found).__name__}, which is not called with arguments"
            raise self.refuse(told, "name a function that returns it")
        if self.is_retriever(found):
            own = None if made or not self._options.set_k else k
            return self.narrowed(found, own, narrow) if own or narrow is not None else found
        retriever = self.retriever_of(found, k, narrow)
        if retriever is None or not self.is_retriever(retriever):
            what = "gave" if made else "is"
            raise self.refuse(f"{what} a {type(found).__name__}, which is no retriever", _WHAT)
        return retriever

    def _can_be_asked(self, found: Any) -> bool:
        return not isinstance(found, type) and (
            self.is_retriever(found) or hasattr(found, "as_retriever")
        )

    def _loaded(self) -> Any:
        try:
            return load(self._options.retriever, self.settings.root, self.extras)
        except SourceError as error:
            raise Told(error) from None

    def _arguments(self, k: int, principal: ProbePrincipal | None) -> dict[str, Any]:
        given: dict[str, Any] = {}
        if self._options.principal_argument:
            given[self._options.principal_argument] = principal
        if self._options.k_argument:
            given[self._options.k_argument] = k
        return given

    def _run(
        self,
        call: Callable[[], T],
        limit_s: float,
        principal: ProbePrincipal | None,
        grace_s: float = 0.0,
    ) -> T:
        failed: RagauditError
        try:
            return self._workers.run(call, limit_s + grace_s)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a user's code may do anything, even exit
            failed = typed(error, self.shown, limit_s, principal)
        # Raised out here: what the code raised may hold anything and must not hang on to it.
        raise failed


_WHAT = "name a retriever, what has `as_retriever`, or a function that returns one"
