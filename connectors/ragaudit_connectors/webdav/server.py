"""Asking one WebDAV server, as one account or as nobody. Only PROPFIND, OPTIONS, HEAD and GET."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    ForbiddenError,
    ItemError,
    MalformedError,
    NotFoundError,
    SourceError,
    TooLargeError,
    TransientError,
)
from ragaudit.model import SkipReason, SourceSettings
from ragaudit_connectors.remote import Account, Asking, Http
from ragaudit_connectors.webdav.multistatus import question
from ragaudit_connectors.webdav.options import WebdavOptions
from ragaudit_connectors.webdav.place import Key, Place

LONGEST_LISTING = 50_000_000
READ = "DAV:read"
"""The right to read, by the name RFC 3744 gives it."""
_ANSWERED = tuple(status for status in range(300, 500) if status not in (408, 425, 429))
_GONE = frozenset({404, 410})
_NO_HEAD = frozenset({405, 501})
_MOST_FAILING = 3
"""Requests in a row; then it is the server that fails."""
_FIRST_BYTES = 65_536
_GIVE = "give the auditor's account the right to read it, or exclude it"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request that was answered."""

    status: int
    headers: Mapping[str, str]
    data: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether there is what was asked for."""
        return 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether there is nothing, or nothing that is shown."""
        return self.status in _GONE

    @property
    def refused(self) -> bool:
        """Whether somebody may have it, but not whoever asked."""
        return self.status in (401, 403)

    def time(self) -> datetime | None:
        """The server's time; None where it does not say."""
        try:
            read = parsedate_to_datetime(self.headers.get("date", ""))
        except (TypeError, ValueError):
            return None
        return read if read.tzinfo else read.replace(tzinfo=UTC)


class Dav:
    """One folder of a server, asked as one account or as nobody."""

    def __init__(
        self,
        place: Place,
        settings: SourceSettings,
        options: WebdavOptions,
        asking: Asking,
        account: Account | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.place, self._limit = place, settings.limits.max_bytes
        self.signed_in = bool(account and account.given)
        shown = _credentials(account, options) if account and account.given else {}
        self._http = Http(place.origin, asking, transport=transport, **shown)
        self.host = self._http.host
        self._failing, self._worked = 0, False

    def propfind(
        self, key: Key, props: tuple[str, ...], depth: int = 0, folder: bool = True
    ) -> Answer:
        """What a file or folder says about itself, with a depth of 1 also about what is in it."""
        headers = {"Depth": str(depth), "Content-Type": 'application/xml; charset="utf-8"'}
        address = self.place.address(key, folder)
        return self.ask("PROPFIND", address, headers, LONGEST_LISTING, content=question(props))

    def offers(self) -> Answer:
        """What the server can do. Raises `SourceError`."""
        try:
            return self.ask("OPTIONS", self.place.address((), folder=True), limit=_FIRST_BYTES)
        except ItemError as error:
            raise TransientError(error.detail, error.action) from error

    def get(self, key: Key) -> Answer:
        """A file."""
        return self.ask("GET", self.place.address(key))

    def peek(self, key: Key) -> Answer:
        """Whether a file may be read, without reading it; of the first folder, whether it lists."""
        if not key:
            return self.propfind(key, ("resourcetype",))
        address = self.place.address(key)
        answer = self.ask("HEAD", address)
        if answer.status not in _NO_HEAD:
            return answer
        try:
            return self.ask("GET", address, {"Range": "bytes=0-0"}, _FIRST_BYTES)
        except TooLargeError:
            # The file came although one byte was asked for: it may be read.
            return Answer(200, {})

    def ask(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] | None = None,
        limit: int = 0,
        **rest: Any,
    ) -> Answer:
        """An answer of any status below 500. Raises `ItemError` and `SourceError`."""
        try:
            found = self._http.request(
                method,
                address,
                accept=(*_ANSWERED, *_NO_HEAD),
                max_bytes=limit or self._limit,
                headers=dict(headers or {}),
                **rest,
            )
        except TransientError as error:
            self._failing += 1
            if self._failing >= _MOST_FAILING or isinstance(error.__cause__, httpx.ConnectError):
                raise
            raise ItemError(SkipReason.UNREACHABLE, error.message, error.hint) from error
        except MalformedError as error:
            raise ItemError(SkipReason.UNREADABLE, error.message, error.hint) from error
        self._failing = 0
        self._worked = self._worked or found.is_success
        return Answer(found.status_code, found.headers, found.content)

    def check(self, answer: Answer, key: Key) -> None:
        """Raise an error for an answer that is a refusal; of the account's own, `SourceError`."""
        status = answer.status
        if answer.ok:
            return
        if answer.gone:
            raise NotFoundError(f"{self.host} answered {status}: it is not there any more")
        if status == 401:
            self._check_account(key)
        if answer.refused:
            who = "the auditor's account" if self.signed_in else "whoever has not signed in"
            raise ForbiddenError(f"{self.host} answered {status}: it is refused to {who}", _GIVE)
        if 300 <= status < 400:
            told = f"{self.host} answered {status}: it is sent on to elsewhere, where nobody goes"
            raise ItemError(SkipReason.OUTSIDE_ROOT, told, "write where it is to `url`")
        told = f"{self.host} answered {status}, which is no file"
        raise ItemError(SkipReason.UNREADABLE, told, "check that the file opens, or exclude it")

    def _check_account(self, key: Key) -> None:
        """Apache says 401 to whoever lacks a right, too: only the first folder tells the two apart.

        Raises `AuthInvalidError`, `AuthExpiredError`.
        """
        if key and self.propfind((), ("resourcetype",)).status != 401:
            return
        raise self.turned_away()

    def turned_away(self) -> SourceError:
        """The error for an account that is not let in at all."""
        told = f"{self.host} answered 401"
        if not self.signed_in:
            return AuthInvalidError(f"{told}: it asks to sign in", "name an account under `auth`")
        if self._worked:
            return AuthExpiredError(
                f"{told}: the account is not let in any more",
                "renew the credential, then run again to go on from here",
            )
        return AuthInvalidError(
            f"{told}: name or secret is wrong, or the account may not list the folder in `url`",
            "check `auth` and `options: {sign_in: …}`",
        )


def _credentials(account: Account, options: WebdavOptions) -> dict[str, Any]:
    """How an account is shown to the server: name and password, else a token."""
    if not account.password:
        return {"headers": {"Authorization": f"Bearer {account.token}"}}
    named = (account.user or "", account.password)
    return {"auth": httpx.DigestAuth(*named) if options.sign_in == "digest" else named}
