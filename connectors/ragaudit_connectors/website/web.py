"""Asking a site: one host, redirects by hand, a broken page is not a broken site."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    ForbiddenError,
    ItemError,
    MalformedError,
    TransientError,
)
from ragaudit.model import SkipReason, SourceSettings
from ragaudit_connectors.remote import Account, Asking, Http
from ragaudit_connectors.website.answer import GONE, MOVED, Answer, SignInError
from ragaudit_connectors.website.scope import Scope

MOST_REDIRECTS = 10
_MOST_FAILING = 3
"""Pages in a row; then it is the site that fails."""
_ANSWERED = tuple(status for status in range(300, 500) if status not in (408, 425, 429))
_NO_HEAD = frozenset({405, 501})
_SIGN_IN = re.compile(r"/(?:log-?in|sign-?in)(?:\.\w{2,5})?(?:[/?]|$)", re.IGNORECASE)
_SIGN_ON = re.compile(
    r"/(?:sso|auth|oauth2?|saml2?|cas|accounts?)(?:[/?]).{0,500}"
    r"(?:next|return\w*|redirect\w*|continue|goto|service|samlrequest)=",
    re.IGNORECASE,
)


class Web:
    """Asks one host, as one account or as nobody."""

    def __init__(
        self, scope: Scope, settings: SourceSettings, asking: Asking, account: Account | None = None
    ) -> None:
        self.scope, self._limit = scope, settings.limits.max_bytes
        self.signed_in = bool(account and account.given)
        self._http = Http(scope.origin, asking, **_credentials(account))
        self._failing, self._worked = 0, False

    def ask(
        self, method: str, address: str, headers: Mapping[str, str] | None = None, limit: int = 0
    ) -> Answer:
        """One answer of any status below 500. Raises `ItemError` and `SourceError`."""
        try:
            response = self._http.request(
                method,
                address,
                accept=_ANSWERED,
                max_bytes=limit or self._limit,
                headers=dict(headers or {}),
            )
        except TransientError as error:
            self._count(error)
            raise ItemError(SkipReason.UNREACHABLE, error.message, error.hint) from error
        except MalformedError as error:
            raise ItemError(SkipReason.UNREADABLE, error.message, error.hint) from error
        self._failing = 0
        if response.status_code == 401 and self.signed_in:
            self._check_account(address)
        self._worked = self._worked or response.is_success
        return Answer(address, response.status_code, response.headers, response.content)

    def page(self, address: str, conditions: Mapping[str, str] | None = None) -> Answer:
        """A page; of a folder that has none of its own, its index page."""
        answer = self.ask("GET", address, conditions)
        if address.endswith("/") and answer.status in (403, *GONE):
            index = self.ask("GET", f"{address}index.html", conditions)
            return index if index.ok else answer
        return answer

    def head(self, address: str) -> Answer:
        """What is known of a page without reading it; read where the server refuses that."""
        answer = self.ask("HEAD", address)
        # Many a server refuses, or does not know, what it gladly sends when asked to.
        return self.page(address) if answer.status >= 400 else answer

    def follow(
        self,
        address: str,
        ask: Callable[[str], Answer],
        allowed: Callable[[str], bool],
        stop: Callable[[str], bool] = lambda _: False,
        whole_host: bool = False,
    ) -> tuple[tuple[str, ...], Answer | None]:
        """The addresses a page is sent on over, itself first, and the last answer.

        No answer where the way leads to an address for which `stop` holds. Raises `ItemError`
        where it leads out of the site, in a circle or to where one signs in.
        """
        chain = [address]
        while (answer := ask(chain[-1])).status in MOVED:
            onward = self._onward(answer, chain, whole_host)
            if not allowed(onward):
                raise ForbiddenError("is sent on to where robots.txt lets nobody in", _MEND)
            chain.append(onward)
            if stop(onward):
                return tuple(chain), None
        return tuple(chain), answer

    def _onward(self, answer: Answer, chain: list[str], whole_host: bool) -> str:
        target = answer.headers.get("location", "")
        if self.scope.scheme == "http" and target.lower().startswith("https:"):
            raise _moved("is sent on to https", "write https:// in `url`")
        onward = self.scope.on_host(target, chain[-1])
        if onward is None:
            raise _moved(
                "is sent on to another host", "make that a source of its own, or exclude it"
            )
        if _asks_to_sign_in(onward) and not _asks_to_sign_in(chain[0]):
            raise SignInError(
                "is sent on to a page to sign in", "exclude it, or the pages behind it"
            )
        if not (whole_host or self.scope.inside(onward)):
            raise _moved("is sent on to a page outside the source", "exclude it, or widen `url`")
        if onward in chain:
            raise ItemError(SkipReason.UNREADABLE, "is sent on in a circle", _MEND)
        if len(chain) > MOST_REDIRECTS:
            told = f"is sent on more than {MOST_REDIRECTS} times"
            raise ItemError(SkipReason.UNREADABLE, told, _MEND)
        return onward

    def _check_account(self, address: str) -> None:
        """Raise an error where a page is refused because the account is refused everywhere."""
        start = self.scope.start
        if address != start and self.ask("GET", start).status != 401:
            return
        told = f"{self._http.host} answered 401: the name or secret is not accepted"
        if self._worked:
            raise AuthExpiredError(
                f"{told} any more", "renew it, then run again to go on from here"
            )
        raise AuthInvalidError(told, "check `auth`")

    def _count(self, error: TransientError) -> None:
        """Raise an error again that is the site's rather than the page's."""
        self._failing += 1
        if self._failing >= _MOST_FAILING or _is_down(error):
            raise error


_MEND = "mend the redirect, or exclude the address"


def _credentials(account: Account | None) -> dict[str, Any]:
    """How an account is shown to a server: name and password, else a token."""
    if account is None or not account.given:
        return {}
    if account.password:
        return {"auth": (account.user or "", account.password)}
    return {"headers": {"Authorization": f"Bearer {account.token}"}}


def _moved(detail: str, action: str) -> ItemError:
    return ItemError(SkipReason.OUTSIDE_ROOT, detail, action)


def _is_down(error: TransientError) -> bool:
    """Whether there was no connection, so that no other page will be had either."""
    return isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout)


def _asks_to_sign_in(address: str) -> bool:
    return bool(_SIGN_IN.search(address) or _SIGN_ON.search(address))
