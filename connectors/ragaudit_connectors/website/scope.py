"""Which addresses belong to a site: one host, one path and what is below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from ragaudit.errors import UsageError
from ragaudit_connectors.files.names import shown

_USUAL_PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "/%:@!$&'()*+,;=~"
_SHOWN_RUN = re.compile(r"(?:%20|%[89A-F][0-9A-F])+")
_INDEX = re.compile(r"/index\.html?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """One site. An *address* is a path with its query, from the root of the host, normalised."""

    scheme: str
    host: str
    port: int
    start: str
    """The address the user gave."""
    prefix: str
    """Ends with `/`; what is below it belongs to the site."""

    @classmethod
    def of(cls, url: str) -> Scope:
        """Read the address of a source. Raises `UsageError`."""
        try:
            place = _split(url)
        except ValueError:
            place = None
        if place is None:
            raise UsageError("`url` is no address of a web site", "write https://…")
        scheme, host, port, address = place
        folder = address.partition("?")[0]
        if "." in folder.rpartition("/")[2]:
            folder = folder.rpartition("/")[0]
        return cls(scheme, host, port, address, folder.rstrip("/") + "/")

    @property
    def origin(self) -> str:
        """`https://docs.example.org`, to put before an address."""
        port = "" if self.port == _USUAL_PORTS[self.scheme] else f":{self.port}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{port}"

    def on_host(self, link: str, page: str = "/") -> str | None:
        """The address of a link on this host as a page writes it; None for any other."""
        if len(link) > _LONGEST:
            return None
        try:
            place = _split(urljoin(self.origin + page, link.strip()))
        except ValueError:
            return None
        if place is None or not self._is_here(*place[:3]):
            return None
        return place[3]

    def inside(self, address: str) -> bool:
        """Whether an address on this host belongs to the site."""
        path = address.partition("?")[0]
        return path.startswith(self.prefix) or path == self.prefix.rstrip("/")

    def _is_here(self, scheme: str, host: str, port: int) -> bool:
        """Sites that moved to https still carry links and sitemaps from before."""
        if host != self.host:
            return False
        both_usual = _USUAL_PORTS[scheme] == port and _USUAL_PORTS[self.scheme] == self.port
        return both_usual or (scheme, port) == (self.scheme, self.port)


def path_of(address: str) -> str:
    """An address as people know it: no escapes of letters; a folder by its index page.

    Different addresses have different paths.
    """
    path, mark, query = address.partition("?")
    path += "index.html" if path.endswith("/") else ""
    return shown(_SHOWN_RUN.sub(_decoded, path.lstrip("/") + mark + query))


def family(address: str) -> str:
    """What an address has in common with others of the same page: `/a`, `/a/`, `/a?print=1`."""
    return address.partition("?")[0].rstrip("/")


def _split(url: str) -> tuple[str, str, int, str] | None:
    """Scheme, host, port and address; None for what is no web address."""
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme not in _USUAL_PORTS or not host:
        return None
    path = _INDEX.sub("/", _without_dots(_normal(parts.path) or "/"))
    query = _normal(parts.query, "?")
    port = parts.port or _USUAL_PORTS[scheme]
    return scheme, _ascii(host), port, path + (f"?{query}" if query else "")


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _normal(text: str, more: str = "") -> str:
    """One spelling for what means the same: `%7e` is `~`, `ü` is `%C3%BC`."""
    quoted = quote(text.encode("utf-8", "surrogatepass"), safe=_SAFE + more)
    return _ESCAPE.sub(_one_spelling, quoted)


def _one_spelling(match: re.Match[str]) -> str:
    byte = int(match[1], 16)
    return chr(byte) if byte in _UNRESERVED else match[0].upper()


def _without_dots(path: str) -> str:
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            kept = kept[: max(1, len(kept) - 1)]
        elif part != ".":
            kept.append(part)
    ends_open = path.endswith(("/.", "/.."))
    return "/".join(kept) + "/" * (ends_open or kept == [""])


def _decoded(match: re.Match[str]) -> str:
    data = bytes.fromhex(match[0].replace("%", ""))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
    return text if text.isprintable() else match[0]
