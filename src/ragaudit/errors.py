"""Every error ragaudit raises on purpose.

RagauditError
├── UsageError        the command or a value given to it cannot be used; exit 2
│   └── ConfigError   `ragaudit.yaml` cannot be used; carries file, line and column; exit 2
├── StoreError        the state folder cannot be used; exit 2
├── OpinionError      a model that was asked has no answer; becomes a skipped rule, never an exit
└── SkipError         one document cannot be read; becomes a `Skip`, never an exit
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
