"""What a function raised: its kind and where, never its text, which may hold anything."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ragaudit.errors import AuthInvalidError, MalformedError, RagauditError, TransientError
from ragaudit.model import ProbePrincipal
from ragaudit_probes.targets.callable_target.workers import LateError
from ragaudit_probes.targets.options import no_credentials

T = TypeVar("T")
BY_HAND = "call it by hand to see why"


class ForeignError(Exception):
    """Something the function, or what it returned, raised."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.kind = type(error)
        frames = traceback.extract_tb(error.__traceback__)
        place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
        self.told = f"raised {self.kind.__name__}{place}"


def guarded(call: Callable[[], T], known: type[Exception] = LateError) -> T:
    """The result of foreign code. Raises `ForeignError`, `LateError` and what is `known`."""
    try:
        return call()
    except (LateError, known):
        raise
    except BaseException as error:  # it may do anything, even exit
        raise ForeignError(error) from None


def typed(error: ForeignError, name: str, principal: ProbePrincipal | None) -> RagauditError:
    """What it means for the question that was asked.

    Time-outs and lost connections may pass; a refusal is about who asks; the rest is a bug.
    """
    told = f"`{name}` {error.told}"
    if issubclass(error.kind, TimeoutError | ConnectionError):
        return TransientError(told, "check that what it asks is up")
    if issubclass(error.kind, PermissionError):
        if principal is not None:
            return no_credentials(principal, told)
        return AuthInvalidError(told, BY_HAND)
    return MalformedError(told, BY_HAND)
