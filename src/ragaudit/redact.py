"""Secrets and personal data are replaced before any text is shown, logged or stored.

What counts as such is found in one place, `ragaudit.sensitive`, for this and for the rules. More is
hidden than is reported: published examples, addresses, numbers nobody says what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ragaudit.model import Content
from ragaudit.sensitive import EMAIL, Hit, Topic, bare_numbers, personal, secrets, settle, sightings
from ragaudit.text import shorten

_ROW = " | "
_MAY_HOLD = re.compile(
    r"@|\d(?:\D{0,3}\d){5}|[A-Za-z0-9_+/=~-]{16}|-----|://|pass|pwd|secret|token|key|kennwort"
    r"|contrase|curl|birth|born|d\.?o\.?b|gebur|geboren|naiss|nacim|address|lives |resid|wohnhaft"
    r"|domicil|privat",
    re.IGNORECASE,
)
"""Everything that is found has one of these; most quotes have none, and are done with quickly."""
_LOOK_AHEAD = 4_000
_SHORTEST, _LONGEST, _LINE, _DRAWN = 4, 300, 40, 8
_CUT = "[redacted]"
_OFTEN = 600
"""Up to this length a text may be a message, of which the same comes more than once."""


def redact(text: str, *, emails: bool = True) -> str:
    """Return the text with every secret and personal detail replaced by `[redacted: kind]`.

    With `emails=False` addresses stay, for text that names the people to turn to.
    """
    if not _MAY_HOLD.search(text):
        return text
    return _remembered(text, emails) if len(text) <= _OFTEN else _redacted(text, emails)


def _redacted(text: str, emails: bool) -> str:
    found = [*secrets(text), *personal(text)]
    if _ROW in text:
        found += bare_numbers(text)
    return _without(text, settle(h for h in found if emails or h.kind != EMAIL))


_remembered = lru_cache(maxsize=16_384)(_redacted)
"""A finding passes here when it is made, and again before it is written."""


def quote(text: str, limit: int = 160) -> str:
    """Redact, then cut to one line of at most `limit` characters: what is cut was whole before."""
    return shorten(redact(text[: limit + _LOOK_AHEAD]), limit)


class Veil:
    """Hides what one document holds, also where a quote lacks the words that tell what it is."""

    def __init__(self, content: Content) -> None:
        kinds = {
            piece: seen.kind
            for seen in sightings(content)
            if seen.kind != EMAIL and (seen.weight or seen.topic is not Topic.CREDENTIAL)
            for piece in _pieces(seen.value)
        }
        self._kinds = sorted(kinds.items(), key=lambda pair: (-len(pair[0]), pair[0]))
        self._joined = "\n".join(("", *(value for value, _ in self._kinds), ""))

    def quote(self, text: str, limit: int) -> str:
        """As the function `quote`, for text of this document."""
        return shorten(self.redact(text[: limit + _LOOK_AHEAD]), limit)

    def redact(self, text: str, *, emails: bool = True) -> str:
        """As the function `redact`, for text of this document."""
        return redact(self.cover(text), emails=emails)

    def cover(self, text: str) -> str:
        """Hide only the very values of this document."""
        for value, kind in self._kinds:
            if value in text:
                text = text.replace(value, f"[redacted: {kind}]")
        return self._without_stumps(text) if self._kinds and "…" in text else text

    def cover_secrets(self, text: str) -> str:
        """Hide only the secrets of this document: long enough to be nothing else by chance."""
        for value, kind in self._kinds:
            if len(value) >= _DRAWN and value in text:
                text = text.replace(value, f"[redacted: {kind}]")
        return text

    def _without_stumps(self, text: str) -> str:
        """Hide what is left of a value that was cut before it came here."""
        parts = text.split("…")
        last = len(parts) - 1
        for number, part in enumerate(parts):
            shown = self._without_head(part) if number < last else part
            parts[number] = self._without_tail(shown) if number else shown
        return "…".join(parts)

    def _without_head(self, text: str) -> str:
        """Without the beginning of a value at the end of the text."""
        for size in range(min(len(text), _LONGEST), _SHORTEST - 1, -1):
            if "\n" + text[-size:] in self._joined:
                return text[:-size] + _CUT
        return text

    def _without_tail(self, text: str) -> str:
        """Without the end of a value at the beginning of the text."""
        for size in range(min(len(text), _LONGEST), _SHORTEST - 1, -1):
            if text[:size] + "\n" in self._joined:
                return _CUT + text[size:]
        return text


def _pieces(value: str) -> Iterable[str]:
    """A value as it may come in a quote: on one line, or a line of it."""
    lines = (line for line in value.split() if len(line) >= _LINE) if "\n" in value else ()
    return {value, " ".join(value.split()), *lines}


def _without(text: str, hits: list[Hit]) -> str:
    out: list[str] = []
    at = 0
    for hit in hits:
        out += (text[at : hit.start], f"[redacted: {hit.kind}]")
        at = hit.end
    return "".join((*out, text[at:]))
