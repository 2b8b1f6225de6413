"""What a link target as written points at, as far as that can be judged offline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{0,30}:")
_DOMAIN = re.compile(
    r"(?:www\.[\w-]+|[\w-]+(?:\.[\w-]+)*)\.(?:com|org|net|io|gov|edu|dev|app|co|uk|eu|de)(?:[/:?#].*)?",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{\{|\{%|<%|\$\{|\[\[|[<>{}|\\^`\n]|%7[bB]|\$\(")
_MAX_LENGTH = 1_000
_MAX_NAME = 255
"""Bytes a file name can have; a longer one is no file's."""
_OFFSITE = ("//", "@", "~", "$", "!", "+", ":", "*")
_EXAMPLE = re.compile(
    r"(?:.*/)?(?:path/to/.*|your[-_].*|(?:example|foo|bar|url|link|page)(?:\.\w{1,5})?)|.*(?:…|\.\.\.)"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A link inside the source: its path, decoded, and the fragment behind `#`."""

    path: str
    """Empty for a link within the page."""
    fragment: str = ""
    example: bool = False
    """Whether the path is a name people use in examples (`page.html`), so it proves nothing."""

    @property
    def absolute(self) -> bool:
        """Whether it starts from the root of the site rather than from its own page."""
        return self.path.startswith("/")


def read_target(written: str) -> Target | None:
    """Read a target; None for other sites, schemes, patterns and template expressions."""
    text = written.strip()
    if not text or len(text) > _MAX_LENGTH or text.startswith(_OFFSITE):
        return None
    if _SCHEME.match(text) or _TEMPLATE.search(text):
        return None
    address, _, fragment = text.partition("#")
    path = unquote(address.partition("?")[0])
    if any(len(part.encode("utf-8", "replace")) > _MAX_NAME for part in path.split("/")):
        return None
    if "\0" in path or "*" in path or ("@" in path and "/" not in path):
        return None
    if not path and not fragment:
        return None
    return Target(path, unquote(fragment), _EXAMPLE.fullmatch(path) is not None)


def lacks_scheme(path: str) -> bool:
    """Whether a path is a web address somebody forgot to write `https://` before."""
    return _DOMAIN.fullmatch(path) is not None
