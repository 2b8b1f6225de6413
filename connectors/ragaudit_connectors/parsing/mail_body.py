"""What every kind of e-mail shares: header fields, the subject as title, text bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from ragaudit.model import BlockKind, Content, MetaField, Origin
from ragaudit_connectors.parsing import html
from ragaudit_connectors.parsing.composing import Composition, clean

_PARAGRAPH_GAP = re.compile(r"\n[ \t\u00a0>]*\n")


def titled(out: Composition, format: str, fields: tuple[MetaField, ...]) -> Content:
    """The content of a message, titled by its subject."""
    subject = next((field.value for field in fields if field.key == "email:subject"), None)
    return out.content(
        format, fields, title=subject, title_origin=None if subject is None else "subject"
    )


def header_fields(pairs: Iterable[tuple[str, str]]) -> Iterator[MetaField]:
    """Header lines as metadata, encoded words decoded; empty ones are left out."""
    for name, value in pairs:
        text = " ".join(clean(decoded(value)).split())[:2000]
        if text:
            key = "email:" + name.lower().replace("-", "_")
            yield MetaField(key, text, origin=Origin.EMBEDDED)


def decoded(value: str) -> str:
    """A header's text with its encoded words and raw bytes decoded."""
    text = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, ValueError, HeaderParseError):
        return text


def add_plain(out: Composition, text: str) -> None:
    """Add plain text, one block a paragraph; quoted mail as quotes."""
    for paragraph in _PARAGRAPH_GAP.split(text.replace("\r\n", "\n")):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        if lines and all(line.lstrip().startswith(">") for line in lines):
            out.add(BlockKind.QUOTE, "\n".join(line.lstrip(" >") for line in lines))
        else:
            out.add(BlockKind.PARAGRAPH, "\n".join(lines))


def add_html(out: Composition, markup: str) -> None:
    """Add an HTML body, block by block."""
    page = html.parse(markup.encode("utf-8", "replace"), "body.html", out.limits)
    links = [link for link in page.links if "://" in link.target]
    for block in page.blocks:
        out.add(block.kind, block.text, block.level)
        while links and links[0].line <= block.span.end_line:
            link = links.pop(0)
            out.link(link.target, link.text, link.image)
    for part in page.hidden:
        out.hide(part)
