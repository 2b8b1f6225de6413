"""What a server answered, and what that means for one page."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from ragaudit.errors import ForbiddenError, ItemError, NotFoundError
from ragaudit.model import SkipReason

MOVED = frozenset({301, 302, 303, 307, 308})
UNCHANGED = 304
GONE = frozenset({404, 410})
_SETTLED_S = 2
"""`Last-Modified` counts in seconds: a page may change twice in one."""
_HEAD = 1024
_SIGN_IN = "give the source an account under `auth`, or exclude the page"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `address` is what was asked for at last."""

    address: str
    status: int
    headers: Mapping[str, str]
    data: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether there is a page, sent or unchanged."""
        return self.status == UNCHANGED or 200 <= self.status < 300

    @property
    def content_type(self) -> str:
        """As the server says it; empty where it does not."""
        return self.headers.get("content-type", "")

    @property
    def size(self) -> int:
        """Bytes of the page; 0 where it is not known."""
        told = self.headers.get("content-length", "")
        packed = self.headers.get("content-encoding")
        return len(self.data) or (int(told) if told.isdigit() and not packed else 0)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a page is asked for again by."""

    etag: str = ""
    modified: str = ""
    """`Last-Modified`, as the server writes it."""

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Validators:
        """Those of an answer, without a date in whose second the page may still change."""
        modified = headers.get("last-modified", "").strip()
        return cls(headers.get("etag", "").strip(), modified if _settled(headers) else "")

    @property
    def conditions(self) -> dict[str, str]:
        """Headers that ask for the page only if it is another."""
        if self.etag:
            return {"If-None-Match": self.etag}
        return {"If-Modified-Since": self.modified} if self.modified else {}

    @property
    def stamp(self) -> str:
        """Empty where the page has no validators."""
        if self.etag:
            return f"etag {self.etag}"
        return f"modified {self.modified}" if self.modified else ""


class SignInError(ForbiddenError):
    """Asks to sign in, or does not accept the account that was given."""


def refusal(answer: Answer, signed_in: bool) -> ItemError | None:
    """Why an answer is no page."""
    if answer.ok:
        return None
    if answer.status in GONE:
        return NotFoundError(f"answered {answer.status}: it is not there any more")
    if answer.status == 401:
        who = "the name or secret is not accepted for it" if signed_in else "asks to sign in"
        return SignInError(f"answered 401: {who}", _SIGN_IN)
    if answer.status == 403:
        who = "the auditor's account" if signed_in else "whoever has not signed in"
        return ForbiddenError(f"answered 403: it is refused to {who}", _SIGN_IN)
    detail = f"answered {answer.status}, which is no page"
    return ItemError(SkipReason.UNREADABLE, detail, "check the address, or exclude it")


def as_stated(answer: Answer) -> bytes:
    """The page in UTF-8 where only the header says what encoding it is in.

    Whoever reads the bytes later has no header.
    """
    _, _, told = answer.content_type.lower().partition("charset=")
    charset = told.partition(";")[0].strip(" \"'")
    if not charset or b"charset" in answer.data[:_HEAD].lower() or is_utf8(answer.data):
        return answer.data
    try:
        if codecs.lookup(charset).name == "utf-8":
            return answer.data
        return answer.data.decode(charset).encode()
    except (LookupError, ValueError, AssertionError):
        return answer.data


def is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _settled(headers: Mapping[str, str]) -> bool:
    """By the server's own clock."""
    try:
        modified = parsedate_to_datetime(headers.get("last-modified", ""))
        now = parsedate_to_datetime(headers.get("date", ""))
        return (now - modified).total_seconds() >= _SETTLED_S
    except (TypeError, ValueError):
        return False
