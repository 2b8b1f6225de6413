"""What markup is made of, once read, and what a single tag tells."""

from __future__ import annotations

from dataclasses import dataclass, field

from ragaudit.model import BlockKind, Directive, Link

from .markup import Piece, pieces
from .templating import Masked


@dataclass(slots=True)
class Part:
    """One block of text with its place in the markup."""

    kind: BlockKind
    text: str
    start: int
    end: int
    line: int
    end_line: int
    level: int = 0


@dataclass(slots=True)
class Markup:
    """Everything found in one piece of markup; lines count from 1."""

    parts: list[Part] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    raw: list[Piece] = field(default_factory=list)
    """The insides of `<title>`, `<script>` and their like."""
    tags: list[Piece] = field(default_factory=list)
    """`<meta>`, `<link>` and `<html>` as written."""


def facts(tag: str) -> tuple[str, str, str, str]:
    """Name (`/a` for an end tag), target, anchor and alternative text of a single tag."""
    piece = next(iter(pieces(tag)), None)
    if piece is None or piece.kind not in ("open", "close"):
        return "", "", "", ""
    if piece.kind == "close":
        return "/" + piece.name, "", "", ""
    attributes = piece.attributes
    target = attributes.get("src" if piece.name == "img" else "href", "")
    return piece.name, target.strip(), anchor_of(piece, attributes), attributes.get("alt", "")


def anchor_of(piece: Piece, attributes: dict[str, str]) -> str:
    """The fragment identifier a tag defines, or nothing."""
    named = attributes.get("name", "") if piece.name in ("a", "map") else ""
    return attributes.get("id", "") or named


def restored(link: Link, masked: Masked) -> Link:
    """A link with the template tags in its target as written, and none in its text."""
    shown = " ".join(masked.strip(link.text).split())
    return Link(masked.restore(link.target), shown, link.line, link.image)
