"""One client for one server: no redirects, no kept cookies, bounded answers, typed errors."""

from __future__ import annotations

import email.utils
import re
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlsplit

import httpx

from ragaudit import __version__
from ragaudit.errors import MalformedError, RagauditError, RateLimitedError, TransientError
from ragaudit.model import TargetSettings
from ragaudit_probes.targets.http.identity import Identity
from ragaudit_probes.targets.http.request import Question

AGENT = f"ragaudit/{__version__}"
PASSING = frozenset({408, 425, 500, 502, 503, 504})
LONGEST_ANSWER = 20_000_000
_KIND = re.compile(r"[\w.+-]{1,40}/[\w.+-]{1,60}", re.ASCII)
_UP = "check that the target is up"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back with a status of 2xx."""

    data: bytes = field(repr=False)
    kind: str
    """The content type, as far as it can be shown."""
    host: str
    latency_s: float
    """From sending the question to the last byte."""


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """The usual authorities, read once: it takes longer than a question."""
    return httpx.create_ssl_context(trust_env=False)


class Sender:
    """Sends questions. Messages carry the host and the status, nothing of question or answer."""

    def __init__(
        self, settings: TargetSettings, transport: httpx.BaseTransport | None = None
    ) -> None:
        self.host = urlsplit(settings.url).netloc.rpartition("@")[2]
        self._timeout_s = settings.sync.timeout_s
        # A session that one person was given would make the next one that person.
        no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self._client = httpx.Client(
            headers={"User-Agent": AGENT, "Accept": "application/json"},
            timeout=self._timeout_s,
            cookies=no_cookies,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=settings.jobs),
            follow_redirects=False,
            trust_env=False,
            verify=_certificates(),
            transport=transport,
        )

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def send(self, question: Question, asker: Identity) -> Answer:
        """Ask once.

        Raises `TransientError`, `RateLimitedError`, `MalformedError`, and for 401 and 403
        `SkipError` for somebody, `AuthInvalidError` for the account of the settings.
        """
        started = time.perf_counter()
        try:
            with self._client.stream(
                question.method,
                httpx.URL(question.url).copy_merge_params(question.params),
                headers=dict(question.headers),
                content=question.body,
            ) as response:
                if not response.is_success:
                    raise self._refused(response, asker)
                data = self._read(response, started + self._timeout_s)
        except httpx.TimeoutException:
            raise self._late() from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            # Its text may quote a header.
            told = f"{self.host} {_broken(error)} ({type(error).__name__})"
            raise TransientError(told, _UP) from None
        except (httpx.InvalidURL, UnicodeError):
            raise MalformedError(f"{self.host}: the question makes no address") from None
        took = time.perf_counter() - started
        return Answer(data, _kind(response), self.host, took)

    def _read(self, response: httpx.Response, until: float) -> bytes:
        """Read a body, no further than the bounds: neither its length nor its pace is believed."""
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > LONGEST_ANSWER:
                raise MalformedError(
                    f"{self.host}: the answer is longer than {LONGEST_ANSWER:,} bytes",
                    "pass on {k}, or ask for fewer fields",
                )
            if time.perf_counter() > until:
                raise self._late()
            parts.append(part)
        return b"".join(parts)

    def _late(self) -> TransientError:
        told = f"{self.host} did not answer within {self._timeout_s:g} s"
        return TransientError(told, f"{_UP}, or raise `timeout_s` of the target")

    def _refused(self, response: httpx.Response, asker: Identity) -> RagauditError:
        status = response.status_code
        told = f"{self.host} answered {status} {_phrase(status)}".strip()
        if status == 401:
            return asker.refused(f"{told}: not signed in, or no longer", "check `auth`")
        if status == 403:
            return asker.refused(f"{told}: refused", "check `auth` and the rights of the account")
        asked = _retry_after(response)
        if status == 429:
            return RateLimitedError(told, asked, "set `max_rps` or `jobs` of the target lower")
        if status in PASSING:
            return RateLimitedError(told, asked) if asked else TransientError(told, _UP)
        if 300 <= status < 400:
            return MalformedError(
                f"{told}: it sends elsewhere, and is not followed",
                "write the last address as `url`",
            )
        return MalformedError(told, "check `url`, `method`, `params` and `body`")


def _broken(error: httpx.TransportError | httpx.DecodingError) -> str:
    if isinstance(error, httpx.ConnectError):
        return "cannot be reached"
    if isinstance(error, httpx.DecodingError):
        return "sent an answer that cannot be unpacked"
    return "broke off before the answer was whole"


def _phrase(status: int) -> str:
    """The usual words for a status; those of the server could be anything."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _kind(response: httpx.Response) -> str:
    told = response.headers.get("content-type", "").split(";")[0].strip()
    return told if _KIND.fullmatch(told) else "something else"


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds a server asks for, as a number or a date; None where it does not say."""
    value = response.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        when = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    zoned = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())
