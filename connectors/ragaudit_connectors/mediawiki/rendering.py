"""A page as the wiki renders it, as one HTML page whose links lead to paths of this source."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit

from ragaudit_connectors.mediawiki.site import Site

_LINK = re.compile(r'(<(?:a|img)\b[^<>]*?\s(?:href|src)=")(/[^"<>]*)"')
_ON_PAGE = frozenset({"title", "action", "redlink"})


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders pages of one wiki."""

    site: Site
    namespaces: Collection[int]
    """The namespaces that are read."""
    base: str
    """The address of the API."""

    def page(self, title: str, text: str) -> bytes:
        """The page with its title, which the rendered text lacks."""
        name = escape(title)
        body = _LINK.sub(self._link, text)
        return (
            '<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
            f"<title>{name}</title></head><body>\n<h1>{name}</h1>\n{body}\n</body></html>\n"
        ).encode("utf-8", "replace")

    def _link(self, match: re.Match[str]) -> str:
        written = unescape(match[2])
        try:
            address = self._path(written) or urljoin(self._server, written)
        except ValueError:
            return match[0]
        return f'{match[1]}{escape(address)}"'

    @property
    def _server(self) -> str:
        return urljoin(self.base, self.site.server)

    def _path(self, address: str) -> str:
        """The path of the page an address shows; empty for histories, files, other servers."""
        parts = urlsplit(address)
        title = "" if parts.netloc else self._title(parts).replace("_", " ").strip()
        if not title or self.site.namespace(title) not in self.namespaces:
            return ""
        # From the root, since `HR:Salaries` alone would look like a scheme.
        return f"/{quote(title, safe='/:')}" + (f"#{parts.fragment}" if parts.fragment else "")

    def _title(self, parts: SplitResult) -> str:
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if parts.path == self.site.script and query.keys() <= _ON_PAGE:
            plain = query.get("action", "view") == "view" or "redlink" in query
            return query.get("title", "") if plain else ""
        before, _, after = self.site.article_path.partition("$1")
        if "?" in before or after or parts.query or not parts.path.startswith(before or "?"):
            return ""
        return unquote(parts.path.removeprefix(before))
