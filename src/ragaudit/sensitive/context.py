"""What is said around a number, which tells what it is."""

from __future__ import annotations

import re

_BEFORE, _AFTER = 90, 50
_MADE_UP = re.compile(
    r"\bexamples?\b|\be\.g\b|\bsamples?\b|\bdummy\b|\bfake\b|\bfictit|\bfictional\b|\bmock"
    r"|\bspecimen|\bsandbox\b|\bplaceholder|\bmade[- ]up\b|\binvented\b|\bformat\b|\bregex"
    r"|\btest(?:ing)? (?:card|number|account|data|value|customer|user|patient|iban|ssn)"
    r"|\bsuch as\b|\bmuster\b|\bbeispiel|\bexemple|\bejemplo|\besempio|\bfor instance\b"
    r"|\bsynthetic\b|\banonymi[sz]ed\b|\bvalidat",
    re.IGNORECASE,
)


def near(text: str, start: int, end: int, context: str = "") -> str:
    """The words around a place, on its line and the one before, after what stands above it."""
    return f"{context}\n{text[max(0, start - _BEFORE) : start]}\0{text[end : end + _AFTER]}"


def is_made_up(around: str) -> bool:
    """Whether the words around a value present it as an example."""
    return bool(_MADE_UP.search(around))
