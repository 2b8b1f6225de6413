"""Writes foreign text into Markdown so that it is read as text: no markup, link or mention."""

from __future__ import annotations

import re

from ragaudit_reports._clean import one_line, path_text, printable

_ZERO_WIDTH = "\u200b"
_MARKUP = re.compile(r"([\\`*_\[\]~|$])")
_BLOCK = re.compile(r"^(\d{0,9})([#+=.)-])")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_AUTOLINK = re.compile(r"(?<=@)(?=\w)|(?<=#)(?=\d)|(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=GH)(?=-\d)")
_BACKTICKS = re.compile(r"`+")
_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")


def text(foreign: str, limit: int = 400) -> str:
    """Foreign text as running text on one line; what stands in `backticks` stays code."""
    parts = _CODE.split(one_line(foreign, limit))
    return "".join(code(p) if i % 2 else _plain(p, not i) for i, p in enumerate(parts))


def code(foreign: str, limit: int = 200) -> str:
    """Foreign text as a code span, fenced by more backticks than it holds."""
    shown = path_text(foreign, limit)
    fence = "`" * (max(map(len, _BACKTICKS.findall(shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{fence}{pad}{shown or ' '}{pad}{fence}"


def block(foreign: str, indent: str = "") -> str:
    """Foreign lines as a fenced block."""
    lines = [line.rstrip() for line in printable(foreign).splitlines()]
    fence = "`" * max(3, *(len(run) + 1 for run in [*_BACKTICKS.findall(foreign), ""]))
    return "\n".join(indent + line for line in (fence, *lines, fence))


def _plain(foreign: str, first: bool) -> str:
    broken = _AUTOLINK.sub(_ZERO_WIDTH, foreign)
    escaped = _MARKUP.sub(r"\\\1", broken).translate(_HTML)
    return _BLOCK.sub(r"\1\\\2", escaped) if first else escaped
