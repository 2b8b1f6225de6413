"""What a test website answers, and what it remembers."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from types import MappingProxyType
from xml.sax.saxutils import escape

HTML = "text/html; charset=utf-8"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
CREDENTIALS = MappingProxyType({"alice": "alice-password", "bob": "bob-password"})


@dataclass(frozen=True)
class Asked:
    """One request and its answer; header names in lower case, `at` on the monotonic clock."""

    method: str
    path: str
    status: int
    headers: Mapping[str, str]
    at: float


@dataclass(frozen=True)
class Page:
    """What a path answers.

    `size` above the body makes it grow to that many bytes, sent without a length. `delay` is in
    seconds. `readers` are the users who get it with Basic authentication; None is everybody.
    """

    body: bytes = b""
    kind: str = HTML
    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)
    modified: datetime | None = None
    etag: bool = False
    size: int = 0
    delay: float = 0.0
    readers: frozenset[str] | None = None

    def validators(self) -> dict[str, str]:
        """The headers a client may ask by again."""
        found = {}
        if self.etag:
            found["ETag"] = f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'
        if self.modified:
            found["Last-Modified"] = format_datetime(self.modified.astimezone(UTC), usegmt=True)
        return found

    def answer(self, headers: Mapping[str, str]) -> Page:
        """What a request with these headers (names in lower case) gets instead of, or as, this."""
        if self.readers is not None:
            user = _user(headers.get("authorization", ""))
            if user is None:
                return Page(status=401, headers={"WWW-Authenticate": 'Basic realm="handbook"'})
            if user not in self.readers:
                return Page(status=403)
        if self.status == HTTPStatus.OK and self._unchanged(headers):
            return Page(status=304, headers=self.validators())
        return self

    def _unchanged(self, headers: Mapping[str, str]) -> bool:
        given = self.validators()
        # Where a client sends both, HTTP lets the tag decide.
        if tags := headers.get("if-none-match"):
            return given.get("ETag") in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        if self.modified and (since := headers.get("if-modified-since")):
            with suppress(ValueError):
                return self.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        return False


def sitemap(addresses: Mapping[str, str], *, index: bool, packed: bool) -> Page:
    """A sitemap of addresses with their `lastmod` (may be empty), or an index of sitemaps."""
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    items = "".join(_entry(inner, address, date) for address, date in addresses.items())
    text = f'<?xml version="1.0"?>\n<{outer} xmlns="{SITEMAP}">\n{items}</{outer}>\n'.encode()
    if packed:
        return Page(gzip.compress(text, mtime=0), "application/gzip")
    return Page(text, "application/xml")


def _entry(tag: str, address: str, date: str) -> str:
    dated = f"<lastmod>{date}</lastmod>" if date else ""
    return f"<{tag}><loc>{escape(address)}</loc>{dated}</{tag}>\n"


def _user(authorization: str) -> str | None:
    for user, password in CREDENTIALS.items():
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        if authorization == f"Basic {token}":
            return user
    return None
