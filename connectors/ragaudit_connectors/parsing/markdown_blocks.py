"""Markdown tokens to blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ragaudit.model import Block, BlockKind, Directive, Link

from . import html_blocks
from .headings import Headings, slug
from .markdown_inline import InlineReader
from .source_text import SourceText
from .templating import Masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_EXPLICIT_ID = re.compile(r"[ \t]*\{:?[ \t]*#([^\s{}]{1,200})[^{}]{0,200}\}[ \t]*$")
_ATTRIBUTE_LIST = re.compile(r"\{:[ \t]*(?:[.#][\w-]|toc\b|[\w-]{1,40}=[\"'])[^{}\n]{0,300}\}")
_LIST_ID = re.compile(r"#([\w.:-]{1,200})")
_ADMONITION = re.compile(
    r"^:{3,}[ \t]*(?:[\w-]{0,40}(?:[ \t]+|(?=\[)|$))?\[?([^\]\n]{0,300})\]?.*$"
)
_SPACES = re.compile(r"[ \t]{2,}+")
_TAG = re.compile(r"\s*</?[A-Za-z]")
_ALERT = re.compile(r"^\[!\w{1,20}\][+-]?[ \t]*")
_TASK = re.compile(r"^\[[ xX]\][ \t]+")
_PROSE_FENCE = re.compile(
    r"\{(?:note|warning|tip|important|caution|danger|hint|attention|error|seealso|admonition)\}"
)


@dataclass(slots=True)
class _Pending:
    """A list item or quote whose text is being gathered from its paragraphs."""

    kind: BlockKind
    level: int
    text: str = ""
    first: int = 0
    last: int = 0


@dataclass
class BlockReader:
    """Walks the tokens of one file once."""

    source: SourceText
    lines_before: int
    """Lines above the text the tokens come from."""
    masked: Masked
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    title: str | None = None

    def __post_init__(self) -> None:
        self._headings = Headings()
        self._containers: list[_Pending] = []
        self._inline = InlineReader(self.masked, self.links, self.anchors, self.directives)

    def read(self, tokens: Sequence[Token]) -> None:
        """Read every token; the result is in the reader's lists."""
        position = 0
        while position < len(tokens):
            token = tokens[position]
            handle = _HANDLERS.get(token.type)
            position = (handle(self, tokens, position) if handle else None) or position + 1

    def _line(self, token: Token) -> int:
        return self.lines_before + (token.map[0] if token.map else 0) + 1

    def _add(self, kind: BlockKind, text: str, first: int, last: int, level: int = 0) -> None:
        shown = self.masked.strip(text)
        kept = shown if kind is BlockKind.TABLE_ROW else _SPACES.sub(" ", shown).strip()
        if not kept.strip():
            return
        lead = shown[: len(shown) - len(shown.lstrip())].count("\n")
        span = self.source.lines(min(first + lead, last), last)
        self.blocks.append(Block(kind, kept, span, self._headings.path, level))

    def _flush(self) -> None:
        """Write out what the innermost list item or quote has gathered."""
        if self._containers and self._containers[-1].text:
            item = self._containers[-1]
            self._add(item.kind, item.text, item.first, item.last, item.level)
            item.text = ""

    def _open(self, tokens: Sequence[Token], at: int) -> None:
        self._flush()
        is_item = tokens[at].type == "list_item_open"
        depth = sum(c.kind is BlockKind.LIST_ITEM for c in self._containers)
        kind = BlockKind.LIST_ITEM if is_item else BlockKind.QUOTE
        self._containers.append(_Pending(kind, depth + 1 if is_item else 0))

    def _close(self, tokens: Sequence[Token], at: int) -> None:
        self._flush()
        self._containers.pop()

    def _paragraph(self, tokens: Sequence[Token], at: int) -> int:
        inline = tokens[at + 1]
        first = self._line(tokens[at])
        last = max(first, self.lines_before + (tokens[at].map or [0, 0])[1])
        text = self._clean(self._inline.read(inline, first))
        if self._containers:
            self._gather(text, first, last)
        else:
            self._add(BlockKind.PARAGRAPH, text, first, last)
        return at + 3

    def _gather(self, text: str, first: int, last: int) -> None:
        item = self._containers[-1]
        if not item.text:
            mark = _TASK if item.kind is BlockKind.LIST_ITEM else _ALERT
            item.text, item.first, item.last = mark.sub("", text), first, last
        elif item.kind is BlockKind.QUOTE:
            self._flush()
            item.text, item.first, item.last = text, first, last
        else:
            item.text += "\n" * (first - item.last) + text
            item.last = last

    def _clean(self, text: str) -> str:
        """Without admonition markers and attribute lists, line for line."""
        if ":::" in text:
            text = "\n".join(
                _ADMONITION.sub(r"\1", line) if line.startswith(":::") else line
                for line in text.split("\n")
            )
        if "{:" in text:
            for written in _ATTRIBUTE_LIST.findall(text):
                self.anchors += _LIST_ID.findall(written)
            text = _ATTRIBUTE_LIST.sub("", text)
        return text

    def _heading(self, tokens: Sequence[Token], at: int) -> int:
        token, first = tokens[at], self._line(tokens[at])
        text = self.masked.strip(self._inline.read(tokens[at + 1], first))
        if match := _EXPLICIT_ID.search(text):
            self.anchors.append(match[1])
            text = text[: match.start()]
        text = " ".join(text.split())
        self._add_heading(text, int(token.tag[1]), first, self._line_after(token))
        return at + 3

    def _line_after(self, token: Token) -> int:
        return self.lines_before + (token.map[1] if token.map else 1)

    def _add_heading(self, text: str, level: int, first: int, last: int) -> None:
        if name := slug(text):
            self.anchors.append(self._headings.anchor(name))
        if self._containers:
            self._gather(text, first, last)
            return
        if not text:
            return
        self._headings.enter(level)
        self._add(BlockKind.HEADING, text, first, last, level)
        self._headings.push(level, text)
        if level == 1 and self.title is None:
            self.title = text

    def _code(self, tokens: Sequence[Token], at: int) -> None:
        self._flush()
        token, first = tokens[at], self._line(tokens[at])
        if at and tokens[at - 1].type == "html_block" and _TAG.match(token.content):
            # Indented markup after markup is markup: a blank line within a list of links.
            self._html(tokens, at)
            return
        prose = bool(_PROSE_FENCE.match(token.info))
        kind = BlockKind.PARAGRAPH if prose else BlockKind.CODE
        text = token.content.rstrip()
        if text.strip():
            span = self.source.lines(first, max(first, self._line_after(token)))
            self.blocks.append(Block(kind, self.masked.restore(text), span, self._headings.path))

    def _html(self, tokens: Sequence[Token], at: int) -> None:
        self._flush()
        token, first = tokens[at], self._line(tokens[at])
        found = html_blocks.read(token.content)
        for part in found.parts:
            begin, last = first + part.line - 1, first + part.end_line - 1
            if part.kind is BlockKind.HEADING:
                self._add_heading(self.masked.strip(part.text), part.level, begin, last)
            else:
                self._add(part.kind, part.text, begin, last, part.level)
        self.links += [
            Link(self.masked.restore(link.target), link.text, first + link.line - 1, link.image)
            for link in found.links
        ]
        self.anchors += found.anchors
        self.directives += [
            Directive(first + note.line - 1, note.text) for note in found.directives
        ]

    def _table_row(self, tokens: Sequence[Token], at: int) -> int:
        first, cells, header = self._line(tokens[at]), [], False
        while tokens[at].type != "tr_close":
            if tokens[at].type == "inline":
                cells.append(self.masked.strip(self._inline.read(tokens[at], first)).strip())
            header = header or tokens[at].type == "th_open"
            at += 1
        if any(cells):
            self._flush()
            self._add(BlockKind.TABLE_ROW, " | ".join(cells), first, first, int(header))
        return at + 1

    def _admonition_title(self, tokens: Sequence[Token], at: int) -> int:
        inline, first = tokens[at + 1], self._line(tokens[at + 1])
        written = self.source.lines(first, first)
        text = self._inline.read(inline, first)
        if f'"{text}"' in self.source.text[written.start : written.end]:
            self._flush()
            self._add(BlockKind.PARAGRAPH, text, first, first)
        return at + 3


_HANDLERS = {
    "heading_open": BlockReader._heading,
    "paragraph_open": BlockReader._paragraph,
    "list_item_open": BlockReader._open,
    "list_item_close": BlockReader._close,
    "blockquote_open": BlockReader._open,
    "blockquote_close": BlockReader._close,
    "fence": BlockReader._code,
    "code_block": BlockReader._code,
    "html_block": BlockReader._html,
    "tr_open": BlockReader._table_row,
    "admonition_title_open": BlockReader._admonition_title,
}
