"""Passes text without inline markup around the inline parser: most prose has none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_MARKUP = re.compile(r"[\\`*_~\[\]<&]")
_BREAK = re.compile(r"[ \t]*\n[ \t]*")


def shortcut(parser: MarkdownIt) -> None:
    """Make a parser skip its inline rules where none of them could match."""
    parser.core.ruler.at("inline", _inline)


def _inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        if token.children is None:
            token.children = []
        if _MARKUP.search(token.content):
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        else:
            token.children.extend(_plain(token.content))


def _plain(text: str) -> list[Token]:
    """The tokens the inline rules would make of text without markup."""
    from markdown_it.token import Token

    tokens: list[Token] = []
    for n, line in enumerate(_BREAK.split(text)):
        if n:
            tokens.append(Token("softbreak", "br", 0))
        if line:
            tokens.append(Token("text", "", 0, content=line))
    return tokens
