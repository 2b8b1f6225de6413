"""Markup to text: the blocks, links, anchors and directives of HTML, in one flat pass."""

from __future__ import annotations

from html import unescape

from ragaudit.model import BlockKind, Link

from . import directives as notes
from .html_hidden import Hidden
from .html_parts import Markup, Part, anchor_of
from .markup import Piece, pieces
from .source_text import SourceText

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "link",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "optgroup",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_KINDS = {"li": BlockKind.LIST_ITEM, "blockquote": BlockKind.QUOTE, "pre": BlockKind.CODE}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol", "menu", "dir"})


def read(text: str, source: SourceText | None = None, hidden: Hidden | None = None) -> Markup:
    """Read markup, however broken, in linear time.

    `source` is the file, where `text` is the file with parts of it made blank. What the page does
    not show goes to `hidden`, if that is asked for, besides being read like any other text.
    """
    return _Reader(text, source or SourceText(text), hidden).read()


class _Reader:
    def __init__(self, text: str, source: SourceText, hidden: Hidden | None) -> None:
        self.text = text
        self.source = source
        self.hidden = hidden
        # A `<nav>` that is never closed must not swallow the page.
        self.nav_end = text.rfind("</nav")
        self.found = Markup()
        self.texts: list[str] = []
        self.start = self.end = 0
        self.kinds: list[str] = []
        """Open elements that decide what kind of block their text is."""
        self.depth = 0
        """Of lists."""
        self.cells: list[str] | None = None
        self.row_start = 0
        self.header = False
        self.nav = 0
        self.links: list[tuple[str, int, int]] = []

    def read(self) -> Markup:
        hidden = self.hidden
        for piece in pieces(self.text):
            if hidden is not None and (
                hidden.region is not None or piece.kind not in ("text", "close")
            ):
                hidden.feed(piece)
            if piece.kind == "text":
                self._text(piece)
            elif piece.kind == "comment":
                line = self.source.line_of(piece.start)
                if note := notes.of_comment(piece.text, line):
                    self.found.directives.append(note)
            elif piece.kind == "raw":
                self.found.raw.append(piece)
            elif piece.kind == "open":
                self._open(piece)
            else:
                self._close(piece)
        self._flush()
        self._end_row(len(self.text))
        return self.found

    def _text(self, piece: Piece) -> None:
        if self.nav:
            return
        text = unescape(piece.text) if "&" in piece.text else piece.text
        if not self.texts:
            if not text.strip():
                return
            self.start = piece.start + len(piece.text) - len(piece.text.lstrip())
        self.texts.append(text)
        if text.strip():
            self.end = piece.start + len(piece.text.rstrip())

    def _open(self, piece: Piece) -> None:
        name = piece.name
        if name in _BLOCKS:
            self._flush()
            self._enter(name, piece)
        attributes = piece.attributes if "=" in piece.text else {}
        if anchor := anchor_of(piece, attributes):
            self.found.anchors.append(anchor)
        if name in ("meta", "link", "html", "base"):
            self.found.tags.append(piece)
        elif name == "a" and attributes.get("href"):
            self._end_link()
            line = self.source.line_of(piece.start)
            self.links.append((attributes["href"].strip(), len(self.texts), line))
        elif name == "img":
            self._image(piece, attributes)
        elif name == "br":
            self.texts += ["\n"] if self.texts else []

    def _image(self, piece: Piece, attributes: dict[str, str]) -> None:
        alt = " ".join(attributes.get("alt", "").split())
        if target := attributes.get("src", "").strip():
            line = self.source.line_of(piece.start)
            self.found.links.append(Link(target, alt, line, image=True))
        if alt and not self.nav:
            self.start = self.start if self.texts else piece.start
            self.texts.append(alt)
            self.end = piece.end

    def _enter(self, name: str, piece: Piece) -> None:
        if name in _LISTS:
            self.depth += 1
        elif name == "nav":
            self.nav += piece.start < self.nav_end
        elif name == "tr":
            self._end_row(piece.start)
            self.cells, self.row_start, self.header = [], piece.start, False
        elif name in ("td", "th") and self.cells is not None:
            self.cells.append("")
            self.header = self.header or name == "th"
        if name in _KINDS or name in _HEADINGS:
            if self.kinds and self.kinds[-1] == name != "blockquote":
                self.kinds.pop()
            self.kinds.append(name)
        if name in _LISTS:
            self.kinds.append(name)

    def _close(self, piece: Piece) -> None:
        name = piece.name
        if name == "a":
            self._end_link()
        if name not in _BLOCKS:
            return
        self._flush()
        if name == "nav":
            self.nav = max(self.nav - 1, 0)
        elif name in ("tr", "table"):
            self._end_row(piece.end)
        if name in self.kinds[-8:]:
            while (left := self.kinds.pop()) != name:
                self.depth -= left in _LISTS
            self.depth -= left in _LISTS

    def _end_link(self) -> None:
        if self.links:
            target, start, line = self.links.pop()
            text = " ".join("".join(self.texts[start:]).split())
            self.found.links.append(Link(target, text, line))

    def _flush(self) -> None:
        text = "".join(self.texts)
        while self.links:
            self._end_link()
        self.texts = []
        if not text.strip():
            return
        if self.cells is not None:
            last = self.cells.pop() if self.cells else ""
            self.cells.append(" ".join([*last.split(), *text.split()]))
            return
        self._part(*self._kind(), text)

    def _kind(self) -> tuple[BlockKind, int]:
        kind = self.kinds[-1] if self.kinds else ""
        if kind in _LISTS or kind == "li":
            return (
                (BlockKind.LIST_ITEM, max(self.depth, 1))
                if kind == "li"
                else (BlockKind.PARAGRAPH, 0)
            )
        if kind in _KINDS:
            return _KINDS[kind], 0
        if kind:
            return BlockKind.HEADING, int(kind[1])
        return BlockKind.PARAGRAPH, 0

    def _part(self, kind: BlockKind, level: int, text: str) -> None:
        kept = _lines(text)
        if kind is BlockKind.CODE:
            kept = text.strip("\n")
        elif kind is BlockKind.TABLE_ROW:
            kept = text
        span = self.source.span(self.start, max(self.end, self.start))
        self.found.parts.append(
            Part(kind, kept, span.start, span.end, span.line, span.end_line, level)
        )

    def _end_row(self, end: int) -> None:
        if self.cells and any(self.cells):
            self.start, self.end = self.row_start, end
            self._part(BlockKind.TABLE_ROW, int(self.header), " | ".join(self.cells))
        self.cells = None


def _lines(text: str) -> str:
    """Text with the spaces of layout taken out, line for line."""
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))
