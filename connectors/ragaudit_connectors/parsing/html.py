"""HTML pages: text blocks with exact spans, and what the page says about itself."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from ragaudit.model import Block, BlockKind, Content, Limits, MetaField, Origin

from . import front_matter, html_blocks
from .decode import decode
from .formats import engine_of
from .headings import Headings
from .html_hidden import Hidden
from .html_parts import Part, restored
from .markup import Piece
from .source_text import SourceText
from .templating import Masked, tags_of


def parse(data: bytes, path: str, limits: Limits) -> Content:
    """Parse an HTML page, with front matter and template tags if it has them."""
    decoded = decode(data, limits, declared=True)
    text, engine = decoded.text, engine_of(path)
    front = front_matter.split(text)
    source = SourceText(text)
    masked = Masked(_blank(text, front.end), tags_of(engine))
    hidden = Hidden(masked.text, source)
    found = html_blocks.read(masked.text, source, hidden)
    blocks = tuple(_blocks(found.parts, masked, source))
    title, title_origin = _title(front.title, found.raw, blocks)
    return Content(
        format="html",
        text=text,
        blocks=blocks,
        title=title,
        title_origin=title_origin,
        metadata=front.fields + tuple(_metadata(found.tags, masked, source)),
        links=tuple(restored(link, masked) for link in found.links),
        anchors=tuple(dict.fromkeys(found.anchors)),
        directives=tuple(found.directives),
        failures=decoded.failures + front.failures,
        encoding=decoded.encoding,
        templated=engine is not None,
        front_matter_lines=front.lines,
        hidden=tuple(replace(one, text=masked.strip(one.text)) for one in hidden.result()),
    )


def _blank(text: str, end: int) -> str:
    return re.sub(r"[^\n]", " ", text[:end]) + text[end:] if end else text


def _blocks(parts: list[Part], masked: Masked, source: SourceText) -> list[Block]:
    headings, blocks = Headings(), []
    for part in parts:
        text = masked.strip(part.text)
        if part.kind not in (BlockKind.CODE, BlockKind.TABLE_ROW):
            text = text.strip()
        if not text.strip():
            continue
        is_heading = part.kind is BlockKind.HEADING
        if is_heading:
            text = " ".join(text.split())
            headings.enter(part.level)
        span = source.span(part.start, part.end)
        blocks.append(Block(part.kind, text, span, headings.path, part.level))
        if is_heading:
            headings.push(part.level, text)
    return blocks


def _title(
    stated: str | None, raw: list[Piece], blocks: tuple[Block, ...]
) -> tuple[str | None, str | None]:
    if stated:
        return stated, "front matter"
    titles = (" ".join(unescape(piece.text).split()) for piece in raw if piece.name == "title")
    if title := next(filter(None, titles), None):
        return title, "html title"
    tops = (b.text for b in blocks if b.kind is BlockKind.HEADING and b.level == 1)
    heading = next(tops, None)
    return heading, "heading" if heading else None


def _metadata(tags: list[Piece], masked: Masked, source: SourceText) -> list[MetaField]:
    fields = []
    for tag in tags:
        key, value = _stated(tag)
        if key and value:
            name = "html:" + key.strip().lower().replace("-", "_").replace(" ", "_")
            line = source.line_of(tag.start)
            fields.append(MetaField(name, masked.restore(value).strip(), line, Origin.EMBEDDED))
    return fields


def _stated(tag: Piece) -> tuple[str, str]:
    """Key and value of a `<meta>`, of `<link rel=canonical>` or of `<html lang>`."""
    attributes = tag.attributes
    if tag.name == "html":
        return "lang", attributes.get("lang", "") or attributes.get("xml:lang", "")
    if tag.name == "link":
        rel = attributes.get("rel", "").lower().split()
        return "canonical" if "canonical" in rel else "", attributes.get("href", "")
    names = (attributes.get(name, "") for name in ("name", "property", "http-equiv", "itemprop"))
    return next(filter(None, names), ""), attributes.get("content", "")
