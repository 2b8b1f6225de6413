"""Names of files and folders as they come from a server that may not mean well."""

from __future__ import annotations

_LONGEST = 255
"""UTF-16 units in a name; no file system that is shared has more."""
_FORBIDDEN = frozenset('\\/\0<>"|?*:')
"""What no name on a share has: separators, wildcards, the mark of a second stream."""


def is_name(name: str) -> bool:
    """Whether a name is one of something in this folder, and can be asked for."""
    if name in ("", ".", "..") or _FORBIDDEN.intersection(name):
        return False
    if any(character < " " for character in name):
        return False
    try:
        return len(name.encode("utf-16-le")) <= 2 * _LONGEST
    except UnicodeEncodeError:
        return False
