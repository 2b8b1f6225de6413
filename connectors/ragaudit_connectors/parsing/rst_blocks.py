"""Lines of reStructuredText to blocks."""

from __future__ import annotations

import re

from ragaudit.model import Block, BlockKind, MetaField

from .headings import Headings
from .rst_tables import (
    GRID_BORDER,
    SIMPLE_BORDER,
    Row,
    grid_table,
    paragraph_end,
    simple_table,
)
from .source_text import SourceText

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{1,}[ \t]*")
_FIELD = re.compile(r":([^:\s`][^:`\n]{0,80}):(?:[ \t]+(.*))?")
_ITEM = re.compile(r"(?:[-*+•]|(?:\d{1,4}|[A-Za-z]|#)[.)]|\((?:\d{1,4}|[A-Za-z]|#)\))[ \t]+(?=\S)")
_DIRECTIVE = re.compile(
    r"\.\.[ \t]+(?:\|[^|]{1,200}\|[ \t]+)?([\w:.+-]{1,80}?)[ \t]?::(?:[ \t]+(.*))?"
)
_EXPLICIT = re.compile(r"\.\.(?:[ \t]|$)")
_TARGET = re.compile(r"\.\.[ \t]+_")
_NOTE = re.compile(r"\.\.[ \t]+\[[^\]\n]{1,80}\][ \t]+(?=\S)")
_LINE_BLOCK = re.compile(r"\|[ \t]+")
_CODE = frozenset(
    [
        "code",
        "code-block",
        "sourcecode",
        "parsed-literal",
        "literalinclude",
        "highlight",
        "prompt",
        "math",
        "graphviz",
        "digraph",
        "graph",
        "mermaid",
        "uml",
        "plantuml",
        "productionlist",
        "doctest",
        "testcode",
        "testoutput",
        "testsetup",
        "ipython",
        "console",
        "jinja",
    ]
)
_DROPPED = frozenset(
    [
        "raw",
        "toctree",
        "include",
        "image",
        "contents",
        "meta",
        "index",
        "sectnum",
        "target-notes",
        "default-role",
        "class",
        "role",
        "tabularcolumns",
        "currentmodule",
        "module",
        "automodule",
        "autoclass",
        "autofunction",
        "autosummary",
        "bibliography",
        "replace",
        "unicode",
        "date",
    ]
)


class RstReader:
    """Reads lines once, top to bottom; indentation decides what belongs together."""

    def __init__(self, lines: list[str], before: int, source: SourceText) -> None:
        self.blocks: list[Block] = []
        self.fields: list[MetaField] = []
        self.anchors: list[str] = []
        self.comments: set[int] = set()
        """Lines, from 1, of comments."""
        self.title: str | None = None
        self._lines = [line.expandtabs() if "\t" in line else line for line in lines]
        self._before = before
        self._source = source
        self._headings = Headings()
        self._styles: list[str] = []
        self._items: list[int] = []
        """Indentation of each list item that is open."""

    def read(self) -> None:
        """Read every line; the result is in the reader's lists."""
        at = 0
        while at < len(self._lines):
            line = self._lines[at]
            at = self._step(at, line) if line.strip() else at + 1

    def _step(self, at: int, line: str) -> int:
        text = line.strip()
        while self._items and _indent(line) <= self._items[-1]:
            self._items.pop()
        if end := self._section(at):
            return end
        if _EXPLICIT.match(text):
            return self._explicit(at, text)
        if not self.blocks and _indent(line) == 0 and (match := _FIELD.fullmatch(text)):
            return self._field(at, match)
        if SIMPLE_BORDER.fullmatch(text):
            return self._table(*simple_table(self._lines, at))
        if GRID_BORDER.fullmatch(text):
            return self._table(*grid_table(self._lines, at))
        if _ADORNMENT.fullmatch(text) and len(text) > 3:
            return at + 1
        if text.startswith(">>> "):
            return self._code(at, paragraph_end(self._lines, at))
        return self._paragraph(at)

    def _add(self, kind: BlockKind, text: str, first: int, end: int, level: int = 0) -> None:
        """Add a block of the lines `first` up to but without `end`, counted from 0."""
        if text.strip():
            span = self._source.lines(self._before + first + 1, self._before + end)
            self.blocks.append(Block(kind, text.strip("\n"), span, self._headings.path, level))

    def _section(self, at: int) -> int:
        """The line after a section title, or 0 where there is none."""
        lines = self._lines
        text = lines[at].rstrip()
        following = lines[at + 1].rstrip() if at + 1 < len(lines) else ""
        third = lines[at + 2].rstrip() if at + 2 < len(lines) else ""
        if _ADORNMENT.fullmatch(text) and third == text and following.strip():
            style, title, end = text[0] * 2, following, at + 3
        elif (
            _ADORNMENT.fullmatch(following)
            and _indent(text) == 0
            and not _ADORNMENT.fullmatch(text)
            and len(following) >= min(len(text), 4)
        ):
            style, title, end = following[0], text, at + 2
        else:
            return 0
        if style not in self._styles:
            self._styles.append(style)
        self._heading(title.strip(), min(self._styles.index(style) + 1, 6), at, end)
        return end

    def _heading(self, title: str, level: int, at: int, end: int) -> None:
        self._items.clear()
        self._headings.enter(level)
        self._add(BlockKind.HEADING, title, at, end, level)
        self._headings.push(level, title)
        if name := re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-"):
            self.anchors.append(self._headings.anchor(name))
        if self.title is None and level == 1:
            self.title = title

    def _field(self, at: int, match: re.Match[str]) -> int:
        end = self._body_end(at)
        more = " ".join(line.strip() for line in self._lines[at + 1 : end])
        value = f"{match[2] or ''} {more}".strip()
        key = match[1].strip().lower().replace("-", "_").replace(" ", "_")
        self.fields.append(MetaField(key, value, self._before + at + 1))
        return end

    def _explicit(self, at: int, text: str) -> int:
        match = _DIRECTIVE.match(text)
        if match is None:
            if note := _NOTE.match(text):
                indent = _indent(self._lines[at])
                self._lines[at] = " " * indent + text[note.end() :]
                return at
            # A target or a comment; what is indented below a comment belongs to it.
            end = at + 1 if text.startswith((".. _", ".. __")) else self._body_end(at)
            if not _TARGET.match(text):
                self.comments.update(range(self._before + at + 1, self._before + end + 1))
            return end
        name, argument = match[1].lower(), match[2] or ""
        if name in _DROPPED:
            return self._body_end(at)
        start = self._after_options(at)
        if name in _CODE:
            return self._code(start, self._body_end(at))
        if argument and name not in ("figure", "list-table", "csv-table", "include", "container"):
            self._add(BlockKind.PARAGRAPH, argument, at, at + 1)
        return start

    def _after_options(self, at: int) -> int:
        """The first line of a directive's body."""
        end = at + 1
        while end < len(self._lines) and _FIELD.fullmatch(self._lines[end].strip()):
            end += 1
        return end

    def _body_end(self, at: int) -> int:
        """The line after everything indented below a line; blank lines at its end left out."""
        indent, last = _indent(self._lines[at]), at + 1
        for number in range(at + 1, len(self._lines)):
            line = self._lines[number]
            if line.strip():
                if _indent(line) <= indent:
                    break
                last = number + 1
        return last

    def _code(self, start: int, end: int) -> int:
        lines = self._lines[start:end]
        while lines and not lines[0].strip():
            lines, start = lines[1:], start + 1
        margin = min((_indent(line) for line in lines if line.strip()), default=0)
        self._add(BlockKind.CODE, "\n".join(line[margin:] for line in lines), start, end)
        return max(end, start + 1)

    def _paragraph(self, at: int) -> int:
        line = self._lines[at]
        item = _ITEM.match(line, _indent(line))
        end = self._item_end(at, item.end()) if item else paragraph_end(self._lines, at)
        text = "\n".join(part.strip() for part in self._lines[at:end])
        kind, level = BlockKind.PARAGRAPH, 0
        if item:
            self._items.append(_indent(line))
            kind, level = BlockKind.LIST_ITEM, len(self._items)
            text = text[item.end() - _indent(line) :]
        literal = text.endswith("::")
        text = text[:-2].rstrip() if text.endswith(" ::") else text[:-1] if literal else text
        self._add(kind, _LINE_BLOCK.sub("", text) if text != ":" else "", at, end, level)
        return self._code(end, self._body_end_after(at, end)) if literal else end

    def _body_end_after(self, at: int, end: int) -> int:
        """The end of the literal block that follows a paragraph."""
        indent = _indent(self._lines[at])
        stop = end
        for number in range(end, len(self._lines)):
            line = self._lines[number]
            if line.strip():
                if _indent(line) <= indent:
                    break
                stop = number + 1
        return stop

    def _item_end(self, at: int, text_indent: int) -> int:
        """Where a list item's first paragraph ends: at the next item or a smaller indentation."""
        end = at + 1
        while end < len(self._lines) and (line := self._lines[end]).strip():
            if _indent(line) < text_indent or _ITEM.match(line, _indent(line)):
                break
            end += 1
        return end

    def _table(self, rows: list[Row], end: int) -> int:
        for row in rows:
            self._add(BlockKind.TABLE_ROW, row.text, row.first, row.end, int(row.header))
        return end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
