"""Markdown by markdown-it-py: blocks with exact lines, links, anchors and directives."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ragaudit.model import Content, Failure, Limits

from . import front_matter, mdx
from .decode import decode
from .formats import engine_of
from .markdown_blocks import BlockReader
from .source_text import SourceText
from .templating import Masked, tags_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_MAX_LINE = 200_000
_MAX_RUN = 5_000
_RUN = re.compile(rf"([\[\]!*_~`<>(){{}}&\\-])(?:[ \t]?\1){{{_MAX_RUN},}}+")


def parse(data: bytes, path: str, limits: Limits) -> Content:
    """Parse Markdown, MDX and Markdown behind a template engine."""
    decoded = decode(data, limits)
    text, engine = decoded.text, engine_of(path)
    front = front_matter.split(text)
    body = text[front.end :]
    masked = Masked(mdx.blank(body) if engine == "mdx" else body, tags_of(engine))
    readable, failures = _tamed(masked.text, text.count("\n", 0, front.end))
    tokens = _parser(engine == "mdx").parse(readable)
    reader = BlockReader(SourceText(text), text.count("\n", 0, front.end), masked)
    reader.read(tokens)
    directives = [
        *(mdx.directives(body, text.count("\n", 0, front.end)) if engine == "mdx" else ()),
        *reader.directives,
    ]
    title = masked.strip(front.title or "").strip() or reader.title
    return Content(
        format="markdown",
        text=text,
        blocks=tuple(reader.blocks),
        title=title,
        title_origin=("front matter" if front.title else "heading") if title else None,
        metadata=front.fields,
        links=tuple(reader.links),
        anchors=tuple(dict.fromkeys(reader.anchors)),
        directives=tuple(directives),
        failures=decoded.failures + front.failures + failures,
        encoding=decoded.encoding,
        templated=engine is not None,
        front_matter_lines=front.lines,
    )


def _tamed(text: str, lines_before: int) -> tuple[str, tuple[Failure, ...]]:
    """Cut what makes a Markdown parser slow and no person writes: endless lines and runs."""
    failures = []
    if len(text) > _MAX_LINE and any(len(line) > _MAX_LINE for line in text.split("\n")):
        lines = text.split("\n")
        number = next(n for n, line in enumerate(lines) if len(line) > _MAX_LINE)
        detail = f"lines longer than {_MAX_LINE:,} characters were read only that far"
        failures.append(Failure("truncated", detail, lines_before + number + 1))
        text = "\n".join(line[:_MAX_LINE] for line in lines)
    return _RUN.sub(lambda match: " " * len(match[0]), text), tuple(failures)


@lru_cache(maxsize=2)
def _parser(jsx: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.admon import admon_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": 20})
    parser.enable(["table", "strikethrough"]).use(admon_plugin).use(footnote_plugin)
    parser.disable("footnote_tail")
    if jsx:
        # Indentation follows the components in MDX; it never means code.
        parser.disable("code")
    # Targets are kept as written, and judged by rules rather than refused here.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser
