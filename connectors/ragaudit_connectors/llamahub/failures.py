"""What a reader raises, which may be anything, as one of our errors."""

from __future__ import annotations

from ragaudit.errors import (
    AuthInvalidError,
    MalformedError,
    RagauditError,
    RateLimitedError,
    ScopeMissingError,
    SourceError,
    TransientError,
    UsageError,
)
from ragaudit.redact import redact

_TRANSIENT = ("timeout", "connect", "connection", "unavailable", "temporar")
_LATER = "check that its source is up, then run again"
_LONGEST = 120


def failed(error: Exception, name: str) -> SourceError:
    """An error while documents were loaded. Its text is left out: it may quote a document."""
    if isinstance(error, SourceError):
        return error
    kind = type(error).__name__
    status = _status(error)
    told = f"{name}: {kind}" + (f" ({status})" if status else "")
    if status == 401:
        return AuthInvalidError(f"{told}: name or secret is not accepted", "check `options.init`")
    if status == 403 or isinstance(error, PermissionError):
        return ScopeMissingError("read", "what the reader asks for", told)
    if status == 429:
        return RateLimitedError(told)
    if (status or 0) >= 500 or isinstance(error, TimeoutError | ConnectionError) or _passes(kind):
        return TransientError(told, _LATER)
    hint = "load it once in Python to see the whole message; check `options.load`"
    return MalformedError(f"{told}: the reader failed", hint)


def unusable(error: Exception, name: str) -> RagauditError:
    """An error while the reader was made: mostly a wrong argument."""
    if isinstance(error, RagauditError):
        return error
    if isinstance(error, TypeError | ValueError | KeyError | FileNotFoundError | AttributeError):
        told = redact((str(error) or type(error).__name__).splitlines()[0])[:_LONGEST]
        return UsageError(f"{name} cannot be made: {told}", "check `options.init`")
    return failed(error, name)


def _status(error: Exception) -> int | None:
    """The HTTP status that clients keep on their errors."""
    response = getattr(error, "response", None)
    for holder in (response, error):
        for attribute in ("status_code", "status"):
            found = getattr(holder, attribute, None)
            if isinstance(found, int) and 100 <= found < 600:
                return found
    return None


def _passes(kind: str) -> bool:
    """By the names that clients give to errors that pass."""
    return any(word in kind.lower() for word in _TRANSIENT)
