"""The information group at the start of an RTF file, as metadata fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.model import MetaField
from ragaudit_connectors.parsing.properties import field

_HEAD = 200_000
_TEXT = re.compile(
    rb"\{\\(title|author|operator|subject|keywords|category|doccomm) "
    rb"((?:[^{}\\]|\\'[0-9a-fA-F]{2}|\\u-?\d{1,5} ?\??){1,500})\}"
)
_TIME = re.compile(rb"\{\\(creatim|revtim)\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_BRACE = re.compile(rb"(?<!\\)[{}]")
_ESCAPE = re.compile(rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,5}) ?\??")
_NAMES = {
    "operator": "lastmodifiedby",
    "doccomm": "description",
    "creatim": "created",
    "revtim": "modified",
}


def of_rtf(data: bytes) -> tuple[MetaField, ...]:
    """Title, author, last editor and dates, as far as they are stated."""
    return tuple(_fields(data[:_HEAD]))


def _fields(head: bytes) -> Iterator[MetaField]:
    info = _group(head)
    for match in _TEXT.finditer(info):
        name = match[1].decode()
        yield from field(f"rtf:{_NAMES.get(name, name)}", _text(match[2]))
    for match in _TIME.finditer(info):
        day = f"{match[2].decode()}-{match[3].decode():0>2}-{match[4].decode():0>2}"
        yield from field(f"rtf:{_NAMES[match[1].decode()]}", day)


def _group(head: bytes) -> bytes:
    start, depth = head.find(b"{\\info"), 0
    for brace in _BRACE.finditer(head, start) if start >= 0 else ():
        depth += 1 if brace[0] == b"{" else -1
        if depth == 0:
            return head[start : brace.end()]
    return b""


def _text(raw: bytes) -> str:
    def char(match: re.Match[bytes]) -> bytes:
        if match[1]:
            return bytes.fromhex(match[1].decode()).decode("cp1252", "replace").encode()
        return chr(int(match[2]) % 0x10000).encode("utf-8", "replace")

    return _ESCAPE.sub(char, raw).decode("utf-8", "replace")
