"""Every error ragaudit raises on purpose.

RagauditError
├── UsageError        the command or a value given to it cannot be used; exit 2
│   └── ConfigError   `ragaudit.yaml` cannot be used; carries file, line and column; exit 2
├── StoreError        the state folder cannot be used; exit 2
├── OpinionError      a model that was asked has no answer; becomes a skipped rule, never an exit
├── SourceError       a source system cannot be read, or not to its end; the others go on; exit 3
│   ├── AuthInvalidError, AuthExpiredError, ScopeMissingError, RateLimitedError, TransientError,
│   ├── CursorExpiredError, MalformedError, BudgetError, MissingExtraError,
│   └── UnsureError
└── SkipError         one document cannot be read; becomes a `Skip`, never an exit
    └── ItemError     … of a source system: NotFoundError, ForbiddenError, TooLargeError
"""

from __future__ import annotations

from ragaudit.model import SkipReason


class RagauditError(Exception):
    """Base of every error that is shown to the user as one line."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        """What to do next."""


class UsageError(RagauditError):
    """A path, code, date or option that cannot be used."""


class ConfigError(UsageError):
    """A configuration file that cannot be used."""

    def __init__(
        self,
        message: str,
        file: str,
        line: int | None = None,
        column: int | None = None,
        hint: str = "",
    ) -> None:
        where = ":".join(str(part) for part in (file, line, column) if part is not None)
        super().__init__(f"{where}: {message}", hint)
        self.file, self.line, self.column = file, line, column


class StoreError(RagauditError):
    """State that cannot be read or written."""


class OpinionError(RagauditError):
    """A second opinion that cannot be had: no library, no model, no answer."""


class SkipError(RagauditError):
    """One document that cannot be read."""

    def __init__(self, reason: SkipReason, detail: str, action: str = "") -> None:
        super().__init__(detail, action)
        self.reason, self.detail, self.action = reason, detail, action


class SourceError(RagauditError):
    """A source system that cannot be read, or not to its end. Other sources go on; exit 3."""

    exit_code = 3
    kind = "failed"


class AuthInvalidError(SourceError):
    """Nobody by that name and secret, or the secret was not given."""

    kind = "auth-invalid"


class AuthExpiredError(SourceError):
    """A credential that worked and no longer does, perhaps in the middle of a run."""

    kind = "auth-expired"


class ScopeMissingError(SourceError):
    """The credential works and lacks a right."""

    kind = "scope-missing"

    def __init__(self, capability: str, scope: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint or f"give the account the right “{scope}”")
        self.capability, self.scope = capability, scope


class RateLimitedError(SourceError):
    """The source says “not so fast”, still, after all tries."""

    kind = "rate-limited"

    def __init__(self, message: str, retry_after: float | None = None, hint: str = "") -> None:
        super().__init__(message, hint or "try again later, or set `sync: {max_rps: …}` lower")
        self.retry_after = retry_after
        """Seconds the source asked for; None where it did not say."""


class TransientError(SourceError):
    """No answer, or a failing one, that may be better next time."""

    kind = "unreachable"


class UnsureError(SourceError):
    """Nobody knows whether it was done: a request that must not be made twice lost its answer."""

    kind = "unsure"


class CursorExpiredError(SourceError):
    """The source no longer knows the place in its listing; everything must be listed again."""

    kind = "cursor-expired"


class MalformedError(SourceError):
    """An answer that is not what this kind of source says: a half page, a login form."""

    kind = "malformed"


class BudgetError(SourceError):
    """The time or the requests allowed for the source in one run are used up."""

    kind = "budget"


class MissingExtraError(SourceError):
    """An optional library is not installed."""

    kind = "missing-extra"


class ItemError(SkipError):
    """One document of a source system that cannot be had."""


class NotFoundError(ItemError):
    """Listed, and not there any more."""

    def __init__(self, detail: str = "it is not there any more", action: str = "") -> None:
        super().__init__(SkipReason.VANISHED, detail, action)


class ForbiddenError(ItemError):
    """There, and refused to the auditor's credential."""

    def __init__(self, detail: str, action: str = "") -> None:
        super().__init__(SkipReason.FORBIDDEN, detail, action)


class TooLargeError(ItemError):
    """Larger than `limits.max_bytes`; not read to its end."""

    def __init__(self, detail: str, action: str = "") -> None:
        super().__init__(SkipReason.TOO_LARGE, detail, action or "raise `limits.max_bytes`")
