"""File names as text that can be printed and stored, and back again."""

from __future__ import annotations

import os
import re
from pathlib import Path

_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ESCAPED = re.compile(r"\\x([01][0-9a-f]|7f|[89a-f][0-9a-f])")
"""Only what `shown` escapes: nobody can spell `..` or `/` that way."""


def shown(name: str) -> str:
    r"""A name with bytes that are no UTF-8, and characters that steer a terminal, as `\xNN`."""
    return _UNSHOWABLE.sub(_escape, name)


def on_disk(base: Path, path: str) -> Path:
    """The file a shown path stands for."""
    literal = base / path
    if "\\x" not in path or os.path.lexists(literal):
        return literal
    raw = b"".join(
        bytes([int(part, 16)]) if index % 2 else part.encode("utf-8", "surrogateescape")
        for index, part in enumerate(_ESCAPED.split(path))
    )
    return base / os.fsdecode(raw)


def resolved_inside(base: Path, path: Path) -> Path:
    """Where a path leads, as long as that is below `base`; else the path as it is."""
    target = Path(os.path.realpath(path))
    return target if target.is_relative_to(base) else path


def _escape(match: re.Match[str]) -> str:
    # A file system gives single bytes as half characters; JSON and SMB may give any of those.
    byte = "\udc80" <= match[0] <= "\udcff"
    data = match[0].encode("utf-8", "surrogateescape" if byte else "surrogatepass")
    return "".join(f"\\x{byte:02x}" for byte in data)
