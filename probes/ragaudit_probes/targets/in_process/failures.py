"""Whatever a user's own code raises, as an error of ours, without its text."""

from __future__ import annotations

from ragaudit.errors import (
    MalformedError,
    RagauditError,
    SkipError,
    SourceError,
    TransientError,
)
from ragaudit.model import ProbePrincipal
from ragaudit_probes.targets.callable_target.workers import HangingError, LateError
from ragaudit_probes.targets.options import no_credentials

_PASSING = ("Timeout", "ConnectionError", "ConnectError", "TransportError", "Unavailable")
"""Parts of the names that clients give to failures which may be over next time."""
_BY_HAND = "call it by hand to see why"


class Told(Exception):
    """Carries an error of ours out of code in which everything else is the user's."""

    def __init__(self, error: RagauditError) -> None:
        super().__init__()
        self.error = error


def typed(
    error: BaseException, who: str, timeout_s: float, principal: ProbePrincipal | None = None
) -> RagauditError:
    """The error to raise instead; texts of foreign ones may hold secrets or documents."""
    if isinstance(error, Told):
        return error.error
    if isinstance(error, LateError):
        told = f"{who} did not return within {timeout_s:g} s"
        return TransientError(told, "raise `timeout_s` of the target if that is normal")
    if isinstance(error, HangingError):
        return SourceError(f"{who} hangs: too many calls never returned", _BY_HAND)
    if isinstance(error, SkipError) and principal is not None:
        return no_credentials(principal, f"{who} refuses it", _BY_HAND)
    kind = type(error).__name__
    if any(part in base.__name__ for base in type(error).__mro__ for part in _PASSING):
        return TransientError(f"{who} raised {kind}", "check that what it asks is up")
    return MalformedError(f"{who} raised {kind}", _BY_HAND)
