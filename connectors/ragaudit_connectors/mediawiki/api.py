"""Asking a wiki's Action API: as the auditor, as somebody else, or as nobody.

The API answers errors with status 200, and goes on as an anonymous reader where a session is lost;
so every request insists on being signed in (`assert=user`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import httpx

from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    MalformedError,
    RateLimitedError,
    TransientError,
)
from ragaudit.http import LONGEST_ANSWER
from ragaudit.model import SyncSettings
from ragaudit_connectors.mediawiki.refusals import (
    SessionLostError,
    code_of,
    refusal,
    safe,
    seconds,
)
from ragaudit_connectors.remote import Account, Asking, Http

COMMON = {"format": "json", "formatversion": "2", "maxlag": "5"}
"""`maxlag` lets a wiki say that its database is behind, and is asked again later."""
_RENEW = "renew the password or token, then run again to go on from here"
_BOT = "check `auth`: `user` is `Name@bot` of Special:BotPasswords, with its password"


class Api:
    """One wiki, asked as one account."""

    def __init__(
        self,
        url: str,
        asking: Asking,
        account: Account | None = None,
        settings: SyncSettings | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.account = account if account and account.given else None
        self._url, self._asking, self._settings = url, asking, settings
        self._transport = transport
        self._http = self._connect()
        self.host = self._http.host
        self._in = not self.by_password
        self._worked = False

    def _connect(self) -> Http:
        """Connections without cookies."""
        token = self.account.token if self.account else None
        # What is tried again is decided here, where errors within answers are known.
        once = Asking(replace(self._asking.settings, tries=1, max_rps=None, budget_s=None))
        return Http(
            self._url,
            once,
            headers={"Authorization": f"Bearer {token}"} if token else None,
            settings=self._settings,
            transport=self._transport,
        )

    @property
    def by_password(self) -> bool:
        """Whether there is a session, which can be had again."""
        return self.account is not None and self.account.token is None

    def query(self, **parameters: str) -> dict[str, Any]:
        """An answer of `action=query`. Raises `SourceError`, `ItemError`."""
        return self.call("query", None, **parameters)

    def call(self, action: str, max_bytes: int | None = None, **parameters: str) -> dict[str, Any]:
        """The answer of an action. Raises `SourceError`, `ItemError`."""
        sent = {**COMMON, "action": action, **parameters}
        if self.account is not None:
            sent["assert"] = "user"
        try:
            return self._signed_in(sent, max_bytes)
        except SessionLostError:
            if not self.by_password:
                raise self._lost() from None
        except AuthInvalidError as error:
            raise self._lost() if self._worked else error from None
        # Sessions end by themselves; only an account that is let in no more has expired.
        # With the cookies of the old one, a wiki takes no login.
        self._http.close()
        self._http, self._in = self._connect(), False
        try:
            return self._signed_in(sent, max_bytes)
        except AuthInvalidError:
            raise self._lost() from None

    def sign_in(self) -> None:
        """Make sure that the account is let in. Raises `SourceError`."""
        if self.account is not None:
            self.query(meta="userinfo")

    def page(self, path: str, **parameters: str) -> httpx.Response:
        """A page of the same server as a browser gets it. Raises `SourceError`, `ItemError`."""
        base = urlsplit(self._http.base)
        address = f"{base.scheme}://{base.netloc}/{path.lstrip('/')}"
        accept = (301, 302, 303, 307, 308, 401, 403, 404)
        return self._asking(
            lambda: self._http.request("GET", address, accept=accept, params=parameters)
        )

    def _signed_in(self, sent: Mapping[str, str], max_bytes: int | None) -> dict[str, Any]:
        if not self._in:
            self._log_in()
        answer = self._asking(lambda: self._answer("GET", sent, max_bytes))
        self._worked = True
        return answer

    def _log_in(self) -> None:
        account = self.account or Account()
        asked = {"meta": "tokens", "type": "login", "action": "query"}
        found = self._asking(lambda: self._answer("POST", {**COMMON, **asked}))
        tokens = _part(found, "query", "tokens")
        sent = {
            **COMMON,
            "action": "login",
            "errorformat": "none",
            "lgname": account.user or "",
            "lgpassword": account.password or "",
            "lgtoken": str(tokens.get("logintoken", "")),
        }
        answer = self._asking(lambda: self._answer("POST", sent))
        self._judge(_part(answer, "login"))
        self._in = True

    def _judge(self, login: Mapping[str, Any]) -> None:
        """What came of a login; that one may not try so often is not tried again."""
        result, reason = login.get("result"), login.get("reason")
        told = safe(reason.get("code") if isinstance(reason, dict) else result)
        if result == "Success":
            return
        if "throttled" in told.casefold():
            raise RateLimitedError(f"{self.host} takes no more logins for a while ({told})")
        if result in ("Failed", "Aborted"):
            raise AuthInvalidError(f"{self.host} does not let the account in ({told})", _BOT)
        raise TransientError(f"{self.host} answered a login with {told}", "run again")

    def _answer(
        self, method: str, sent: Mapping[str, str], max_bytes: int | None = None
    ) -> dict[str, Any]:
        limit = LONGEST_ANSWER if max_bytes is None else min(max_bytes, LONGEST_ANSWER)
        params, data = (sent, None) if method == "GET" else (None, sent)
        found = self._http.request(method, "", max_bytes=limit, params=params, data=data)
        answer = self._parsed(found)
        if code := code_of(answer):
            raise refusal(code, self.host, seconds(found.headers.get("retry-after")))
        return answer

    def _parsed(self, found: httpx.Response) -> dict[str, Any]:
        try:
            answer = found.json()
        except (ValueError, RecursionError) as error:
            kind = found.headers.get("content-type", "something else").split(";")[0]
            raise MalformedError(
                f"{self.host} answered with {safe(kind)} where JSON belongs",
                "write the address of api.php to `url`; or a login page is in the way",
            ) from error
        if not isinstance(answer, dict):
            raise MalformedError(f"{self.host} answered with something else", "check `url`")
        return answer

    def _lost(self) -> AuthExpiredError | AuthInvalidError:
        if self._worked:
            return AuthExpiredError(f"{self.host} no longer takes us for signed in", _RENEW)
        return AuthInvalidError(f"{self.host} does not take us for signed in", "check `auth`")


def going_on(answer: Mapping[str, Any], seen: set[str], host: str) -> dict[str, str] | None:
    """How to ask for what follows; None at the end. Raises `MalformedError` for a circle."""
    found = answer.get("continue")
    if not isinstance(found, dict):
        return None
    following = {str(key): str(value) for key, value in found.items()}
    mark = repr(sorted(following.items()))
    if mark in seen:
        raise MalformedError(f"{host} does not finish a list", "run again to go on from there")
    seen.add(mark)
    return following


def _part(answer: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    found: Any = answer
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}
