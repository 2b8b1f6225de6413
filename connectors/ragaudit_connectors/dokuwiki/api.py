"""Asking a DokuWiki: as the auditor, as somebody else, or as nobody.

A wrong password is answered as if nobody had signed in, 401 by the remote interface; a right that
is missing by 403; and a call that fails, on older releases, by an empty structure.
"""

from __future__ import annotations

import base64
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from ragaudit.errors import (
    ForbiddenError,
    MalformedError,
    NotFoundError,
    ScopeMissingError,
    SkipError,
    TooLargeError,
    TransientError,
)
from ragaudit.http import LONGEST_ANSWER
from ragaudit.model import SkipReason, SyncSettings
from ragaudit_connectors.dokuwiki.answers import AnswerError, FaultError, question, value
from ragaudit_connectors.remote import Account, Asking, Http

ADDRESS = "/lib/exe/xmlrpc.php"
SWITCHED_OFF = -32605
REMOTE = "remoteuser"
RAW = "text/plain"
"""What `do=export_raw` answers with, if one may read."""
_XML = {"Content-Type": "text/xml; charset=utf-8"}
_CHECK = "check that `url` is the wiki's own address, and that its setting `remote` is on"


class SignIn(httpx.Auth):
    """Signs in anew with every request.

    With the cookie of an earlier one DokuWiki would go on with the groups it knew then.
    """

    def __init__(self, account: Account | None) -> None:
        self._header = ""
        if account and account.token:
            self._header = f"Bearer {account.token}"
        elif account and account.password:
            pair = f"{account.user or ''}:{account.password}".encode()
            self._header = f"Basic {base64.b64encode(pair).decode()}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """See `httpx.Auth`."""
        request.headers.pop("Cookie", None)
        if self._header:
            request.headers["Authorization"] = self._header
        yield request


@dataclass(frozen=True, slots=True)
class Page:
    """What the wiki's web interface answered; never the text itself."""

    status: int
    kind: str = ""
    """The media type."""
    asks_in: bool = False
    """Whether it shows a form to sign in."""


@dataclass(slots=True)
class Api:
    """One wiki, asked as one account."""

    url: str
    asking: Asking
    account: Account | None = None
    settings: SyncSettings | None = None
    transport: httpx.BaseTransport | None = None
    now: datetime | None = None
    """The server's time at its last answer; None where it tells none."""
    _http: Http = field(init=False)

    def __post_init__(self) -> None:
        if self.account and not self.account.given:
            self.account = None
        auth = SignIn(self.account)
        self._http = Http(
            self.url, self.asking, auth=auth, settings=self.settings, transport=self.transport
        )

    @property
    def host(self) -> str:
        """Whom messages are about."""
        return self._http.host

    def call(self, method: str, *arguments: Any, max_bytes: int = LONGEST_ANSWER) -> Any:
        """What a method returns; None where the wiki says that it failed.

        Raises `ForbiddenError` (403), `TooLargeError` and `SourceError`.
        """
        try:
            found = self._http.request(
                "POST",
                ADDRESS,
                max_bytes=max_bytes,
                content=question(method, arguments),
                headers=_XML,
            )
            self.now = _time(found.headers)
            return value(found.content)
        except NotFoundError as error:
            raise MalformedError(f"{self.host} has no remote interface there", _CHECK) from error
        except AnswerError as error:
            raise MalformedError(f"{self.host}: {error}", _CHECK) from error
        except FaultError as error:
            if error.code != SWITCHED_OFF:
                return None
            told = f"the remote interface of {self.host} is switched off"
            hint = "switch on the wiki's setting `remote`"
            raise ScopeMissingError("sign in", "remote", told, hint) from error

    def needed(self, capability: str, method: str, *arguments: Any) -> Any:
        """What a method returns that has to work. Raises `SourceError`."""
        try:
            found = self.call(method, *arguments)
        except ForbiddenError as error:
            raise self.not_admitted(capability) from error
        except TooLargeError as error:
            told = f"{self.host} lists more than can be read at once"
            hint = "read it in parts: `options: {namespaces: […]}`"
            raise MalformedError(told, hint) from error
        if found is None:
            raise MalformedError(f"{self.host} says that {method} failed", "see the wiki's log")
        return found

    def not_admitted(self, capability: str) -> ScopeMissingError:
        """That the account is let in, but not to the remote interface."""
        told = f"{self.host} refuses its remote interface to the account"
        hint = f"name the account, or a group of it, in the wiki's setting `{REMOTE}`"
        return ScopeMissingError(capability, REMOTE, told, hint)

    def item(self, method: str, *arguments: Any, max_bytes: int = LONGEST_ANSWER) -> Any:
        """The same for one document: what fails for it alone, while the wiki works, is a skip.

        A plugin that fails on a page makes the whole answer fail. Raises `SkipError`,
        `SourceError`.
        """
        try:
            return self.call(method, *arguments, max_bytes=max_bytes)
        except (TransientError, MalformedError) as error:
            self.needed("read", "dokuwiki.getTime")
            told = "the wiki fails to show it, while it shows others"
            action = "open it in the wiki, and see its log"
            raise SkipError(SkipReason.UNREADABLE, told, action) from error

    def sign_in(self) -> str:
        """Make sure the account is let in; the release. Raises `SourceError`."""
        found = self.needed("sign in", "dokuwiki.getVersion")
        return found[:40] if isinstance(found, str) else ""

    def page(self, path: str, params: Mapping[str, str], method: str = "GET") -> Page:
        """What the web interface answers. Raises `SourceError`."""
        statuses = (401, 403, 404, 302)
        try:
            found = self._http.request(
                method, path, accept=statuses, params=params, max_bytes=2_000_000
            )
        except TooLargeError:
            return Page(200, RAW)
        except SkipError as error:
            raise MalformedError(f"{self.host}: {error.detail}", _CHECK) from error
        kind = found.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Page(found.status_code, kind, b'id="dw__login"' in found.content)


def _time(headers: Mapping[str, str]) -> datetime | None:
    try:
        read = parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
