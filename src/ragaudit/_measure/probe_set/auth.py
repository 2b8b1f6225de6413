"""What a target is sent for a principal: secrets by the name of a variable, never as such."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.sensitive import secrets

TEMPLATE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
"""`${NAME}`: the value of an environment variable."""
_CREDENTIAL = re.compile(
    r"auth|token|secret|passw|pwd|credential|cookie|session|bearer|jwt|api.?key|\bkey\b|signature",
    re.IGNORECASE,
)
_SCHEME = r"(?:(?:Bearer|Basic|Token|Digest|Negotiate|ApiKey|Api-Key|SharedKey|Key)\s+)?"
_PAIR = r"(?:[\w.-]{1,64}=)?\"?\$\{[A-Za-z_][A-Za-z0-9_]*\}\"?"
_ONLY_NAMED = re.compile(rf"\s*{_SCHEME}{_PAIR}(?:\s*[;,:]\s*{_PAIR})*\s*;?\s*", re.IGNORECASE)
"""A scheme and variables, or cookies whose values are variables."""
_DRAWN = re.compile(r"[A-Za-z0-9_+/=.~-]{20,}")
_WRITE = "name an environment variable instead: `${NAME}`"


def check(auth: dict[str, str]) -> dict[str, str]:
    """Pass on what holds no secret. Raises `ValueError`, which never shows a value."""
    for key, value in auth.items():
        if problem := next(_problems(key, value), None):
            raise ValueError(f"“{key}” {problem}")
    return auth


def variables(auth: dict[str, str]) -> tuple[str, ...]:
    """The environment variables that are named, in order, once."""
    return tuple(dict.fromkeys(name for text in auth.values() for name in TEMPLATE.findall(text)))


def _problems(key: str, value: str) -> Iterator[str]:
    rest = TEMPLATE.sub("", value)
    if "${" in rest:
        yield "names no variable: write it as `${NAME}`, with letters, digits and `_`"
    if not value or _ONLY_NAMED.fullmatch(value):
        return
    if _CREDENTIAL.search(key):
        yield f"holds more than a variable; {_WRITE}, such as `Bearer ${{ALICE_TOKEN}}`"
    if secrets(f"{key}: {rest}") or _looks_drawn(rest):
        yield f"looks like it holds a secret; {_WRITE}"


def _looks_drawn(text: str) -> bool:
    """Whether a word is long and mixed as only generated ones are."""
    return any(
        any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
        for word in _DRAWN.findall(text)
    )
