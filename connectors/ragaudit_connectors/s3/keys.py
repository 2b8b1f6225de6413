"""Keys of objects as ids and as paths. A key is any text: `..`, `//` and NUL included."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from ragaudit_connectors.files.names import shown

_ESCAPED = re.compile("[%\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST_KEY = 1024
"""Bytes; longer ones no store can hold."""
_UP = r"\x2e\x2e"
_HERE = r"\x2e"
_NOTHING = r"\x2f"


def id_of(key: str) -> str:
    """The key as text that can be printed and stored; `key_of` gives it back."""
    return _ESCAPED.sub(lambda found: quote(found[0], safe="", errors="replace"), key)


def key_of(native_id: str) -> str:
    """The key behind an id."""
    return unquote(native_id)


def path_of(key: str, prefix: str = "") -> str:
    r"""A key as a path below the prefix: no way up, no empty part, nothing that steers a terminal.

    What is no part of a path stands as `\xNN`, so that two keys never have the same path.
    """
    rest = key[len(prefix) :] if prefix.endswith("/") else key
    parts = [_part(part) for part in shown(rest.replace("\\x", "\\x5cx")).split("/")]
    return "/".join(parts)


def is_folder(key: str, size: int) -> bool:
    """Whether an object is only there so that a folder can be seen."""
    return key.endswith("/") and size == 0


def _part(part: str) -> str:
    return {"..": _UP, ".": _HERE, "": _NOTHING}.get(part, part)
