"""How requests are sent: whole answers of bounded size, no document type, no proxy, no other host.

The library would read an answer to its end whatever its size, and parse any XML.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from ragaudit.errors import MalformedError, TransientError
from ragaudit_connectors.s3.errors import elsewhere

LONGEST_ANSWER = 32_000_000
"""Bytes of a listing or a policy; an object is read in `reading`."""
PATIENCE = 10
"""A time-out is for one read; drop by drop an answer could take for ever, so it has so many."""
_CHUNK = 65_536
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", b"<!doctype")
ELSEWHERE = (b"<Code>AuthorizationHeaderMalformed<", b"<Code>IllegalLocationConstraintException<")
_ROOT = re.compile(rb"(?:<\?xml[^>]{0,200}\?>\s*)?<([\w:-]{1,100})")
_REGION = re.compile(rb"<Region>([a-z0-9-]{1,40})</Region>")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


class Transport:
    """Sends what the library has signed. Register `send` for the event `before-send`."""

    def __init__(
        self,
        session: Any,
        host: str,
        timeout_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session, self._host, self._clock = session, host, clock
        self._shown = host or "the store"
        self._longest_s = PATIENCE * timeout_s

    def send(self, request: Any, **_: Any) -> Any:
        """One answer. Raises `MalformedError`, `TransientError` and the library's own errors."""
        if not _same_host(urlsplit(request.url).netloc, self._host):
            raise MalformedError("the library was sent to another host", "set `options: region`")
        object_asked = request.stream_output
        # Else the library would read everything before anybody can look.
        request.stream_output = True
        response = self._session.send(request)
        if object_asked and response.status_code < 300:
            return response
        response._content = self._checked(response, self._read(response.raw))
        return response

    def _checked(self, response: Any, content: bytes) -> bytes:
        """A body the library may parse; nothing where the status says all there is."""
        status = response.status_code
        if 300 <= status < 400 or (status == 400 and any(one in content for one in ELSEWHERE)):
            # The library would go and look for the region by itself.
            region = str(response.headers.get("x-amz-bucket-region", "")) or _region(content)
            raise elsewhere(f"{self._shown} answered {status}", region)
        odd = content[:2] in _UTF_16 or any(one in content for one in _DECLARATIONS)
        if status < 300 and (odd or not _is_whole(content)):
            told = f"{self._shown} answers with half a page, or with one that is no store's"
            raise MalformedError(told, "check `url`; a proxy or a login page may be in the way")
        if odd and status >= 500:
            told = f"{self._shown} answered {status}"
            raise TransientError(told, "check that the store is up, then run again")
        return b"" if odd else content

    def _read(self, raw: Any) -> bytes:
        content = bytearray()
        until = self._clock() + self._longest_s
        for part in raw.stream(_CHUNK):
            content += part
            if len(content) > LONGEST_ANSWER:
                told = f"{self._shown} answers with more than {LONGEST_ANSWER:,} bytes"
                raise MalformedError(told, "check `url`")
            if self._clock() > until:
                raise TransientError(f"{self._shown} does not come to an end", "run again later")
        return bytes(content)


def _is_whole(content: bytes) -> bool:
    """Whether a body is an XML document to its end, or no XML at all, as policies are."""
    text = content.strip()
    root = _ROOT.match(text)
    if root is None:
        return not text.startswith(b"<")
    name = root[1]
    closed = text.endswith(b"</" + name + b">") or text.endswith(b"/>")
    return closed and name.lower() != b"html"


def _region(content: bytes) -> str:
    found = _REGION.search(content)
    return found[1].decode() if found else ""


def _same_host(asked: str, expected: str) -> bool:
    """Whether a host is the one that is meant, or a bucket or account of it."""
    return not expected or asked == expected or asked.endswith(f".{expected}")
