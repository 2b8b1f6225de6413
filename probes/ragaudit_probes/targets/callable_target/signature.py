"""What a function takes of what there is to give."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ragaudit.errors import SourceError
from ragaudit.model import ProbePrincipal

_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_REST = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
_HINT = "take `(query, k, principal)`; `k` and `principal` are given by name and may be left out"


@dataclass(frozen=True, slots=True)
class Taken:
    """Which arguments a function gets."""

    k: bool
    principal: bool
    swallows: bool = False
    """Whether it has `**kwargs`: that takes a principal and need not look at it."""

    def arguments(self, k: int, principal: ProbePrincipal | None) -> dict[str, Any]:
        """The arguments that go by name, besides the query."""
        given: dict[str, Any] = {}
        if self.k:
            given["k"] = k
        if self.principal:
            given["principal"] = principal
        return given


def taken(function: Callable[..., Any], shown: str) -> Taken:
    """Read a signature; one that cannot be read takes the query alone.

    A principal counts only where a parameter is called so: `**kwargs` may ignore it, and a leak
    would then be measured that nobody could see. Raises `SourceError` where it needs more.
    """
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return Taken(k=False, principal=False)
    first, rest = (parameters[0], parameters[1:]) if parameters else (None, [])
    if first is None or first.kind not in (*_POSITIONAL, inspect.Parameter.VAR_POSITIONAL):
        raise SourceError(f"{shown} does not take a query as its first argument", _HINT)
    if first.kind in _POSITIONAL and first.name in ("k", "principal"):
        raise SourceError(f"{shown} takes `{first.name}` first, where the query belongs", _HINT)
    _check(rest, shown)
    named = {p.name for p in rest if p.kind not in (*_REST, inspect.Parameter.POSITIONAL_ONLY)}
    swallows = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters)
    return Taken("k" in named or swallows, "principal" in named, swallows)


def _check(rest: list[inspect.Parameter], shown: str) -> None:
    for parameter in rest:
        if parameter.kind in _REST or parameter.default is not inspect.Parameter.empty:
            continue
        by_name = parameter.kind is not inspect.Parameter.POSITIONAL_ONLY
        if parameter.name not in ("k", "principal") or not by_name:
            raise SourceError(f"{shown} needs `{parameter.name}`, which nothing gives", _HINT)
