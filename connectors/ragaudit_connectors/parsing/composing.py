"""Content of formats without readable source text: blocks in order, joined by blank lines."""

from __future__ import annotations

import re
from dataclasses import replace

from ragaudit.model import (
    Block,
    BlockKind,
    Content,
    Failure,
    HiddenText,
    Limits,
    Link,
    MetaField,
    Span,
)

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\u00ad]")
_LINE_END_SPACE = re.compile("[ \t\u00a0]+\n")
_GAP = "\n\n"
_BULLET = re.compile(r"[•◦▪‣●○■]\s*")
_PLACEHOLDER_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel) - .*|(?:power\s?point )?presentation ?\d*"
    r"|(?:un|no )?titled?(?: document)?\.?|(?:un)?known"
    r"|(?:document|doc|dokument|book|workbook|slide|folie) ?\d*"
    r"|.*\w\.(?:docx?|dotx?|pptx?|xlsx?|pdf|indd|rtf|odt|tmp|qxd))",
    re.IGNORECASE,
)


class Composition:
    """Collects blocks and links, and knows where each block stands in the composed text."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._parts: list[str] = []
        self._size = 0
        self._line = 1
        self._headings: list[tuple[int, str]] = []
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.failures: list[Failure] = []
        self.hidden: list[HiddenText] = []
        self.full = False
        """Whether the character limit was reached; nothing more is taken then."""

    def add(self, kind: BlockKind, text: str, level: int = 0, page: int | None = None) -> None:
        """Append one block; an empty one is left out."""
        text = clean(text)
        if kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and (mark := _BULLET.match(text)):
            kind, text, level = BlockKind.LIST_ITEM, text[mark.end() :], level or 1
        if not text or self.full:
            return
        gap = _GAP if self._parts else ""
        text = self._within_limit(text, len(gap))
        if not text:
            return
        start, first = self._size + len(gap), self._line + len(gap)
        end, last = start + len(text), first + text.count("\n")
        self._parts += (gap, text)
        self._size, self._line = end, last
        if kind is BlockKind.HEADING:
            self._headings = [above for above in self._headings if above[0] < level]
        path = tuple(name for _, name in self._headings)
        self.blocks.append(Block(kind, text, Span(first, last, start, end), path, level, page))
        if kind is BlockKind.HEADING:
            self._headings.append((level, text))

    def link(self, target: str, text: str, image: bool = False) -> None:
        """Note a link of the block added last; one to a place in the same file is left out."""
        if target and not target.startswith("#") and not self.full:
            line = self.blocks[-1].span.line if self.blocks else 1
            self.links.append(Link(target, clean(text), line, image))

    def fail(self, reason: str, detail: str) -> None:
        """Note something that could not be read."""
        self.failures.append(Failure(reason, detail))

    def hide(self, hidden: HiddenText, page: int | None = None) -> None:
        """Note text nobody sees, in the line it has among the blocks if it is there as well."""
        start = " ".join(hidden.text.split())[:40]
        last = self.blocks[-1].span.line if self.blocks else 1
        lines = (
            block.span.line
            for block in self.blocks
            if block.page == page and start in " ".join(block.text.split())
        )
        self.hidden.append(replace(hidden, line=next(lines, last)))

    def content(self, format: str, metadata: tuple[MetaField, ...] = (), **more: object) -> Content:
        """Everything collected, titled by its properties or its first heading."""
        title, origin = self._title(metadata)
        made = {"title": title, "title_origin": origin, **more}
        return Content(
            format=format,
            text="".join(self._parts),
            blocks=tuple(self.blocks),
            metadata=metadata,
            links=tuple(self.links),
            failures=tuple(self.failures),
            hidden=tuple(self.hidden),
            **made,  # type: ignore[arg-type]
        )

    def _title(self, metadata: tuple[MetaField, ...]) -> tuple[str | None, str | None]:
        for field in metadata:
            if field.key.partition(":")[2] == "title" and is_title(field.value):
                return clean(field.value), "properties"
        first = next((b for b in self.blocks if b.kind is BlockKind.HEADING), None)
        return (first.text, "heading") if first else (None, None)

    def _within_limit(self, text: str, gap: int) -> str:
        room = self.limits.max_chars - self._size - gap
        if len(text) <= room:
            return text
        self.full = True
        self.fail("truncated", f"only the first {self.limits.max_chars:,} characters were read")
        return text[: max(room, 0)].rstrip()


def clean(text: str) -> str:
    """Text without control characters, soft hyphens and trailing spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    return _LINE_END_SPACE.sub("\n", _UNWANTED.sub("", text)).strip()


def row(cells: list[str]) -> str:
    """A table row as one line: cells joined by ` | `, without empty ones at either end."""
    flat = [" ".join(clean(cell).split()) for cell in cells]
    return " | ".join(flat).strip(" |") if any(flat) else ""


def is_title(text: str) -> bool:
    """Whether a title property was written by a person rather than by the program."""
    text = clean(text)
    return bool(text) and len(text) <= 300 and not _PLACEHOLDER_TITLE.fullmatch(text)
