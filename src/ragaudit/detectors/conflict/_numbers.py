"""Numbers as people write them: `1,000`, `1.000,50`, `60k`, `twelve`, `one and a half`."""

from __future__ import annotations

import re

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SUFFIXES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9,
    "hundred": 1e2, "dozen": 12,
}  # fmt: skip
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}

_SIMPLE = "|".join((*_UNITS, *_TENS))
_COMPOUND = rf"(?:{'|'.join(_TENS)})[- ](?:{'|'.join(list(_UNITS)[1:10])})"
_SCALE = "|".join(_SCALES)
_WORDS = (
    rf"(?:(?:{_COMPOUND}|{_SIMPLE}|a(?= (?:{_SCALE})\b))(?:[ -](?:{_SCALE})){{1,2}}"
    rf"(?:(?: and)? (?:{_COMPOUND}|{_SIMPLE}))?|{_COMPOUND}|{_SIMPLE})"
)
_DIGITS = (
    r"\d{1,3}(?:[,'\u202f\u00a0 ]\d{3}){1,4}(?:\.\d{1,4})?(?!\d)"
    r"|\d{1,3}(?:\.\d{3}){1,3},\d{1,2}(?!\d)|\d{1,3}(?:\.\d{3}){2,4}(?![.\d])"
    r"|\d{1,15}(?:[.,]\d{1,6})?"
)

NUMBER = (
    rf"(?:(?<![\w.,/#-])(?:(?:{_DIGITS})(?:\s?[½¼¾⅓⅔]|\s?(?:k|mn|bn)\b|m\b(?!\d)"
    rf"|\s(?:thousand|million|billion|hundred|dozen)\b)?"
    rf"|[½¼¾⅓⅔])"
    rf"|\b(?:half a dozen|(?:a|one|two|three|four|five) dozen|one and a half|two and a half"
    rf"|{_WORDS})\b)"
)
"""A regular expression for one number; bounded, so linear."""

_SPLIT = re.compile(r"[\s-]+")
_PARTS = re.compile(
    r"(?P<digits>[\d.,'\u202f\u00a0 ]*\d)?\s?(?P<fraction>[½¼¾⅓⅔])?\s?(?P<suffix>[a-z]+)?"
)
_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d+,\d{1,2}")
_DOT_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")


def read_number(text: str) -> float | None:
    """The number a match of `NUMBER` stands for; None for what only looks like one."""
    lowered = text.strip().lower()
    if not lowered:
        return None
    if lowered[0].isdigit() or lowered[0] in _FRACTIONS:
        return _digits(lowered)
    return _words(lowered)


def _digits(text: str) -> float | None:
    match = _PARTS.fullmatch(text)
    if match is None:
        return None
    value = _plain(match["digits"]) if match["digits"] else 0.0
    if match["fraction"]:
        value += _FRACTIONS[match["fraction"]]
    if match["suffix"]:
        if match["suffix"] not in _SUFFIXES:
            return None
        value *= _SUFFIXES[match["suffix"]]
    return value


def _plain(digits: str) -> float:
    bare = re.sub(r"[\s'\u202f\u00a0]", "", digits)
    if _EUROPEAN.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif _DOT_GROUPS.fullmatch(bare):
        bare = bare.replace(".", "")
    try:
        return float(bare.replace(",", ""))
    except ValueError:
        return 0.0


def _words(text: str) -> float | None:
    if text == "half a dozen":
        return 6
    if text.endswith(" dozen"):
        return 12 * (_UNITS.get(text.split()[0]) or 1)
    if text.endswith(" and a half"):
        return _UNITS[text.split()[0]] + 0.5
    total, current = 0.0, 0.0
    for word in _SPLIT.split(text):
        if word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total += max(current, 1) * _SCALES[word]
            current = 0
        elif word == "a":
            current = 1
        elif word != "and":
            return None
    return total + current
