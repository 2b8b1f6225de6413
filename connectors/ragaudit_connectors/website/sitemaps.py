"""Sitemaps: the addresses a site says it has, with the day each last changed (sitemaps.org)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO

from ragaudit.errors import ItemError, MalformedError, TransientError
from ragaudit.model import SkipReason
from ragaudit_connectors.website.robots import Robots
from ragaudit_connectors.website.web import Web

_MOST_BYTES = 52_428_800
"""The protocol's limit for one file, unpacked."""
_MOST_FILES = 2_000
_GUESSED = "sitemap.xml"
_ENTRIES = ("{*}url", "{*}sitemap", "{*}urlset", "{*}sitemapindex")


class _NoSitemapError(Exception):
    """The answer is something else: a page that says so in words, a feed."""


@dataclass(slots=True)
class Listed:
    """What the sitemaps of a site say."""

    pages: dict[str, str] = field(default_factory=dict)
    """Address to `lastmod` as written, empty where there is none."""
    found: bool = False
    """Whether there is any sitemap."""
    whole: bool = True
    """Whether every sitemap was read."""
    notes: list[str] = field(default_factory=list)


class Sitemaps:
    """Reads the sitemaps of a site, indexes and packed ones included."""

    def __init__(self, web: Web, robots: Robots, most_pages: int) -> None:
        self._web, self._robots, self._most = web, robots, most_pages
        self._scope = web.scope

    def named(self, links: Iterable[str]) -> Listed:
        """Those the user names; each must be there. Raises `SourceError`."""
        listed = Listed()
        for address in self._here(links, listed, "the configuration"):
            self._read(address, listed, must=True)
        return listed

    def found(self) -> Listed:
        """Those robots.txt names, else the usual one. Raises `SourceError`."""
        listed = Listed()
        for address in self._here(self._robots.sitemaps, listed, "robots.txt"):
            self._read(address, listed)
        prefixes = dict.fromkeys((self._scope.prefix, "/"))
        for address in (f"{prefix}{_GUESSED}" for prefix in prefixes):
            if not listed.found and self._robots.allows(address):
                self._guess(address, listed)
        return listed

    def _here(self, links: Iterable[str], listed: Listed, where: str) -> Iterator[str]:
        for link in links:
            address = self._scope.on_host(link)
            if address is not None:
                yield address
                continue
            listed.whole = False
            listed.notes.append(f"{where} names a sitemap on another host, which is not asked")

    def _guess(self, address: str, listed: Listed) -> None:
        self._read(address, listed)
        if not listed.found:
            # Nobody said there is one, and many sites answer anything with a page.
            listed.notes, listed.whole = [], True

    def _read(self, first: str, listed: Listed, must: bool = False) -> None:
        queue, seen = [first], {first}
        while queue:
            address = queue.pop(0)
            try:
                kind, entries = self._entries(address)
            except (ItemError, _NoSitemapError) as error:
                self._miss(address, listed, error, first=address == first, must=must)
                continue
            listed.found = True
            if kind == "pages":
                self._add(entries, listed)
                continue
            for link in self._here((link for link, _ in entries), listed, "a sitemap index"):
                if link not in seen and len(seen) < _MOST_FILES:
                    seen.add(link)
                    queue.append(link)

    def _miss(
        self, address: str, listed: Listed, error: Exception, *, first: bool, must: bool
    ) -> None:
        told = error.detail if isinstance(error, ItemError) else "it is no sitemap"
        if first and isinstance(error, ItemError) and error.reason is SkipReason.UNREACHABLE:
            # Without it the site would seem to have lost whatever no link leads to.
            raise TransientError(f"a sitemap cannot be read: {told}", error.action) from error
        if first and must:
            raise MalformedError(
                f"a sitemap under `options`: {told}", "check `sitemaps`"
            ) from error
        listed.whole = False
        listed.notes.append(f"the sitemap {address[:200]} cannot be read: {told}")

    def _add(self, entries: Iterable[tuple[str, str]], listed: Listed) -> None:
        for link, changed in entries:
            address = self._scope.on_host(link)
            if address is None or not self._scope.inside(address):
                continue
            if address not in listed.pages and len(listed.pages) >= self._most:
                listed.whole = False
                return
            listed.pages[address] = max(changed, listed.pages.get(address, ""))

    def _entries(self, address: str) -> tuple[str, list[tuple[str, str]]]:
        """Raises `ItemError`, `_NoSitemapError` and `MalformedError`."""
        _, answer = self._web.follow(
            address,
            lambda one: self._web.ask("GET", one, limit=_MOST_BYTES),
            self._robots.allows,
            whole_host=True,
        )
        if answer is None or answer.status != 200:
            status = answer.status if answer else "nothing"
            raise ItemError(SkipReason.VANISHED, f"answered {status}")
        data = unpacked(answer.data)
        if address.partition("?")[0].endswith(".txt"):
            return "pages", [(line.strip(), "") for line in data.decode(errors="replace").split()]
        return parsed(data)


def unpacked(data: bytes) -> bytes:
    """A sitemap as it was before packing. Raises `MalformedError`."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        unpacker = zlib.decompressobj(wbits=47)
        text = unpacker.decompress(data, _MOST_BYTES)
    except zlib.error as error:
        raise MalformedError("a sitemap is packed and cannot be unpacked", _MEND) from error
    if not unpacker.eof:
        raise MalformedError("a sitemap is cut off, or unpacks to more than 50 MB", _MEND)
    return text


def parsed(data: bytes) -> tuple[str, list[tuple[str, str]]]:
    """`pages` or `index`, and its addresses with their `lastmod`.

    Raises `MalformedError` where it breaks off, `_NoSitemapError` where it is none.
    """
    from lxml import etree

    kind, entries = "", []
    try:
        for _, element in etree.iterparse(
            BytesIO(data), tag=_ENTRIES, resolve_entities=False, no_network=True, load_dtd=False
        ):
            name = etree.QName(element).localname
            if name in ("url", "sitemap"):
                entries.append((_text(element, "loc"), _text(element, "lastmod")))
                element.clear()
            else:
                kind = "pages" if name == "urlset" else "index"
    except etree.LxmlError as error:
        if not entries:
            raise _NoSitemapError from error
        raise MalformedError("a sitemap is cut off or no XML", _MEND) from error
    if not kind:
        raise _NoSitemapError
    return kind, [entry for entry in entries if entry[0]]


def _text(element: object, name: str) -> str:
    found = element.findtext(f"{{*}}{name}")  # type: ignore[attr-defined]
    return (found or "").strip()[:2_000]


_MEND = "write it anew, then run again"
