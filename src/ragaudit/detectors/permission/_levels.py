"""What classification labels say: four levels, and the phrases people write for them."""

from __future__ import annotations

import re
from enum import StrEnum

_LONGEST = 240


class Level(StrEnum):
    """How closely a label says a text is to be kept."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"  # noqa: S105  # a label, not a password


PHRASES = {
    **dict.fromkeys(
        ("public", "unclassified", "tlp clear", "tlp white", "for public release"),
        Level.PUBLIC,
    ),
    **dict.fromkeys(
        (
            "internal", "internal only", "internal use", "internal use only",
            "for internal use", "for internal use only", "company internal", "staff only",
            "employees only", "not for external distribution", "not for external use",
            "for internal distribution only", "for internal circulation only",
            "not for public release", "not for public distribution", "not for publication",
            "for official use only",
            "tlp green", "private", "usage interne",
            "nur für den internen gebrauch", "nur für den dienstgebrauch",
        ),
        Level.INTERNAL,
    ),
    **dict.fromkeys(
        (
            "confidential", "company confidential", "private and confidential",
            "private confidential", "confidential proprietary", "proprietary confidential",
            "confidential and proprietary", "proprietary and confidential",
            "confidential information", "commercial in confidence", "in confidence",
            "do not distribute", "do not share", "do not forward", "do not copy or distribute",
            "not for distribution", "not for circulation", "sensitive", "official sensitive",
            "tlp amber", "vertraulich", "confidentiel",
        ),
        Level.CONFIDENTIAL,
    ),
    **dict.fromkeys(
        (
            "secret", "top secret", "strictly confidential", "highly confidential",
            "most confidential", "strictly private and confidential", "restricted",
            "highly restricted", "need to know", "need to know only", "eyes only", "tlp red",
            "tlp amber strict", "streng vertraulich",
        ),
        Level.SECRET,
    ),
}  # fmt: skip
DENIALS = frozenset(("not", "non", "no", "un", "declassified", "formerly", "previously"))
_OPEN_ENDED = DENIALS | {"external", "or", "if", "when"}
TOKEN = re.compile(r"[^\W_]+")


def phrase(text: str) -> str:
    """A text as the table of phrases has it: words in lower case, single spaces."""
    return " ".join(TOKEN.findall(text)).casefold()


def strictest(levels: set[Level]) -> Level | None:
    """The narrowest of some levels."""
    return max(levels, key=list(Level).index) if levels else None


def level_of(label: str) -> Level | None:
    """The level of a label given as metadata; None where it is public or not known for certain."""
    words = phrase(label[:_LONGEST]).split()
    levels, rest = _read(words)
    if len(words) > 8 or Level.PUBLIC in levels or not _OPEN_ENDED.isdisjoint(rest):
        return None
    return strictest(levels)


def _read(words: list[str]) -> tuple[set[Level], list[str]]:
    """The levels of the longest known phrases in a row of words, and the words left over."""
    levels, rest, start = set(), [], 0
    while start < len(words):
        for end in range(min(len(words), start + 5), start, -1):
            level = PHRASES.get(" ".join(words[start:end]))
            if level is not None:
                levels.add(level)
                start = end
                break
        else:
            rest.append(words[start])
            start += 1
    return levels, rest
