"""Plain text: paragraphs between blank lines, and headings where they are underlined."""

from __future__ import annotations

import re

from ragaudit.model import Block, BlockKind, Content, Limits

from . import directives, front_matter
from .decode import decode
from .formats import engine_of
from .headings import Headings
from .source_text import SourceText
from .templating import Masked, tags_of

_UNDERLINE = re.compile(r"[ \t]*(?:={3,}|-{3,}|~{3,}|\*{3,})[ \t]*")
_SENTENCE_END = (".", ",", ";", ":", "!", "?")
_MAX_TITLE = 80


def parse(data: bytes, path: str, limits: Limits) -> Content:
    """Parse a text file."""
    decoded = decode(data, limits)
    text, engine = decoded.text, engine_of(path)
    front = front_matter.split(text)
    source = SourceText(text)
    masked = Masked(text[front.end :], tags_of(engine))
    lines = masked.strip(masked.text).split("\n")
    blocks = tuple(_blocks(lines, front.lines, source))
    title = front.title or _title(blocks)
    return Content(
        format="text",
        text=text,
        blocks=blocks,
        title=title,
        title_origin=("front matter" if front.title else "heading") if title else None,
        metadata=front.fields,
        directives=tuple(directives.of_plain(text)),
        failures=decoded.failures + front.failures,
        encoding=decoded.encoding,
        templated=engine is not None,
        front_matter_lines=front.lines,
    )


def _blocks(lines: list[str], before: int, source: SourceText) -> list[Block]:
    blocks: list[Block] = []
    headings = Headings()
    for first, paragraph in _paragraphs(lines):
        level = _heading_level(paragraph)
        if level:
            text = paragraph[0].strip()
            headings.enter(level)
            span = source.lines(before + first, before + first + 1)
            blocks.append(Block(BlockKind.HEADING, text, span, headings.path, level))
            headings.push(level, text)
            first, paragraph = first + 2, paragraph[2:]
        text = "\n".join(line.strip() for line in paragraph)
        if not text or _UNDERLINE.fullmatch(text) or directives.is_plain(text):
            continue
        span = source.lines(before + first, before + first + len(paragraph) - 1)
        blocks.append(Block(BlockKind.PARAGRAPH, text, span, headings.path))
    return blocks


def _paragraphs(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Runs of lines that are not blank, each with the number of its first line from 1."""
    found: list[tuple[int, list[str]]] = []
    gap = True
    for number, line in enumerate(lines, start=1):
        blank = not line.strip()
        if not blank and gap:
            found.append((number, []))
        if not blank:
            found[-1][1].append(line)
        gap = blank
    return found


def _heading_level(paragraph: list[str]) -> int:
    if len(paragraph) < 2 or not _UNDERLINE.fullmatch(paragraph[1]):
        return 0
    title, line = paragraph[0].strip(), paragraph[1].strip()
    fits = 2 * len(line) >= len(title) and len(title) <= 2 * _MAX_TITLE
    return (1 if line[0] in "=*" else 2) if fits and not _UNDERLINE.fullmatch(title) else 0


def _title(blocks: tuple[Block, ...]) -> str | None:
    """The first heading, or a first line that stands alone and is no sentence."""
    first = blocks[0] if blocks else None
    if first is None:
        return None
    short = "\n" not in first.text and len(first.text) <= _MAX_TITLE
    if first.kind is BlockKind.HEADING or (short and not first.text.endswith(_SENTENCE_END)):
        return first.text
    return None
