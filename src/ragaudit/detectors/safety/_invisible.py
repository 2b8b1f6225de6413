"""Characters that take no room on the page, and when that is how a script is written."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

JOINERS = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0"  # noqa: E501
DIRECTION = "\u202a-\u202e\u2066-\u2069"
SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
TAGS = "\U000e0000-\U000e007f"

ANY = re.compile(f"[{JOINERS}{DIRECTION}{SELECTORS}{TAGS}]")
_ALL = re.compile(f"[{JOINERS}{DIRECTION}{SELECTORS}{TAGS}]+")
FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
"""A flag of a region, e.g. of Scotland: a black flag, the region in tags, and an end."""
_TAG_RUN = re.compile(f"[{TAGS}]+")
_SELECTOR_RUN = re.compile(f"[{SELECTORS}]{{4,}}")

_PLAIN_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")


@lru_cache(maxsize=4096)
def is_plain_letter(char: str) -> bool:
    """Whether it is a letter of a script whose letters are never joined or kept apart."""
    if not char.isalpha():
        return False
    return unicodedata.name(char, "").startswith(_PLAIN_SCRIPTS)


@lru_cache(maxsize=4096)
def is_right_to_left(char: str) -> bool:
    """Whether it is a letter or digit of Hebrew, Arabic and their like."""
    return unicodedata.bidirectional(char) in ("R", "AL", "AN")


def without(text: str) -> str:
    """The text as it looks."""
    return _ALL.sub("", text)


def shown(text: str) -> str:
    """The text with every invisible character replaced by its code point: `⟨U+200B⟩`."""
    return _ALL.sub(lambda match: _named(match[0]), text)


def _named(run: str) -> str:
    codes = [f"U+{ord(char):04X}" for char in run[:2]]
    more = f" and {len(run) - 2} more" if len(run) > 2 else ""
    return f"⟨{' '.join(codes)}{more}⟩"


def tag_text(text: str) -> str:
    """What tag characters spell, flags left out."""
    runs = _TAG_RUN.findall(FLAG.sub("", text))
    return " ".join(filter(None, ("".join(map(_untag, run)).strip() for run in runs)))


def _untag(char: str) -> str:
    code = ord(char) - 0xE0000
    return chr(code) if 32 <= code < 127 else ""


def selector_text(text: str) -> str:
    """What runs of variation selectors spell, one byte each, where that is text."""
    found = []
    for run in _SELECTOR_RUN.findall(text):
        data = bytes(ord(c) - 0xFE00 if c <= "\ufe0f" else ord(c) - 0xE0100 + 16 for c in run)
        spelt = data.decode("utf-8", "replace")
        if spelt.isprintable() and "\ufffd" not in spelt:
            found.append(spelt)
    return " ".join(found)
