"""Markdown by markdown-it-py: blocks with exact lines, links, anchors and directives."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ragaudit.model import Content, Failure, Limits

from . import front_matter, markdown_hidden, mdx
from .decode import decode
from .formats import engine_of
from .markdown_blocks import BlockReader
from .markdown_plain import shortcut
from .source_text import SourceText
from .templating import Masked, tags_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MAX_LINE = 1_000_000
_MAX_RUN = 1_000
_MAX_NESTING = 40
_RUN = re.compile(r"([\[\]!*_~`<>(){}&\\-])(?:[ \t]?\1){50,}+")
_TAB = re.compile(r"^( {0,12})===[!+]? (?=\")", re.MULTILINE)
_DATA_URI = re.compile(r"data:[\w/+.;=-]{1,100};base64,[A-Za-z0-9+/=%]{200,}+")


def parse(data: bytes, path: str, limits: Limits) -> Content:
    """Parse Markdown, MDX and Markdown behind a template engine."""
    decoded = decode(data, limits)
    text, engine = decoded.text, engine_of(path)
    front = front_matter.split(text)
    body = text[front.end :]
    masked = Masked(mdx.blank(body) if engine == "mdx" else body, tags_of(engine))
    readable, failures = _tamed(masked.text, front.lines)
    # Content tabs (`=== "Linux"`) are indented as admonitions are; else their text reads as code.
    readable = _TAB.sub(r"\1!!! tab ", readable)
    tokens = _parser(engine == "mdx").parse(readable)
    reader = BlockReader(SourceText(text), front.lines, masked)
    reader.read(tokens)
    failures += _too_deep(tokens, front.lines)
    directives = [
        *(mdx.directives(body, front.lines) if engine == "mdx" else ()),
        *reader.directives,
    ]
    title = front.title or reader.title
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
        hidden=markdown_hidden.of_tokens(body, tokens, front.lines, masked, engine == "mdx"),
    )


def _tamed(text: str, lines_before: int) -> tuple[str, tuple[Failure, ...]]:
    """Cut what makes a Markdown parser slow and no person writes: endless lines and runs."""
    failures = []
    if ";base64," in text:
        text = _DATA_URI.sub("data:", text)
    if len(text) > _MAX_LINE and any(len(line) > _MAX_LINE for line in text.split("\n")):
        lines = text.split("\n")
        number = next(n for n, line in enumerate(lines) if len(line) > _MAX_LINE)
        detail = f"lines longer than {_MAX_LINE:,} characters were read only that far"
        failures.append(Failure("truncated", detail, lines_before + number + 1))
        text = "\n".join(line[:_MAX_LINE] for line in lines)
    return _RUN.sub(_without_long_run, text), tuple(failures)


def _without_long_run(match: re.Match[str]) -> str:
    return match[0] if len(match[0]) < _MAX_RUN else " " * len(match[0])


def _too_deep(tokens: Sequence[Token], lines_before: int) -> tuple[Failure, ...]:
    """Say where lists and quotes are nested so deeply that the parser gave up."""
    for token in tokens:
        if token.level >= _MAX_NESTING - 1 and token.nesting == 1 and token.map:
            line = lines_before + token.map[0] + 1
            detail = f"lists or quotes nested deeper than {_MAX_NESTING // 2} levels were not read"
            return (Failure("truncated", detail, line),)
    return ()


@lru_cache(maxsize=2)
def _parser(jsx: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.admon import admon_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    parser.enable(["table", "strikethrough"]).use(admon_plugin).use(footnote_plugin)
    parser.disable("footnote_tail")
    if jsx:
        # Indentation follows the components in MDX; it never means code.
        parser.disable("code")
    shortcut(parser)
    # Targets are kept as written, and judged by rules rather than refused here.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser
