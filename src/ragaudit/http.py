"""HTTP to other systems: one client, typed errors, bounded answers."""

from __future__ import annotations

import email.utils
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn
from urllib.parse import urlsplit

import httpx

from ragaudit import __version__
from ragaudit.asking import Asking
from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    CursorExpiredError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    RateLimitedError,
    TooLargeError,
    TransientError,
    UnsureError,
)
from ragaudit.model import SyncSettings

AGENT = f"ragaudit/{__version__}"
PASSING = frozenset({408, 425, 500, 502, 503, 504})
LONGEST_ANSWER = 50_000_000


class _BusyError(RateLimitedError):
    """A failure that names a time to try again; unlike 429 it may come after the deed."""


class Http:
    """Requests to one server. Redirects are not followed: they may lead to another one.

    Messages carry the method, the host and the status, never a path: paths may be titles.
    """

    def __init__(
        self,
        base: str,
        asking: Asking,
        *,
        auth: httpx.Auth | tuple[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        settings: SyncSettings | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.base, self.asking = base.rstrip("/"), asking
        self.host = urlsplit(base).netloc.rpartition("@")[2]
        self._client = httpx.Client(
            auth=auth,
            headers={"User-Agent": AGENT, **(headers or {})},
            timeout=(settings or asking.settings).timeout_s,
            follow_redirects=False,
            trust_env=False,
            transport=transport,
        )
        self._worked = False

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def request(
        self,
        method: str,
        path: str,
        *,
        accept: tuple[int, ...] = (),
        max_bytes: int = LONGEST_ANSWER,
        **rest: Any,
    ) -> httpx.Response:
        """Return a response of 2xx, or of a status in `accept`; tried again where that may help.

        Raises `AuthInvalidError` (401 at first), `AuthExpiredError` (401 later), `ForbiddenError`,
        `NotFoundError`, `CursorExpiredError` (410), `RateLimitedError`, `TransientError`,
        `TooLargeError`, `MalformedError`.
        """
        return self.asking(lambda: self._once(method, path, accept, max_bytes, rest))

    def json(self, method: str, path: str, **rest: Any) -> Any:
        """The JSON of an answer. Raises `MalformedError` where there is none."""
        response = self.request(method, path, **rest)
        try:
            return response.json()
        except ValueError as error:
            kind = response.headers.get("content-type", "something else").split(";")[0]
            raise MalformedError(
                f"{self.host} answered with {kind} where JSON belongs",
                "check `url`; a login page or a proxy may be in the way",
            ) from error

    def once(self, path: str, data: object) -> Any:
        """POST JSON at most once, and return the answer's JSON, or None where it is none.

        For requests that must not be made twice. It is tried again only where the server was not
        reached or said “not so fast”. Raises `UnsureError` where a failure may have come after the
        deed, and what `request` raises.
        """
        response = self.asking(lambda: self._at_most_once(path, data))
        try:
            return response.json()
        except ValueError:
            return None

    def _at_most_once(self, path: str, data: object) -> httpx.Response:
        try:
            return self._once("POST", path, (), LONGEST_ANSWER, {"json": data})
        except (TransientError, _BusyError) as error:
            if isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout):
                raise
            raise UnsureError(f"{error.message}, perhaps after it was done", error.hint) from error
        except TooLargeError as error:
            raise UnsureError(f"the answer of {self.host} {error.detail}") from error

    def _once(
        self, method: str, path: str, accept: tuple[int, ...], limit: int, rest: dict[str, Any]
    ) -> httpx.Response:
        url = path if path.startswith(("http://", "https://")) else self.base + path
        try:
            with self._client.stream(method, url, **rest) as response:
                if not (response.is_success or response.status_code in accept):
                    self._refused(method, response)
                self._read(response, limit)
        except httpx.TimeoutException as error:
            raise TransientError(f"{self.host} did not answer in time", _LATER) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise TransientError(f"{self.host} cannot be reached: {_why(error)}", _LATER) from error
        except httpx.InvalidURL as error:
            raise MalformedError(f"{self.host}: not an address that can be asked") from error
        self._worked = True
        return response

    def _read(self, response: httpx.Response, limit: int) -> None:
        """Read a body, but no further than the limit, whatever its length claims."""
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > limit:
                raise TooLargeError(f"is larger than {limit:,} bytes")
            parts.append(part)
        response._content = b"".join(parts)

    def _refused(self, method: str, response: httpx.Response) -> NoReturn:
        status = response.status_code
        told = f"{self.host} answered {status} {response.reason_phrase} to {method}".strip()
        if status == 401 and self._worked:
            raise AuthExpiredError(f"{told}: the credential no longer works", _RENEW)
        if status == 401:
            raise AuthInvalidError(f"{told}: name or secret is wrong", "check `auth`")
        if status == 403 and (wait := _limited(response)) is not None:
            raise RateLimitedError(told, wait)
        if status == 403:
            raise ForbiddenError(told, "give the auditor's account the right to read it")
        if status == 404:
            raise NotFoundError(told)
        if status == 410:
            raise CursorExpiredError(told)
        if status == 413:
            raise TooLargeError(told)
        if status == 429:
            raise RateLimitedError(told, _retry_after(response))
        if status in PASSING:
            asked = _retry_after(response)
            raise _BusyError(told, asked) if asked else TransientError(told, _LATER)
        raise MalformedError(told, "check `url`")


_LATER = "check that the source is up, then run again"
_RENEW = "renew the credential, then run again to go on from here"


def _why(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:120]


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds a server asks for, as a number or a date; None where it does not say."""
    value = response.headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        when = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    zoned = when if when.tzinfo else when.replace(tzinfo=UTC)
    # Servers whose clock is off ask for a wait in the past or for years.
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())


def _limited(response: httpx.Response) -> float | None:
    """Seconds to wait where a 403 is about too many requests, as GitHub says it; else None."""
    if (asked := _retry_after(response)) is not None:
        return asked
    reset = response.headers.get("x-ratelimit-reset", "")
    if response.headers.get("x-ratelimit-remaining") != "0" or not reset.isdigit():
        return None
    return max(0.0, float(reset) - datetime.now(UTC).timestamp())
