"""One address asked once: HEAD, then GET, redirects by hand, no body, no cookies."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from ragaudit.contracts import LinkResult, LinkState
from ragaudit_connectors.web.addresses import (
    ForbiddenError,
    NoAddressError,
    NoSuchHostError,
    Resolver,
)

if TYPE_CHECKING:
    import httpx

MOST_REDIRECTS = 5
TIMEOUT_S = 10.0
NO_SUCH_HOST = "no such host"
_PORTS = frozenset({80, 443, 8080, 8443})
"""On others web pages are rare, and other services are not."""
_DEAD = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_MOVED = frozenset({301, 302, 303, 307, 308})
_ONE_TIME = re.compile(
    r"[/?&;](?:unsubscribe|logout|log-out|signout|sign-out)(?:[=/?&]|$)"
    r"|[?&;](?:[a-z_-]{0,20}(?:token|key|secret|signature|password)|sig|otp|code|ticket|confirm)=",
    re.IGNORECASE,
)
"""To ask for these may do something, or use up what is good for one use."""


@dataclass(frozen=True, slots=True)
class Busy:
    """The server asks to come back later."""

    status: int
    seconds: float | None


class Asker:
    """Asks for addresses, each over a connection of its own.

    A connection is never used again: it would be found by its number, which may serve many names.
    """

    def __init__(self, resolver: Resolver, user_agent: str, timeout_s: float = TIMEOUT_S) -> None:
        import httpx

        self._resolver = resolver
        self._tls = httpx.create_ssl_context(trust_env=False)
        self._headers = {"User-Agent": user_agent, "Accept": "*/*", "Connection": "close"}
        timeout = httpx.Timeout(timeout_s, connect=timeout_s / 2)
        self._extensions = {"timeout": timeout.as_dict()}
        self.reached = False
        """Whether any server has answered."""

    def ask(self, url: str) -> LinkResult | Busy:
        """What came of it."""
        try:
            answer = self._follow(url, "HEAD")
            if isinstance(answer, int) and answer >= HTTPStatus.BAD_REQUEST:
                # Many a server refuses, or does not know, what it gladly sends when asked to.
                answer = self._follow(url, "GET")
        except NoSuchHostError:
            return LinkResult(LinkState.DEAD, NO_SUCH_HOST)
        except NoAddressError as error:
            return LinkResult(LinkState.UNKNOWN, str(error))
        except ForbiddenError as error:
            return LinkResult(LinkState.UNCHECKED, str(error))
        return answer if not isinstance(answer, int) else _judged(answer)

    def _follow(self, url: str, method: str) -> int | LinkResult | Busy:
        """The last status of a chain of redirects."""
        import httpx

        seen = {url}
        for _ in range(MOST_REDIRECTS + 1):
            try:
                status, onward, wait = self._once(httpx.URL(url), method)
            except httpx.InvalidURL:
                return LinkResult(LinkState.UNKNOWN, "is no address that can be asked")
            except httpx.TimeoutException:
                return LinkResult(LinkState.UNKNOWN, "no answer in time")
            except (httpx.HTTPError, httpx.StreamError, OSError, ValueError) as error:
                return LinkResult(LinkState.UNKNOWN, _named(error))
            if status in _BUSY:
                return Busy(status, wait)
            if status not in _MOVED or not onward:
                return status
            url = onward
            if url in seen:
                return LinkResult(LinkState.UNKNOWN, "redirects in a circle")
            seen.add(url)
        return LinkResult(LinkState.UNKNOWN, f"more than {MOST_REDIRECTS} redirects")

    def _once(self, url: httpx.URL, method: str) -> tuple[int, str | None, float | None]:
        """Status, where it is redirected to, and how long to wait."""
        import httpx

        refusal = refused(url, self._resolver.allowed)
        if refusal is not None:
            raise ForbiddenError(refusal)
        port = url.port or (443 if url.scheme == "https" else 80)
        address = self._resolver.resolve(url.host, port)
        headers = self._headers | {"Host": url.netloc.decode("ascii")}
        extensions = self._extensions | {"sni_hostname": url.raw_host.decode("ascii")}
        pinned = url.copy_with(host=address, fragment=None)
        request = httpx.Request(method, pinned, headers=headers, extensions=extensions)
        with httpx.HTTPTransport(verify=self._tls, trust_env=False) as transport:
            response = transport.handle_request(request)
            response.close()
        self.reached = True
        target = response.headers.get("location")
        onward = str(url.join(target)) if target else None
        return response.status_code, onward, _seconds(response.headers.get("retry-after"))


def refused(url: httpx.URL, allowed: Collection[str] = ()) -> str | None:
    """Why an address is not asked at all; None if it may be."""
    if url.scheme not in ("http", "https") or not url.host:
        return "is no web address"
    if url.userinfo:
        return "carries a user name or password"
    if _ONE_TIME.search(url.raw_path.decode("ascii", "replace")):
        return "may be good for one use, or do something when asked for"
    usual = url.port is None or url.port in _PORTS
    if not usual and url.host.lower() not in allowed:
        return f"names port {url.port}, which is no web server's"
    return None


def _judged(status: int) -> LinkResult:
    if status in _DEAD:
        return LinkResult(LinkState.DEAD, _phrase(status))
    alive = status < HTTPStatus.BAD_REQUEST
    return LinkResult(LinkState.ALIVE if alive else LinkState.UNKNOWN, _phrase(status))


def busy(answer: Busy) -> LinkResult:
    """What a server that is busy for longer than anybody waits comes to."""
    return LinkResult(LinkState.UNKNOWN, _phrase(answer.status))


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _named(error: Exception) -> str:
    """An error without what a server wrote into it."""
    text = str(error).lower()
    if "certificate" in text or "ssl" in text or "tls" in text:
        return "its certificate is not accepted"
    return "the connection failed"


def _seconds(header: str | None) -> float | None:
    """`Retry-After` as seconds; a date counts as longer than anybody waits."""
    if header is None:
        return None
    return float(header) if header.strip().isdigit() and len(header.strip()) < 6 else float("inf")
