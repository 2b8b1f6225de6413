"""What could not be read. Judged and reported, never dropped."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SkipReason(StrEnum):
    """Why a document was not audited."""

    UNREADABLE = "unreadable"
    """The file system or the source refused."""
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    """Truncated, broken, or not what its name says and not readable as what it is."""
    TOO_LARGE = "too-large"
    TIMEOUT = "timeout"
    MEMORY = "memory-limit"
    CRASHED = "parser-crashed"
    UNSUPPORTED = "unsupported-format"
    MISSING_EXTRA = "missing-extra"
    OUTSIDE_ROOT = "outside-root"
    """A link that leads out of the source."""
    FORBIDDEN = "forbidden"
    """The source refused it to the auditor's credential."""
    UNREACHABLE = "unreachable"
    """The source gave no answer, after all tries."""
    NOT_FETCHED = "not-fetched"
    """Listed, and not read before the source failed or its budget ran out; or a pointer stands for
    it."""
    INTERRUPTED = "interrupted"
    VANISHED = "vanished"
    """Listed, but gone when it was to be read."""


@dataclass(frozen=True, slots=True)
class Skip:
    """One document that was not audited, and why."""

    source_id: str
    path: str
    reason: SkipReason
    detail: str
    """What happened, in words, without a traceback."""
    action: str = ""
    """What to do about it; for a missing extra, the one command to run."""
