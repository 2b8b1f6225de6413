"""Secrets and personal data are replaced before any text is shown, logged or stored.

What counts as such is found in one place, `ragaudit.sensitive`, for this and for the rules. More is
hidden than is reported: published examples, addresses, numbers nobody says what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ragaudit.model import Content
from ragaudit.sensitive import EMAIL, Hit, bare_numbers, personal, secrets, settle, sightings
from ragaudit.text import shorten

_ROW = " | "
_MAY_HOLD = re.compile(
    r"@|\d(?:\D{0,3}\d){5}|[A-Za-z0-9_+/=~-]{16}|-----|://|pass|pwd|secret|token|key|kennwort|contrase"
    r"|curl|born",
    re.IGNORECASE,
)
"""Everything that is found has one of these; most quotes have none, and are done with quickly."""
_LOOK_AHEAD = 4_000
_SHORTEST = 6


def redact(text: str, *, emails: bool = True) -> str:
    """Return the text with every secret and personal detail replaced by `[redacted: kind]`.

    With `emails=False` addresses stay, for text that names the people to turn to.
    """
    if not _MAY_HOLD.search(text):
        return text
    found = [*secrets(text), *personal(text)]
    if _ROW in text:
        found += bare_numbers(text)
    return _without(text, settle(h for h in found if emails or h.kind != EMAIL))


def quote(text: str, limit: int = 160) -> str:
    """Redact, then cut to one line of at most `limit` characters: what is cut was whole before."""
    return shorten(redact(text[: limit + _LOOK_AHEAD]), limit)


class Veil:
    """Hides what one document holds, also where a quote lacks the words that tell what it is."""

    def __init__(self, content: Content) -> None:
        values = {
            line: seen.kind
            for seen in sightings(content)
            for line in _pieces(seen.value)
            if seen.kind != EMAIL
        }
        self._kinds = dict(sorted(values.items(), key=lambda kv: (-len(kv[0]), kv[0])))
        self._pattern = re.compile("|".join(map(re.escape, self._kinds))) if values else None

    def quote(self, text: str, limit: int) -> str:
        """As `quote`, for text of this document."""
        return shorten(self.redact(text[: limit + _LOOK_AHEAD]), limit)

    def redact(self, text: str, *, emails: bool = True) -> str:
        """As `redact`, for text of this document."""
        if self._pattern is None:
            return redact(text, emails=emails)
        out = self._pattern.sub(lambda m: f"[redacted: {self._kinds[m[0]]}]", text)
        return redact(self._without_stumps(out), emails=emails)

    def _without_stumps(self, text: str) -> str:
        """Hide what is left of a value that was cut before it came here."""
        if "…" not in text:
            return text
        for value, kind in self._kinds.items():
            for size in range(len(value) - 1, _SHORTEST - 1, -1):
                text = text.replace(value[:size] + "…", f"[redacted: {kind}]…")
                text = text.replace("…" + value[-size:], f"…[redacted: {kind}]")
        return text


def _pieces(value: str) -> Iterable[str]:
    """A value, and of a key block its lines, since a quote may begin in the middle of it."""
    return [value, *(p for p in value.split() if len(p) >= 40)] if "\n" in value else [value]


def _without(text: str, hits: list[Hit]) -> str:
    out: list[str] = []
    at = 0
    for hit in hits:
        out += (text[at : hit.start], f"[redacted: {hit.kind}]")
        at = hit.end
    return "".join((*out, text[at:]))
