"""Finds providers' tokens: text without their beginnings is done with at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from ragaudit.sensitive.hits import Hit, Topic
from ragaudit.sensitive.placeholders import is_placeholder
from ragaudit.sensitive.plugins import PLUGINS, patterns
from ragaudit.sensitive.token_table import TOKENS, Token

_DENSE = re.compile(r"[A-Za-z0-9_.:/+=~|@-]{20,}")
_BY_SIGN = tuple((sign, token) for token in TOKENS for sign in token.signs)
_PUBLISHED = frozenset(
    {"02f7ce3c263f85c019eeeeea", "48049eec419f7b7786795584", "3543c50b0cb9cea8e55eb1f5"}
)
"""Digests of the samples in the documentation of Discord and GitHub, which everybody copies."""
_DIGIT_OR_CASE = re.compile(r"\d|[a-z][A-Z]|[A-Z][a-z]")
_BEFORE = re.compile(r"(?:[A-Za-z0-9_.-])\Z")
_ESCAPE = re.compile(r"(?:\\[nrt]|%[0-9A-Fa-f]{2}|\\u[0-9a-fA-F]{4})\Z")


def dense(text: str) -> str:
    """The unbroken runs of a text that are long and mixed enough to hold a token, one a line."""
    return "\n".join(run for run in _DENSE.findall(text) if _DIGIT_OR_CASE.search(run))


def tokens(text: str, runs: str) -> Iterator[Hit]:
    """Yield every token that is no placeholder; `runs` is `dense(text)`."""
    if not runs:
        return
    for sign, token in _BY_SIGN:
        if sign in runs:
            yield from _matches(text, _compiled(token), token)
    for plugin in PLUGINS:
        if any(sign in runs for sign in plugin.signs):
            token = Token(plugin.kind, plugin.signs, "")
            for pattern in patterns(plugin):
                yield from _matches(text, pattern, token)


def _matches(text: str, pattern: re.Pattern[str], token: Token) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        start, end = match.span()
        if _stands_alone(text, start, end) and not _is_typed(match[0], token):
            yield Hit(Topic.SECRET, token.kind, start, end, token.weight)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a match is a whole word and no piece of a longer one."""
    before = text[max(0, start - 6) : start]
    if _BEFORE.search(before) and not _ESCAPE.search(before):
        return False
    return not text[end : end + 1].isalnum()


def _is_typed(value: str, token: Token) -> bool:
    """Whether a value was made up by hand."""
    if sha256(value.encode()).hexdigest()[:24] in _PUBLISHED:
        return True
    sign = next((s for s in token.signs if value.startswith(s)), "")
    return is_placeholder(value[len(sign) :] or value, entropy=token.entropy)


@cache
def _compiled(token: Token) -> re.Pattern[str]:
    return re.compile(token.pattern)


def prepare() -> None:
    """Compile every pattern now, so that processes that are forked later have them."""
    for token in TOKENS:
        _compiled(token)
    for plugin in PLUGINS:
        patterns(plugin)
