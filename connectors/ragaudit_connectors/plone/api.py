"""Asking a Plone site: as the auditor, as somebody else, or as nobody.

Plone answers a wrong password for what is public as if nobody had signed in, and refuses an item
with 401 whether one is signed in or not; so who one is has to be asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import httpx

from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    MalformedError,
    ScopeMissingError,
)
from ragaudit.model import SyncSettings
from ragaudit_connectors.remote import Account, Asking, Http

SHOWN = "@breadcrumbs"
"""The least that can be asked of an item; it takes the permission View there."""
REFUSED = (401, 403)
MOVED = (301, 302, 303, 307, 308)
ANSWERS = (*REFUSED, *MOVED, 404, 410)
_RENEW = "renew the credential, then run again to go on from here"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request that was answered."""

    status: int
    body: bytes
    kind: str
    """The media type."""
    date: str = ""
    """When it was made, by the server's clock."""

    @property
    def ok(self) -> bool:
        """Whether there is what was asked for."""
        return 200 <= self.status < 300


class Api:
    """One site, asked as one account."""

    def __init__(
        self,
        url: str,
        asking: Asking,
        account: Account | None = None,
        settings: SyncSettings | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.account = account if account and account.given else None
        headers = {"Accept": "application/json"}
        auth = None
        if self.account and self.account.token:
            headers["Authorization"] = f"Bearer {self.account.token}"
        elif self.account:
            auth = (self.account.user or "", self.account.password or "")
        self._http = Http(
            url, asking, auth=auth, headers=headers, settings=settings, transport=transport
        )
        self.host = self._http.host
        self._was_in = False

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def answer(
        self, path: str, params: Mapping[str, Any] | None = None, max_bytes: int | None = None
    ) -> Answer:
        """One answer, a refusal included. Raises `SourceError`, and `TooLargeError`."""
        limit = {} if max_bytes is None else {"max_bytes": max_bytes}
        # Slashes stay: they are what separates containers.
        where = f"/{quote(path)}" if path else ""
        found = self._http.request("GET", where, accept=ANSWERS, params=params, **limit)
        kind = found.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Answer(found.status_code, found.content, kind, found.headers.get("date", ""))

    def json(
        self,
        path: str,
        params: Mapping[str, Any] | None = None,
        *,
        needed: tuple[str, str] = ("list", "View"),
    ) -> Any:
        """The JSON of an answer that must be there. Raises `SourceError`.

        `needed` is the capability it is for, and the permission that Plone asks for.
        """
        return self.dated_json(path, params, needed)[0]

    def dated_json(
        self,
        path: str,
        params: Mapping[str, Any] | None = None,
        needed: tuple[str, str] = ("list", "View"),
    ) -> tuple[Any, datetime]:
        """The same with the server's time. Raises `SourceError`."""
        found = self.needed(self.answer(path, params), needed)
        return self.parsed(found), _time(found.date)

    def needed(self, found: Answer, needed: tuple[str, str]) -> Answer:
        """An answer that must hold what was asked for. Raises `SourceError`."""
        if found.status in REFUSED:
            self.sign_in()
            capability, permission = needed
            told = f"{self.host} lets the account in, and refuses what “{capability}” takes"
            raise ScopeMissingError(capability, permission, told)
        if not found.ok:
            told = f"{self.host} answered {found.status} where Plone's REST interface belongs"
            raise MalformedError(told, "check that `url` is the site's address")
        return found

    def parsed(self, found: Answer) -> Any:
        """The JSON of an answer. Raises `MalformedError`."""
        try:
            if found.kind != "application/json":
                raise ValueError(found.kind)
            return json.loads(found.body)
        except (ValueError, RecursionError) as error:
            raise MalformedError(
                f"{self.host} answered with {found.kind or 'something'} where JSON belongs",
                "check `url`; a login page or a proxy may be in the way",
            ) from error

    def sign_in(self) -> None:
        """Make sure that the account is let in. Raises `AuthInvalidError`, `AuthExpiredError`."""
        if self.account is None or self.is_in():
            self._was_in = True
            return
        if self._was_in:
            raise AuthExpiredError(f"{self.host} no longer lets the account in", _RENEW)
        raise AuthInvalidError(
            f"{self.host} does not know the account, or its password is wrong", "check `auth`"
        )

    def is_in(self) -> bool:
        """Whether the site takes the account for somebody: then it offers to sign out."""
        found = self.answer("@actions")
        if found.status in REFUSED:
            return False
        listed = self.parsed(found) if found.ok else {}
        offered = listed.get("user") if isinstance(listed, dict) else None
        if not isinstance(offered, list):
            raise MalformedError(f"{self.host} does not tell what one may do", "check `url`")
        names = {one.get("id") for one in offered if isinstance(one, dict)}
        return "logout" in names or bool(names - {"login", "join"})


def _time(date: str) -> datetime:
    try:
        read = parsedate_to_datetime(date)
    except ValueError:
        return datetime.now(UTC)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
