"""Org files: pandoc's blocks, put back on the lines of the file they came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from ragaudit.model import Block, Content, Limits, Link, MetaField, Origin
from ragaudit_connectors.parsing import directives, pandoc
from ragaudit_connectors.parsing.decode import decode
from ragaudit_connectors.parsing.source_text import SourceText

_KEYWORD = re.compile(r"[ \t]{0,20}#\+([A-Za-z][\w-]{0,60}):[ \t]*(\S[^\n]{0,2000})")
_NO_METADATA = frozenset(
    {"include", "name", "caption", "options", "startup", "header", "results", "call", "setupfile"}
    | {"macro", "property", "todo", "seq_todo", "link", "tblfm", "html", "latex", "tags"}
    | {"attr_html", "attr_latex", "attr_org", "bind", "columns", "archive", "constants"}
)
_MARKUP = re.compile(r"[^\w]+")
_LINK = re.compile(r"\[\[([^\[\]]{1,500})\](?:\[([^\[\]]{1,500})\])?\]")
_PROBE = 24
_LOOK_AHEAD = 400


def parse(data: bytes, path: str, limits: Limits) -> Content:
    """Read an Org file; its `#+KEY:` lines are its front matter."""
    decoded = decode(data, limits)
    composition = pandoc.compose(decoded.text.encode("utf-8", "replace"), "org", limits)
    source = SourceText(decoded.text)
    fields = tuple(_keywords(decoded.text))
    blocks, moved = _located(composition.blocks, source)
    read = composition.content("org", fields)
    title = next((field.value for field in fields if field.key == "title"), None)
    return replace(
        read,
        text=decoded.text,
        blocks=blocks,
        links=tuple(_moved(link, moved) for link in read.links),
        title=title or read.title,
        title_origin="front matter" if title else read.title_origin,
        failures=decoded.failures + read.failures,
        directives=tuple(directives.of_plain(decoded.text)),
        encoding=decoded.encoding,
    )


def _keywords(text: str) -> Iterator[MetaField]:
    for number, line in enumerate(text.split("\n"), start=1):
        match = _KEYWORD.match(line)
        if match and match[1].lower() not in _NO_METADATA:
            key = match[1].lower().replace("-", "_")
            yield MetaField(key, match[2].strip(), number, Origin.FRONT_MATTER)


def _located(blocks: list[Block], source: SourceText) -> tuple[tuple[Block, ...], dict[int, int]]:
    """Blocks with spans in the source, and where each composed line went."""
    lines = [_bare(_LINK.sub(_shown, line)) for line in source.text.split("\n")]
    starts: list[int] = []
    cursor = 0
    for block in blocks:
        cursor = _find(_bare(block.text)[:_PROBE], lines, cursor)
        starts.append(cursor)
    moved = {b.span.line: start + 1 for b, start in zip(blocks, starts, strict=True)}
    ends = [max(start, after - 1) for start, after in pairwise(starts)]
    ends += [len(lines) - 1] if starts else []
    source_lines = source.text.split("\n")
    located = []
    for block, start, end in zip(blocks, starts, ends, strict=True):
        while end > start and (not lines[end] or source_lines[end].startswith("#")):
            end -= 1
        located.append(replace(block, span=source.lines(start + 1, end + 1)))
    return tuple(located), moved


def _find(probe: str, lines: list[str], cursor: int) -> int:
    # A paragraph's first line may be shorter than the probe.
    for number in range(cursor, min(len(lines), cursor + _LOOK_AHEAD)):
        line = lines[number]
        if line and (probe in line or (len(line) >= 4 and probe.startswith(line))):
            return number
    return cursor


def _shown(link: re.Match[str]) -> str:
    return link[2] or link[1]


def _bare(text: str) -> str:
    return _MARKUP.sub("", text.lower())


def _moved(link: Link, moved: dict[int, int]) -> Link:
    return replace(link, line=moved.get(link.line, link.line))
