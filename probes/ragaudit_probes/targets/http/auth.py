"""How a person is passed on: `header NAME`, `cookie NAME`, `param NAME`, `field NAME`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ragaudit_probes.targets.http.template import GAP

KEY = re.compile(r"(header|cookie|param|field) +([!#$%&'*+.^_`|~0-9A-Za-z-]+)")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A token of RFC 9110, section 5.6.2."""
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "upgrade", "te"})
_SECRET = frozenset({"authorization", "proxy-authorization", "cookie", "x-api-key", "api-key"})
_KEYS = "`header NAME`, `cookie NAME`, `param NAME` or `field NAME` (for `{auth.NAME}`)"


def parts(key: str) -> tuple[str, str]:
    """Kind and name of a key. Raises `ValueError`."""
    found = KEY.fullmatch(key.strip())
    if found is None:
        raise ValueError(f"write {_KEYS}")
    return found.group(1), found.group(2)


def check_keys(auth: Mapping[str, str]) -> None:
    """Raise `ValueError` for a key that says nothing, or a header that is not for users to set."""
    check_names(name for kind, name in map(parts, auth) if kind == "header")


def check_names(headers: Iterable[str]) -> None:
    """Raise `ValueError` for names of headers that cannot be sent, or that frame the request."""
    for name in headers:
        if not _NAME.fullmatch(name):
            raise ValueError("a name of a header has letters, digits and hyphens only")
        if name.lower() in _OURS:
            raise ValueError(f"the header {name} is set by ragaudit")


def check_secrets(auth: Mapping[str, str]) -> None:
    """Raise `ValueError` where a secret is written down instead of named. Never shows it."""
    for key, value in auth.items():
        kind, name = parts(key)
        secret = kind == "cookie" or (kind == "header" and name.lower() in _SECRET)
        if secret and not GAP.search(value):
            raise ValueError(f"`{key}` holds a secret: write `${{NAME}}`, a variable that has it")
