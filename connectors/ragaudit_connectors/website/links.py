"""The links of a page, taken without building a tree: pages are hostile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ragaudit.errors import SkipError
from ragaudit.model import SkipReason
from ragaudit_connectors.website.answer import is_utf8
from ragaudit_connectors.website.scope import family
from ragaudit_connectors.website.site import Site

MOST_LINKS = 20_000
_REFRESH = re.compile(
    r"\s*(\d{1,3})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?['\"]?([^'\"]+)", re.IGNORECASE
)
_AT_ONCE_S = 5
_LEAVES = re.compile(
    r"[/?&;](?:unsubscribe|log-?out|sign-?(?:out|off))(?:[=/?&;.]|$)", re.IGNORECASE
)
"""To ask for these ends what the auditor signed in to."""
_ACTS = re.compile(r"[?&;](?:do|action|oldid|diff|replytocom|share|delete|remove)=", re.IGNORECASE)
"""To ask for these may do something, or gives the same page in another dress."""


@dataclass(slots=True)
class PageLinks:
    """What a page says about other pages, as written."""

    links: list[str] = field(default_factory=list)
    base: str = ""
    canonical: str = ""
    refresh: str = ""
    """Where a browser goes on by itself, within seconds."""
    nofollow: bool = False


def read_links(data: bytes) -> PageLinks:
    """The links of an HTML page in order, each once. Raises `SkipError`."""
    from lxml import etree

    collector = _Collector()
    encoding = "utf-8" if is_utf8(data) else None
    # The stubs ask for handlers of text and comments too, which would only take time.
    target: Any = collector
    parser = etree.HTMLParser(target=target, encoding=encoding, no_network=True, huge_tree=True)
    try:
        parser.feed(data or b" ")
        parser.close()
    except etree.LxmlError as error:
        raise SkipError(SkipReason.CORRUPT, "is no HTML that can be read for links") from error
    found = collector.found
    if found.nofollow:
        found.links = []
    return found


def acts(address: str, signed_in: bool) -> bool:
    """Whether asking for an address may change something or lead into endless variants."""
    return bool(_ACTS.search(address) or (signed_in and _LEAVES.search(address)))


def links_and_own(site: Site, address: str, data: bytes) -> tuple[tuple[str, ...], str]:
    """Where a page leads within the site, and the address it says it has if that is another.

    `canonical` counts only for the same path with another query: many a site names its front page
    as the original of every page.
    """
    found = read_links(data)
    base = site.scope.on_host(found.base, address) if found.base else address

    def inside(link: str) -> str | None:
        one = site.scope.on_host(link, base) if link and base is not None else None
        return one if one is not None and site.scope.inside(one) else None

    links = dict.fromkeys(one for link in found.links if (one := inside(link)) is not None)
    kept = tuple(link for link in links if not acts(link, site.web.signed_in))
    own = inside(found.refresh)
    if own is None and (same := inside(found.canonical)) and family(same) == family(address):
        own = same
    return kept, own if own and own != address and site.allows(own) else ""


class _Collector:
    """What lxml tells of a page while it reads."""

    def __init__(self) -> None:
        self.found = PageLinks()
        self._seen: set[str] = set()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag:
            case "a" | "area":
                if "nofollow" not in attributes.get("rel", "").lower().split():
                    self._add(attributes.get("href", ""))
            case "frame" | "iframe":
                self._add(attributes.get("src", ""))
            case "base":
                self.found.base = self.found.base or attributes.get("href", "")
            case "link":
                if "canonical" in attributes.get("rel", "").lower().split():
                    self.found.canonical = self.found.canonical or attributes.get("href", "")
            case "meta":
                self._meta(attributes)

    def _meta(self, attributes: Mapping[str, str]) -> None:
        content = attributes.get("content", "")
        if attributes.get("name", "").lower() in ("robots", "ragaudit"):
            words = re.split(r"[\s,]+", content.lower())
            self.found.nofollow = self.found.nofollow or not {"nofollow", "none"}.isdisjoint(words)
        if attributes.get("http-equiv", "").lower() == "refresh":
            match = _REFRESH.match(content)
            if match and int(match[1]) <= _AT_ONCE_S:
                self.found.refresh = match[2].strip()

    def _add(self, link: str) -> None:
        link = link.strip().partition("#")[0]
        if link and link not in self._seen and len(self._seen) < MOST_LINKS:
            self._seen.add(link)
            self.found.links.append(link)

    def close(self) -> None:
        """Nothing is kept for the end."""
