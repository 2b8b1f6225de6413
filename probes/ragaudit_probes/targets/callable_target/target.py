"""The `callable` target."""

from __future__ import annotations

import inspect
import threading
import time
from collections.abc import AsyncIterable, Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal

from pydantic import Field

from ragaudit.asking import Asking
from ragaudit.contracts import Target, TargetCapabilities
from ragaudit.errors import MalformedError, RagauditError, SourceError, TransientError
from ragaudit.model import ProbePrincipal, ReaderKind, Retrieved, TargetSettings
from ragaudit_probes.targets.callable_target.failing import BY_HAND, ForeignError, guarded, typed
from ragaudit_probes.targets.callable_target.loading import load
from ragaudit_probes.targets.callable_target.signature import Taken, taken
from ragaudit_probes.targets.callable_target.workers import (
    HangingError,
    LateError,
    Loop,
    Workers,
    collected,
)
from ragaudit_probes.targets.options import (
    Options,
    no_credentials,
    read_options,
    secret,
    variables,
)
from ragaudit_probes.targets.patience import for_target
from ragaudit_probes.targets.shared import MOST_HITS, retrieved

_LONGEST_IMPORT_S = 300.0
_GRACE_S = 1.0
"""What a call may take to notice that it is late, before its thread is left behind."""


class CallableOptions(Options):
    """What the user says about the function."""

    function: str = Field(pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*$")
    """`package.module:name`."""
    strings: Literal["document", "text"] = "document"
    """What a result is that is a bare string."""
    scores: Literal["higher", "lower", "none"] = "higher"
    """Which scores are better; `lower` for distances, `none` where there are none."""
    tells: tuple[Literal["total", "cost"], ...] = ()
    """What it returns besides hits, in a dictionary with `hits`."""
    concurrent: bool | None = None
    """Whether it may be called by several threads; by default only if it is asynchronous."""


@dataclass(frozen=True, slots=True)
class _Function:
    call: Callable[..., Any]
    takes: Taken
    is_async: bool


class CallableTarget(Target):
    """A Python function, called as `function(query, k=…, principal=…)` as far as it takes them.

    `principal` is the `ProbePrincipal`; values of its `auth` name variables, which are checked to
    be set. The function is imported when it is first needed, and runs in threads of its own.
    """

    def __init__(self, settings: TargetSettings, asking: Asking | None = None) -> None:
        self.settings = settings
        self.options = read_options(settings, CallableOptions)
        self.asking = asking or for_target(settings.sync)
        self._workers, self._loop = Workers(), Loop()
        self._turn, self._loading = threading.Lock(), threading.Lock()
        self._function: _Function | SourceError | None = None

    def capabilities(self) -> TargetCapabilities:
        """See `Target.capabilities`; of a function that cannot be imported, nothing but that."""
        try:
            function = self._loaded()
        except SourceError as error:
            return TargetCapabilities(notes=(error.message,))
        takes, tells = function.takes, self.options.tells
        note = "a principal in `**kwargs` does not count: name it in the signature"
        return TargetCapabilities(
            principals=takes.principal,
            scores=self.options.scores != "none",
            totals="total" in tells,
            costs="cost" in tells,
            concurrent=self._concurrent(function),
            notes=(note,) if takes.swallows and not takes.principal else (),
        )

    def retrieve(self, query: str, k: int, principal: ProbePrincipal | None) -> Retrieved:
        """See `Target.retrieve`. Of what the function raises only the kind and place are told."""
        function = self._loaded()
        self._check(function, principal)
        arguments = function.takes.arguments(k, principal)
        return self.asking(lambda: self._once(function, query, arguments, max(k, MOST_HITS)))

    def close(self) -> None:
        """End threads and loop that are not in a call."""
        self._workers.close()
        self._loop.close()

    def _check(self, function: _Function, principal: ProbePrincipal | None) -> None:
        if principal is None:
            return
        if not function.takes.principal and principal.kind is not ReaderKind.ORACLE:
            told = f"`{self.options.function}` takes no principal"
            raise no_credentials(principal, told, "give it a parameter `principal`")
        for value in principal.auth.values():
            for name in variables(value):
                secret(name, principal)

    def _concurrent(self, function: _Function) -> bool:
        chosen = self.options.concurrent
        return function.is_async if chosen is None else chosen

    def _loaded(self) -> _Function:
        """The function; a module that cannot be imported is not imported again and again."""
        with self._loading:
            if self._function is None:
                self._function = self._load()
        if isinstance(self._function, SourceError):
            raise SourceError(self._function.message, self._function.hint)
        return self._function

    def _load(self) -> _Function | SourceError:
        name, root = self.options.function, self.settings.root
        try:
            call = self._workers.run(lambda: load(name, root), _LONGEST_IMPORT_S)
            is_async = inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call)
            return _Function(call, taken(call, f"`{name}`"), is_async)
        except LateError:
            return SourceError(f"`{name}`: its module takes too long to import")
        except SourceError as error:
            return SourceError(error.message, error.hint)

    def _once(
        self, function: _Function, query: str, arguments: dict[str, Any], most: int
    ) -> Retrieved:
        if self._concurrent(function):
            return self._called(function, query, arguments, most)
        with self._turn:
            return self._called(function, query, arguments, most)

    def _called(
        self, function: _Function, query: str, arguments: dict[str, Any], most: int
    ) -> Retrieved:
        name, timeout_s = self.options.function, self.settings.sync.timeout_s
        failed: RagauditError
        try:
            return self._workers.run(
                lambda: self._answer(function, query, arguments, most), timeout_s + _GRACE_S
            )
        except LateError:
            failed = TransientError(
                f"`{name}` did not return within {timeout_s:g} s",
                "make it faster, or raise `timeout_s` of the target",
            )
        except HangingError:
            failed = SourceError(f"`{name}` hangs: too many calls never returned", BY_HAND)
        except MalformedError as error:
            failed = error
        except ForeignError as error:
            failed = typed(error, name, arguments.get("principal"))
        # Raised out here: what the function raised must not hang on to it.
        raise failed

    def _answer(
        self, function: _Function, query: str, arguments: dict[str, Any], most: int
    ) -> Retrieved:
        """Runs in a worker: what reads an answer may be the function's own code too."""
        timeout_s = self.settings.sync.timeout_s
        started = time.perf_counter()
        answer = guarded(lambda: self._awaited(function.call(query, **arguments), most, timeout_s))
        took = time.perf_counter() - started
        if took > timeout_s:
            raise LateError
        read = guarded(lambda: self._read(answer, most), MalformedError)
        return replace(read, latency_s=took)

    def _awaited(self, answer: Any, most: int, timeout_s: float) -> Any:
        if isinstance(answer, Awaitable):
            answer = self._loop.run(answer, timeout_s)
        if isinstance(answer, AsyncIterable):
            answer = self._loop.run(collected(answer, most), timeout_s)
        # A generator does its work while it is read: that counts as the function's time.
        return list(islice(answer, most + 1)) if isinstance(answer, Iterator) else answer

    def _read(self, answer: Any, most: int) -> Retrieved:
        options = self.options
        lower, who = options.scores == "lower", f"`{options.function}`"
        found = retrieved(answer, most, strings=options.strings, lower_is_better=lower, who=who)
        if options.scores == "none":
            found = replace(found, hits=tuple(replace(hit, score=None) for hit in found.hits))
        return found
