"""HTML as a flat run of tags, comments and text, each with its exact offset.

Tree builders repair broken HTML but do not say where text stood, and quotes need that.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass

_RAW = frozenset({"script", "style", "template", "noscript", "textarea", "title", "xmp", "svg"})
_NAME = re.compile(r"</?([A-Za-z][^\s/>]{0,100})")
_ATTRIBUTE = re.compile(
    r"([^\s=/>\"'<]{1,100}+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"']++)))?"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag, a comment, or the text between two of them."""

    kind: str
    """`text`, `open`, `close`, `comment`, or `raw`: the inside of `<script>`, `<title>`, …"""
    start: int
    end: int
    text: str
    """The text, the comment's inside, or the tag as written."""
    name: str = ""
    """The tag's name in lower case; for `raw`, of the element it is in."""

    @property
    def attributes(self) -> dict[str, str]:
        """A tag's attributes by lower-case name, entities resolved; the first of a name wins."""
        from html import unescape

        found: dict[str, str] = {}
        for name, double, single, bare in _ATTRIBUTE.findall(self.text, len(self.name) + 1):
            found.setdefault(name.lower(), unescape(double or single or bare))
        return found


def pieces(text: str) -> Iterator[Piece]:
    """Cut markup into pieces, in order and without gaps but for declarations. Linear time."""
    return _Scanner(text).pieces()


class _Scanner:
    """Remembers what no longer occurs, so that no search for it runs twice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.absent: dict[str, int] = {}
        self.lower = ""

    def pieces(self) -> Iterator[Piece]:
        text, position, pending = self.text, 0, 0
        while (start := text.find("<", position)) >= 0:
            piece = self._markup(start)
            if piece is None:
                position = start + 1
                continue
            if start > pending:
                yield Piece("text", pending, start, text[pending:start])
            if piece.kind != "declaration":
                yield piece
            position = pending = piece.end
            if piece.kind == "open" and piece.name in _RAW and not piece.text.endswith("/>"):
                position = pending = yield from self._raw(piece)
        if pending < len(text):
            yield Piece("text", pending, len(text), text[pending:])

    def _markup(self, start: int) -> Piece | None:
        text = self.text
        if text.startswith("<!--", start):
            end = self._find("-->", start + 4)
            inside, stop = (text[start + 4 : end], end + 3) if end >= 0 else ("", len(text))
            return Piece("comment", start, stop, inside)
        if text.startswith(("<!", "<?"), start):
            end = self._find(">", start)
            return Piece("declaration", start, end + 1, "") if end >= 0 else None
        match = _NAME.match(text, start)
        end = self._tag_end(match.end()) if match else -1
        if not match or end < 0:
            return None
        kind = "close" if text[start + 1] == "/" else "open"
        return Piece(kind, start, end, text[start:end], match[1].lower())

    def _raw(self, opening: Piece) -> Generator[Piece, None, int]:
        if not self.lower:
            self.lower = self.text.lower()
            # A few capital letters grow when lowered; offsets must not move.
            if len(self.lower) != len(self.text):
                self.lower = self.text
        end = self.lower.find(f"</{opening.name}", opening.end)
        end = end if end >= 0 else len(self.text)
        if end > opening.end:
            yield Piece("raw", opening.end, end, self.text[opening.end : end], opening.name)
        return end

    def _tag_end(self, position: int) -> int:
        """The offset after the `>` that ends a tag, quoted `>` passed over; -1 without one."""
        text, close = self.text, -1
        while True:
            close = close if close >= position else self._find(">", position)
            if close < 0:
                return -1
            quote = next((i for i in range(position, close) if text[i] in "\"'"), -1)
            end = self._find(text[quote], quote + 1) if quote >= 0 else -1
            if end < 0:
                return close + 1
            position = end + 1

    def _find(self, what: str, position: int) -> int:
        if position >= self.absent.get(what, len(self.text) + 1):
            return -1
        found = self.text.find(what, position)
        if found < 0:
            self.absent[what] = position
        return found
