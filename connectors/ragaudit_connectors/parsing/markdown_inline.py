"""The text a reader sees of a paragraph, and the links in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragaudit.model import Directive, Link

from . import directives as notes
from .html_parts import facts
from .templating import Masked

if TYPE_CHECKING:
    from markdown_it.token import Token


class InlineReader:
    """Reads inline tokens; finds go to the lists it was given."""

    def __init__(
        self,
        masked: Masked,
        links: list[Link],
        anchors: list[str],
        directives: list[Directive],
    ) -> None:
        self._masked = masked
        self._links = links
        self._anchors = anchors
        self._directives = directives

    def read(self, inline: Token, line: int) -> str:
        """The text of an inline token that starts on `line`, line for line as in the source."""
        parts: list[str] = []
        opened: list[tuple[str, int, int]] = []
        for token in inline.children or ():
            kind = token.type
            if kind == "text":
                parts.append(token.content)
            elif kind in ("softbreak", "hardbreak"):
                parts.append("\n")
                line += 1
            elif kind == "code_inline":
                parts.append(token.content)
            elif kind == "link_open":
                opened.append((str(token.attrGet("href") or ""), len(parts), line))
            elif kind == "link_close":
                self._close(opened, parts)
            elif kind == "image":
                alt = _plain(token)
                parts.append(alt)
                self._link(str(token.attrGet("src") or ""), alt, line, image=True)
            elif kind == "html_inline":
                parts.append(self._html(token.content, line, opened, parts))
                line += token.content.count("\n")
        while opened:
            self._close(opened, parts)
        return "".join(parts)

    def _html(
        self, tag: str, line: int, opened: list[tuple[str, int, int]], parts: list[str]
    ) -> str:
        if tag.startswith("<!--"):
            if found := notes.of_comment(tag[4:-3], line):
                self._directives.append(found)
            return "\n" * tag.count("\n")
        name, target, anchor, alt = facts(tag)
        if anchor:
            self._anchors.append(anchor)
        if name == "a" and target:
            opened.append((target, len(parts), line))
        elif name == "/a" and opened:
            self._close(opened, parts)
        elif name == "img" and target:
            self._link(target, alt, line, image=True)
            return alt
        return " " if name == "br" else "\n" * tag.count("\n")

    def _close(self, opened: list[tuple[str, int, int]], parts: list[str]) -> None:
        if opened:
            target, start, line = opened.pop()
            self._link(target, "".join(parts[start:]), line)

    def _link(self, target: str, text: str, line: int, image: bool = False) -> None:
        if target:
            shown = " ".join(self._masked.strip(text).split())
            self._links.append(Link(self._masked.restore(target), shown, line, image))


def _plain(image: Token) -> str:
    return "".join(
        child.content if child.type != "softbreak" else " " for child in image.children or ()
    )
