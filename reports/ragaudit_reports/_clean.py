"""Makes text that strangers wrote safe to show to a person."""

from __future__ import annotations

import re

_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but tab and newline
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible, direction
    "\u2028\u2029\u202a-\u202e"  # separators, bidirectional overrides
    "\U000e0000-\U000e0fff"  # tag characters and variation selectors that smuggle text
)
_SURROGATES = "\ud800-\udfff"
_UNSAFE = re.compile(f"[{_HIDDEN}{_SURROGATES}]")
_UNSAFE_IN_NAMES = re.compile(f"[\t\n{_HIDDEN}{_SURROGATES}]")
_SPACE = re.compile(r"\s+")


def printable(text: str) -> str:
    """Drop what steers a terminal or hides text; newlines stay. Joiners stay: emoji need them."""
    return _UNSAFE.sub(_lone_surrogate, text) if _UNSAFE.search(text) else text


def one_line(text: str, limit: int = 0) -> str:
    """The same on one line, cut to `limit` characters where one is given."""
    line = _SPACE.sub(" ", printable(text)).strip()
    return line if not limit or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def path_text(path: str, limit: int = 0) -> str:
    """A path with every hidden character spelled out, so that two names never look the same."""
    shown = _UNSAFE_IN_NAMES.sub(lambda m: _spelled(m[0]), path)
    if not limit or len(shown) <= limit:
        return shown
    tail = limit * 2 // 3
    return shown[: limit - tail - 1] + "…" + shown[-tail:]


def _lone_surrogate(match: re.Match[str]) -> str:
    return _spelled(match[0]) if "\ud800" <= match[0] <= "\udfff" else ""


def _spelled(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
