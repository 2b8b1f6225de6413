"""Undoes what hides wording from a filter and not from a model: split, swapped or coded letters."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from ragaudit.detectors.safety import _invisible
from ragaudit.detectors.safety._confusables import COMPATIBLE, skeleton

_LEET = str.maketrans("013457@$!|", "oieastasil")
_LEET_BYTES = bytes.maketrans(b"013457@$!|", b"oieastasil")
_GAP_BYTES = bytes.maketrans(b"-._*", b"    ")
_ODD = re.compile(
    f"[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f\U000e0000-\U000e01ef{COMPATIBLE}"
    "\u0370-\u058f\u13a0-\u13ff]"
)
_TOKEN = re.compile(r"[^\W\d_]+")
_APART = re.compile(r"(?<!\w)\w([ ._*·•-])\w(?:\1\w){2,40}(?!\w)")
_CODED = re.compile(r"[A-Za-z0-9+/_-]{24,4000}={0,2}")
_MIN_CODED, _MAX_CODED = 24, 200
_KEYS = (b"ignor", b"disregard", b"instruct", b"prompt", b"previous", b"forget")
_SPACED_KEYS = (b"i g n o r e", b"d i s r e g", b"i n s t r u c t", b"p r o m p t", b"f o r g e t")

LOOK_ALIKE, INVISIBLE = "letters of another alphabet", "invisible characters"
DIGITS, APART, CODED = "digits in place of letters", "letters set apart", "Base64"


def is_odd(text: str) -> bool:
    """Whether a text has characters that may stand for, or between, other letters."""
    return not text.isascii() and _ODD.search(text) is not None


def may_be_disguised(lowered: str) -> bool:
    """Whether a text in lower case may spell its key words in digits or apart."""
    written = lowered.encode("ascii", "replace")
    read = written.translate(_LEET_BYTES)
    if read != written and any(read.count(key) > written.count(key) for key in _KEYS):
        return True
    apart = written.translate(_GAP_BYTES)
    return any(key in apart for key in _SPACED_KEYS)


def readings(text: str) -> Iterator[tuple[str, str]]:
    """Other ways to read a text that differ from it, each with what disguises it."""
    if is_odd(text):
        plain = _invisible.without(text)
        if plain != text:
            yield INVISIBLE, plain
            text = plain
        latin = _TOKEN.sub(lambda match: _latin(match[0]), text)
        if latin != text:
            yield LOOK_ALIKE, latin
            text = latin
    digits = text.lower().translate(_LEET)
    if digits != text.lower():
        yield DIGITS, digits
    joined = _APART.sub(lambda match: match[0].replace(match[1], ""), text)
    if joined != text:
        # A gap between words is wider than one between the letters of a word.
        yield APART, " ".join(joined.split())


def decoded(text: str) -> Iterator[tuple[str, str]]:
    """Every Base64 run that holds a sentence, with the sentence."""
    # An address is long as well, and ends the run at its first colon or dot.
    long = [token for token in text.split() if len(token) >= _MIN_CODED and "://" not in token]
    for token in long[:_MAX_CODED]:
        for match in _CODED.finditer(token[:5000]):
            if (sentence := _sentence(match[0])) is not None:
                yield match[0], sentence


def _latin(token: str) -> str:
    read = skeleton(token)
    return read if read != token and read.isascii() else token


def _sentence(run: str) -> str | None:
    raw = run.rstrip("=").replace("-", "+").replace("_", "/")
    raw = raw[: len(raw) - (len(raw) % 4 == 1)]
    try:
        text = base64.b64decode(raw + "=" * (-len(raw) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    printable = text.isprintable() or text.replace("\n", " ").isprintable()
    return text if printable and text.count(" ") >= 2 else None
