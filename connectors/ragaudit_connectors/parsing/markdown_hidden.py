"""Text in Markdown that the finished page does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ragaudit.model import HiddenText

from .html_hidden import COMMENT, of_markup
from .source_text import SourceText
from .templating import Masked

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAG = re.compile(r"<[a-z][^<>]{0,400}?(?:\sstyle\s*=|\shidden\b)|<(?:style|template)\b", re.I)
_INLINE_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]{1,1000}(?:\n[^`\n]{1,1000}){0,5}?\1(?!`)")
_AS_LINK = re.compile(
    r"^ {0,3}\[(?://|_|comment|#|hidden|note)[^\]\n]{0,60}\]:[ \t]*(?:#|<>|<#>)[ \t]*"
    r"(?:\((.{8,4000}?)\)|\"(.{8,4000}?)\"|'(.{8,4000}?)')[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_MDX_COMMENT = re.compile(r"\{/\*((?:[^*]|\*(?!/\}))*+)\*/\}")


def of_tokens(
    body: str, tokens: Sequence[Token], lines_before: int, masked: Masked, jsx: bool
) -> tuple[HiddenText, ...]:
    """The hidden text of a file, from its source without code."""
    tagged = "<" in body and _TAG.search(body) is not None
    if not (tagged or "<!--" in body or "]: " in body or (jsx and "{/*" in body)):
        return ()
    text = _without_code(body if jsx else masked.text, tokens)
    found = [*_as_links(text), *(_jsx(text) if jsx else ())]
    if tagged:
        found += of_markup(text, SourceText(text))
    elif "<!--" in text:
        found += _comments(text)
    return tuple(
        HiddenText(masked.strip(one.text), one.line + lines_before, one.how, one.idiom)
        for one in found
    )


def _without_code(text: str, tokens: Sequence[Token]) -> str:
    lines = text.split("\n")
    for token in tokens:
        if token.type == "fence" or (token.type == "code_block" and token.map):
            first, last = token.map or (0, 0)
            lines[first:last] = [""] * (min(last, len(lines)) - first)
    text = "\n".join(lines)
    return _INLINE_CODE.sub(_blank, text) if "`" in text and "<" in text else text


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _comments(text: str) -> Iterator[HiddenText]:
    source, end = SourceText(text), 0
    while (start := text.find("<!--", end)) >= 0:
        start += len("<!--")
        if (end := text.find("-->", start)) < 0:
            return
        written = text[start:end]
        if len(said := " ".join(written.split())) > 8:
            line = source.line_of(start + len(written) - len(written.lstrip()))
            yield HiddenText(said[:4000], line, "an HTML comment", COMMENT)


def _as_links(text: str) -> Iterator[HiddenText]:
    """`[//]: # (a note)`: a link nobody uses, so that nothing is shown."""
    for match in _AS_LINK.finditer(text) if "]:" in text else ():
        line = text.count("\n", 0, match.start()) + 1
        said = next(filter(None, match.groups()), "")
        yield HiddenText(said.strip(), line, "a comment in the form of a link", COMMENT)


def _jsx(text: str) -> Iterator[HiddenText]:
    for match in _MDX_COMMENT.finditer(text):
        if len(said := " ".join(match[1].split())) > 8:
            line = text.count("\n", 0, match.start()) + 1
            yield HiddenText(said[:4000], line, "an MDX comment", COMMENT)
