"""Error codes of the Action API as errors of ours.

Source: https://www.mediawiki.org/wiki/API:Errors_and_warnings and includes/api of MediaWiki 1.39.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ragaudit.errors import (
    AuthInvalidError,
    CursorExpiredError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    RagauditError,
    RateLimitedError,
    ScopeMissingError,
    TransientError,
)

_LOST = frozenset({"assertuserfailed", "assertnameduserfailed", "assertbotfailed", "badtoken"})
_REFUSED = frozenset({"permissiondenied", "protectedpage", "badaccess-groups"})
_GONE = frozenset({"missingtitle", "nosuchpageid", "nosuchrevid", "pagecannotexist"})
_LATER = frozenset({"ratelimited", "maxlag", "actionthrottledtext", "concurrency-limit"})
_BROKEN = ("internal_api_error", "dbqueryerror", "dbconnectionerror", "readonly")
_CODE = re.compile(r"[^A-Za-z0-9 ./_+-]")


class SessionLostError(AuthInvalidError):
    """The wiki does not know who is asking."""


class UnknownCodeError(MalformedError):
    """An error that only the extension which raised it understands."""

    def __init__(self, code: str, host: str) -> None:
        super().__init__(f"{host} answered with the error “{code}”", "look the code up")
        self.code = code


def code_of(answer: Mapping[str, Any]) -> str:
    """The code of an error in either of its shapes; empty where there is none."""
    error, errors = answer.get("error"), answer.get("errors")
    if isinstance(errors, list) and errors:
        error = errors[0]
    if error is None:
        return ""
    return safe(error.get("code") if isinstance(error, dict) else None)


def refusal(code: str, host: str, retry_after: float | None) -> RagauditError:
    """What to raise. Messages hold the code alone: the wiki's own text may name a page."""
    told = f"{host} answered with the error “{code}”"
    if code in _LOST:
        return SessionLostError(told, "check `auth`")
    if code.startswith("mwoauth"):
        return SessionLostError(told, "check the token")
    if code == "readapidenied":
        hint = "name an account under `auth` that may read, and give its bot password “basic”"
        return ScopeMissingError("list", "read", f"{told}: reading takes an account", hint)
    if code in _REFUSED:
        return ForbiddenError(told, "let the auditor's account read the page")
    if code in _GONE:
        return NotFoundError()
    if code in _LATER:
        return RateLimitedError(told, retry_after)
    if code == "badcontinue":
        return CursorExpiredError(f"{host} no longer knows the place in its listing")
    if code.startswith(_BROKEN):
        return TransientError(told, "check that the wiki is up, then run again")
    return UnknownCodeError(code, host)


def safe(value: object) -> str:
    """A word of the wiki as part of a message; never longer than a code is."""
    return _CODE.sub("", value)[:60] if isinstance(value, str) and value else "unknown"


def seconds(value: str | None) -> float | None:
    """The number in `Retry-After`."""
    return float(value) if value and value.isdecimal() and len(value) < 10 else None
