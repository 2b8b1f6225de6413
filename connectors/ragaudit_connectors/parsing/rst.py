"""reStructuredText by a light reader: sections, lists, literal blocks, tables and targets."""

from __future__ import annotations

import re
from dataclasses import replace

from ragaudit.model import Block, BlockKind, Content, Limits, Link

from . import directives, front_matter
from .decode import decode
from .formats import engine_of
from .rst_blocks import RstReader
from .source_text import SourceText
from .templating import Masked, tags_of

_EMBEDDED = re.compile(r"`([^`<>]{0,500}?)\s*<([^<>`\s]{1,2000})>`__?")
_LITERAL = re.compile(r"``(?=[^\s`])[^\n]{1,500}?``")
_TARGET = re.compile(
    r"^[ \t]*\.\. _([^:`\n]{1,200}|`[^`\n]{1,200}`):"
    r"(?:[ \t]*(?:\n[ \t]+(?!\.\.))?(\S{1,2000}))?[ \t]*$",
    re.M,
)
_ANONYMOUS = "_"
_IMAGE = re.compile(
    r"^[ \t]*\.\. (?:\|[^|\n]{1,200}\| )?(?:image|figure)::[ \t]*(\S{1,2000})", re.M
)
_INLINE_TARGET = re.compile(r"(?<!\.\. )_`([^`\n]{1,200})`")


def parse(data: bytes, path: str, limits: Limits) -> Content:
    """Parse a reStructuredText file."""
    decoded = decode(data, limits)
    text, engine = decoded.text, engine_of(path)
    front = front_matter.split(text)
    masked = Masked(text[front.end :], tags_of(engine))
    source = SourceText(text)
    reader = RstReader(masked.strip(masked.text).split("\n"), front.lines, source)
    reader.read()
    title = front.title or reader.title
    links, anchors = _links(text, source)
    code = {
        line
        for block in reader.blocks
        if block.kind is BlockKind.CODE
        for line in range(block.span.line, block.span.end_line + 1)
    }
    unshown = code | reader.comments
    return Content(
        format="rst",
        text=text,
        blocks=tuple(_unmarked(block) for block in reader.blocks),
        title=_plain(title) if title else None,
        title_origin=("front matter" if front.title else "heading") if title else None,
        metadata=front.fields + tuple(reader.fields),
        links=tuple(link for link in links if link.line not in unshown),
        anchors=tuple(dict.fromkeys([*reader.anchors, *anchors])),
        directives=tuple(note for note in directives.of_rst(text) if note.line not in code),
        failures=decoded.failures + front.failures,
        encoding=decoded.encoding,
        templated=engine is not None,
        front_matter_lines=front.lines,
    )


def _unmarked(block: Block) -> Block:
    path = tuple(map(_plain, block.heading_path))
    # A literal is not markup, however it looks.
    text = block.text if block.kind is BlockKind.CODE else _plain(block.text)
    return replace(block, text=text, heading_path=path)


def _links(text: str, source: SourceText) -> tuple[tuple[Link, ...], list[str]]:
    links, anchors = [], []
    text = _LITERAL.sub(lambda literal: " " * len(literal[0]), text)
    for match in _EMBEDDED.finditer(text):
        # `<name_>` refers to a target of this file, which is a link of its own.
        if not match[2].endswith("_") and not _is_role(text, match.start()):
            shown = " ".join(match[1].split()) or match[2]
            links.append(Link(match[2], shown, source.line_of(match.start())))
    for match in _TARGET.finditer(text):
        name = match[1].strip("`")
        if match[2] and not match[2].endswith("_"):
            shown = match[2] if name == _ANONYMOUS else name
            links.append(Link(match[2], shown, source.line_of(match.start(1))))
        elif name != _ANONYMOUS:
            anchors.append(" ".join(name.lower().split()))
            anchors.append(re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"))
    links += [
        Link(match[1], "", source.line_of(match.start(1)), image=True)
        for match in _IMAGE.finditer(text)
    ]
    anchors += [" ".join(name.lower().split()) for name in _INLINE_TARGET.findall(text)]
    return tuple(sorted(links, key=lambda link: link.line)), [a for a in anchors if a]


def _is_role(text: str, start: int) -> bool:
    """Whether a backtick follows `:role:`, whose target is a name and no path."""
    return start > 0 and text[start - 1] == ":"


_MARKUP = (
    (re.compile(r"``([^`\n]{1,500})``"), r"\1"),
    (re.compile(r":[\w.:+-]{1,60}:`([^`<>]{1,500}?)\s*<[^<>`]{1,500}>`"), r"\1"),
    (re.compile(r":[\w.:+-]{1,60}:`[~!]?([^`]{1,500})`"), r"\1"),
    (re.compile(r"`([^`<>]{1,500}?)\s*<[^<>`]{1,2000}>`__?"), r"\1"),
    (re.compile(r"`([^`]{1,500})`_{0,2}"), r"\1"),
    (re.compile(r"\*\*([^*\s](?:[^*\n]{0,500}[^*\s])?)\*\*"), r"\1"),
    (re.compile(r"(?<![\w*])\*([^*\s](?:[^*\n]{0,500}[^*\s])?)\*(?![\w*])"), r"\1"),
    (re.compile(r"\b([A-Za-z][\w-]{0,100}?)__?(?=[\s.,;:!?)]|$)"), r"\1"),
    (re.compile(r"\\([*`_|\\ ])"), r"\1"),
)


def _plain(text: str) -> str:
    """Text without inline markup."""
    if not any(mark in text for mark in "`*_\\"):
        return text
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    return text
