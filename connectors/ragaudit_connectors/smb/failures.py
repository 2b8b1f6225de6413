"""What a server's refusals mean, as errors of ours.

Source: [MS-ERREF] 2.3.1 NTSTATUS values.
"""

from __future__ import annotations

from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    ForbiddenError,
    ItemError,
    MalformedError,
    NotFoundError,
    RateLimitedError,
    ScopeMissingError,
    SourceError,
    TransientError,
)
from ragaudit.model import SkipReason

ACCESS_DENIED = 0xC0000022
NO_MORE_FILES, NO_SUCH_FILE = 0x80000006, 0xC000000F
END_OF_FILE = 0xC0000011
BUFFER_OVERFLOW = 0x80000005
BAD_NETWORK_NAME = 0xC00000CC
LATER = "check that the source is up, then run again"
READ_SCOPE = "Read (share permission)"
_RENEW = "renew the credential, then run again to go on from here"
_NAMES = {
    ACCESS_DENIED: "STATUS_ACCESS_DENIED",
    BAD_NETWORK_NAME: "STATUS_BAD_NETWORK_NAME",
    0xC000006A: "STATUS_WRONG_PASSWORD",
    0xC000006D: "STATUS_LOGON_FAILURE",
    0xC000006E: "STATUS_ACCOUNT_RESTRICTION",
    0xC000006F: "STATUS_INVALID_LOGON_HOURS",
    0xC0000070: "STATUS_INVALID_WORKSTATION",
    0xC0000071: "STATUS_PASSWORD_EXPIRED",
    0xC0000072: "STATUS_ACCOUNT_DISABLED",
    0xC000015B: "STATUS_LOGON_TYPE_NOT_GRANTED",
    0xC0000193: "STATUS_ACCOUNT_EXPIRED",
    0xC0000224: "STATUS_PASSWORD_MUST_CHANGE",
    0xC0000234: "STATUS_ACCOUNT_LOCKED_OUT",
    0xC0000064: "STATUS_NO_SUCH_USER",
    0xC0000043: "STATUS_SHARING_VIOLATION",
    0xC0000054: "STATUS_FILE_LOCK_CONFLICT",
    0xC0000034: "STATUS_OBJECT_NAME_NOT_FOUND",
    0xC000003A: "STATUS_OBJECT_PATH_NOT_FOUND",
    0x8000002D: "STATUS_STOPPED_ON_SYMLINK",
    0xC0000257: "STATUS_PATH_NOT_COVERED",
    0xC00000D0: "STATUS_REQUEST_NOT_ACCEPTED",
    0xC00000BB: "STATUS_NOT_SUPPORTED",
}
_NOT_LET_IN = frozenset(
    {0xC0000064, 0xC000006A, 0xC000006D, 0xC000006E, 0xC000006F, 0xC0000070, 0xC0000071,
     0xC0000072, 0xC000015B, 0xC0000193, 0xC0000224, 0xC0000234}
)  # fmt: skip
_BUSY = frozenset({0xC00000D0, 0xC00000CE, 0xC000009A, 0xC0000205, 0xC00000AE})
"""No more connections, sessions, resources, pipes."""
_PASSING = frozenset(
    {0xC00000B5, 0xC00000C9, 0xC0000203, 0xC000035C, 0xC000020C, 0xC000020D, 0xC0000128,
     0xC000014B, 0xC00000B0, 0xC00000B1, 0xC000022D, 0xC0000466, 0xC0000120,
     0xC0000008, 0xC0000236, 0xC00000BF}
)  # fmt: skip
"""The session, the connection or a handle is gone; another one may do."""
_GONE = frozenset(
    {0xC0000034, 0xC000003A, 0xC000003B, 0xC0000033, 0xC0000039, 0xC0000225, NO_SUCH_FILE,
     0xC0000056, 0xC0000103, 0xC00000BA}
)  # fmt: skip
_HELD = frozenset({0xC0000043, 0xC0000054, 0xC0000055})
_ELSEWHERE = frozenset({0x8000002D, 0xC0000257, 0xC0000279, 0xC0000275, 0xC0000276})


class RefusedError(Exception):
    """A request was answered with an error; stays within this package."""

    def __init__(self, status: int, data: bytes = b"") -> None:
        super().__init__(named(status))
        self.status, self.data = status, data


class GuestError(Exception):
    """The server lets the account in as a guest, whatever its password."""


def named(status: int) -> str:
    """A status in the protocol's words."""
    return _NAMES.get(status, f"status 0x{status:08X}")


def is_login_failure(status: int) -> bool:
    """Whether somebody was not let in at all."""
    return status in _NOT_LET_IN


def passing(status: int, shown: str) -> SourceError | None:
    """The error of an answer that may be another one later."""
    if status in _BUSY:
        return RateLimitedError(f"{shown} answered {named(status)}")
    if status in _PASSING:
        return TransientError(f"{shown} answered {named(status)}", LATER)
    return None


def not_let_in(error: Exception, shown: str, *, worked: bool) -> SourceError:
    """Why nobody could sign in."""
    if isinstance(error, RefusedError):
        if later := passing(error.status, shown):
            return later
        told = f"{shown} does not let the account in ({named(error.status)})"
        if not is_login_failure(error.status) and error.status != ACCESS_DENIED:
            return MalformedError(told, "check `url` and `options: {sign_in: …}`")
    else:
        told = f"{shown} lets the account in as a guest only"
    if worked:
        return AuthExpiredError(f"{told} any more", _RENEW)
    return AuthInvalidError(told, "check `auth`: name or secret is wrong")


def no_share(status: int, shown: str) -> SourceError:
    """Why a share cannot be opened by somebody who is signed in."""
    if later := passing(status, shown):
        return later
    if status == ACCESS_DENIED:
        return ScopeMissingError("list", READ_SCOPE, f"{shown}: the share refuses the account")
    told = f"{shown}: there is no such share ({named(status)})"
    return MalformedError(told, "check `url`; a DFS name has to be that of the server behind it")


def no_item(status: int) -> ItemError:
    """Why one file cannot be had."""
    if status == ACCESS_DENIED:
        return ForbiddenError(
            f"the server refuses it to the account ({named(status)})",
            "give the audit's account the right “Read” on it",
        )
    if status in _GONE:
        return NotFoundError()
    if status in _HELD:
        told = f"a program keeps others from reading it ({named(status)})"
        return ItemError(SkipReason.UNREADABLE, told, "run again when it is closed")
    if status in _ELSEWHERE:
        told = f"a link stands in its place ({named(status)})"
        return ItemError(SkipReason.OUTSIDE_ROOT, told, "run again to list it anew")
    told = f"the server answered {named(status)}"
    return ItemError(SkipReason.UNREADABLE, told, "open it by hand to see what is wrong")


def broken(error: Exception, shown: str) -> SourceError:
    """What a connection that failed means. The text of the error may hold names: it is left out."""
    text = str(error)
    if isinstance(error, TimeoutError) or "timeout" in text.casefold():
        return TransientError(f"{shown} did not answer in time", LATER)
    if isinstance(error, OSError) or "Failed to connect" in text or "closed" in text:
        return TransientError(f"{shown} cannot be reached, or ended the connection", LATER)
    if "encryption is required" in text:
        return MalformedError(f"{shown} does not encrypt", "set `options: {encrypt: false}`")
    told = f"{shown} does not answer as an SMB server should ({type(error).__name__})"
    return MalformedError(told, "check `url`; SMB 1 is not spoken")
