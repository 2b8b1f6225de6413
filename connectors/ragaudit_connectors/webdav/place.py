"""Which addresses belong to a source: one server, one folder and what is below it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

from ragaudit.errors import UsageError
from ragaudit_connectors.files.names import shown

Key = tuple[str, ...]
"""A file or folder: the parts of its path below the source's folder, each percent-encoded in one
way; `()` is that folder itself. In order of key, a folder comes right before what is in it."""

LONGEST = 4_000
_PORTS = {"http": 80, "https": 443}
_LEADS_AWAY = frozenset({b".", b".."})


@dataclass(frozen=True, slots=True)
class Place:
    """The folder a source is about."""

    scheme: str
    host: str
    port: int
    root: Key
    """Parts of its path from the top of the server."""

    @classmethod
    def of(cls, url: str) -> Place:
        """Read the address of a source. Raises `UsageError`."""
        found = _server(url)
        parts = _parts(found[3]) if found else None
        if found is None or parts is None or found[4]:
            raise UsageError("`url` is no address of a WebDAV folder", "write https://host/folder/")
        return cls(found[0], found[1], found[2], parts)

    @property
    def origin(self) -> str:
        """`https://dav.example.org`."""
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{port}"

    def address(self, key: Key, folder: bool = False) -> str:
        """The path to ask for, from the top of the server; a folder's ends with `/`."""
        path = "/" + "/".join((*self.root, *key))
        return path + "/" * (folder and path != "/")

    def on_server(self, href: str) -> Key | None:
        """An address as a server writes it, as parts from its top; None for any other server's.

        Behind a proxy that ends TLS a server writes `http://` for what is asked as `https://`.
        """
        text = href.strip()
        if len(text) > 2 * LONGEST:
            return None
        if text.startswith("/") and not text.startswith("//"):
            path, _, more = text.partition("?")
            return None if more or "#" in path else _parts(path)
        found = _server(text)
        if found is None or found[4] or found[1] != self.host:
            return None
        both_usual = found[2] == _PORTS[found[0]] and self.port == _PORTS[self.scheme]
        same = both_usual or found[2] == self.port
        return _parts(found[3]) if same else None

    def below(self, href: str) -> Key | None:
        """An address as a key; None for what is not in the source's folder."""
        parts = self.on_server(href)
        if parts is None or parts[: len(self.root)] != self.root:
            return None
        key = parts[len(self.root) :]
        return None if len("/".join(key)) > LONGEST else key


def path_of(key: Key) -> str:
    """A key as people know it; a `/` within a name is written `%2F`."""
    names = (unquote_to_bytes(part).decode("utf-8", "surrogateescape") for part in key)
    return shown("/".join(name.replace("/", "%2F") for name in names))


def native_id(key: Key) -> str:
    """A key as one text."""
    return "/".join(key)


def read_native_id(text: str) -> Key:
    """The key of a native id."""
    return tuple(text.split("/")) if text else ()


def _parts(path: str) -> Key | None:
    """The parts of a path in one spelling; None where it leads up or nowhere."""
    raw = [unquote_to_bytes(part) for part in path.split("/") if part]
    if any(part in _LEADS_AWAY for part in raw):
        return None
    return tuple(quote(part, safe="") for part in raw)


def _server(url: str) -> tuple[str, str, int, str, bool] | None:
    """Scheme, host, port, path, and whether more follows; None for what is no web address."""
    try:
        parts: SplitResult = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme not in _PORTS or not host:
        return None
    more = parts.query or parts.fragment
    return scheme, _ascii(host), port or _PORTS[scheme], parts.path, bool(more)


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
