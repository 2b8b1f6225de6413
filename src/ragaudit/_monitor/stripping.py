"""Questions without secrets and personal data, before anybody sees or keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ragaudit.model import AskedOften, Directory, Usage
from ragaudit.redact import redact

_SHORTEST = 3
_HIDDEN = "[redacted: name]"
_LONG_NUMBER = re.compile(r"(?<![\w])\+?\d(?:[ ./()-]{0,2}\d){6,}(?!\w)")
"""Telephone, customer and account numbers look alike; a question loses little without them."""
_OPAQUE = re.compile(r"(?<![\w+/=])(?=[^\s\d]*\d)(?=[\W\d]*[A-Za-z])[A-Za-z0-9+/_=]{16,}")
"""Letters and digits that nobody types as a word: whatever it opens, a question needs no key."""


class Stripper:
    """Hides what `ragaudit.redact` knows, and the names of the people of the directory."""

    def __init__(self, directory: Directory) -> None:
        names = {
            name.strip()
            for user in directory.users
            for name in user.names
            if len(name.strip()) >= _SHORTEST
        }
        listed = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
        self._people = re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE) if listed else None

    def __call__(self, text: str) -> str:
        """The text on one line, without them."""
        shown = _LONG_NUMBER.sub("[redacted: number]", redact(" ".join(text.split())))
        shown = _OPAQUE.sub("[redacted: token]", shown)
        return self._people.sub(_HIDDEN, shown) if self._people else shown


def stripped(usage: Usage, directory: Directory, least: int, most: int) -> Usage:
    """Keep only questions asked at least `least` times, at most `most` of each kind, stripped.

    Wordings that are equal once they are stripped are one.
    """
    strip = Stripper(directory)
    kept = [
        one
        for kind in (False, True)
        for one in _some((o for o in usage.often if o.complaint is kind), strip, least, most)
    ]
    return replace(usage, often=tuple(kept))


def _some(
    often: Iterable[AskedOften], strip: Stripper, least: int, most: int
) -> Iterable[AskedOften]:
    merged: dict[str, AskedOften] = {}
    for one in often:
        if one.count < least or len(merged) == most:
            break
        shown = strip(one.query)
        known = merged.get(shown.casefold())
        count = one.count + (known.count if known else 0)
        redacted = shown != " ".join(one.query.split())
        merged[shown.casefold()] = replace(one, query=shown, count=count, redacted=redacted)
    return merged.values()
