"""Patterns of policies: `*` for anything, `?` for one character, `${…}` for who asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_VARIABLE = re.compile(r"\$\{([^}]{0,256})\}")
_STARS = re.compile(r"\*+")
_ITSELF = {"*": "\ufdd0", "?": "\ufdd1", "$": "$"}
"""What `${*}` and the like stand as until an expression is made: characters no key has."""
_MEANT = {"\ufdd0": re.escape("*"), "\ufdd1": re.escape("?"), "?": "."}


@lru_cache(maxsize=16_384)
def wildcard(pattern: str, any_case: bool = False) -> re.Pattern[str]:
    """A pattern as an expression; in groups that give nothing back, so that no text is slow."""
    return re.compile(_expression(pattern), re.DOTALL | (re.IGNORECASE if any_case else 0))


def _expression(pattern: str) -> str:
    first, *rest = [_literal(part) for part in _STARS.split(pattern)]
    if not rest:
        return first
    # The first place where a part fits is as good as any later one, so none is tried again.
    middle = "".join(f"(?>.*?{part})" for part in rest[:-1])
    return f"{first}{middle}.*{rest[-1]}"


def _literal(text: str) -> str:
    return "".join(_MEANT.get(letter) or re.escape(letter) for letter in text)


def filled(pattern: str, values: Mapping[str, str]) -> str | None:
    """A pattern with its variables replaced; None where one is not known."""
    out, at = [], 0
    for found in _VARIABLE.finditer(pattern):
        value = _value(found[1], values)
        if value is None:
            return None
        out += [pattern[at : found.start()], value]
        at = found.end()
    return "".join((*out, pattern[at:]))


def has_variable(pattern: str) -> bool:
    """Whether it depends on who asks."""
    return any(found[1] not in _ITSELF for found in _VARIABLE.finditer(pattern))


def _value(name: str, values: Mapping[str, str]) -> str | None:
    if name in _ITSELF:
        return _ITSELF[name]
    key, _, default = name.partition(",")
    found = values.get(key.strip().casefold())
    if found is not None:
        return found
    return default.strip().strip("'") if default else None
