"""How often something happens: `every two weeks`, `daily`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.detectors.conflict._numbers import read_number
from ragaudit.detectors.conflict._units import DAY_SECONDS, UNITS
from ragaudit.detectors.conflict._value import Value, quantity

_EVERY = re.compile(
    r"\b(?:every|each|once (?:a|an|per|every|each)"
    r"|(?P<twice>twice|two times) (?:a|an|per|every|each)"
    r"|(?P<thrice>three times|thrice) (?:a|an|per|every|each)"
    r"|(?P<four>four times) (?:a|an|per|every|each))\s"
    r"(?:(?P<other>other|second|third|fourth)\s"
    r"|(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen)[ -])?"
    r"(?P<unit>second|minute|hour|day|night|week|fortnight|month|quarter|year|working day"
    r"|business day|weekday)s?\b"
)
_ADVERB = re.compile(
    r"\b(?P<adverb>hourly|daily|nightly|weekly|fortnightly|biweekly|monthly|quarterly"
    r"|half[- ]yearly|semi-?annually|biannually"
    r"|annually|yearly|biennially)\b(?=\s?(?:[.,;:)!?]|$"
    r"|\s(?:by|at|on|in|to|for|and|or|via|from|during|until|unless|through"
    r"|with|as|before|after|between|using|rather|instead|but|so)\b))"
)
_ADVERBS = {
    "hourly": 1 / 24, "daily": 1, "nightly": 1, "weekly": 7, "fortnightly": 14, "biweekly": 14,
    "monthly": 30.436875,
    "quarterly": 91.310625, "half-yearly": 182.62125, "half yearly": 182.62125,
    "semi-annually": 182.62125,
    "semiannually": 182.62125, "biannually": 182.62125, "annually": 365.2425, "yearly": 365.2425,
    "biennially": 730.485,
}  # fmt: skip
_OTHER = {"other": 2, "second": 2, "third": 3, "fourth": 4}


def frequencies(sentence: str) -> Iterator[Value]:
    """Periods, in seconds between two times."""
    for match in _EVERY.finditer(sentence):
        if match[0].lower().startswith("each") and not match["n"]:
            continue
        unit = UNITS[match["unit"].lower()]
        yield quantity("period", _each(match) * unit.factor, match.span(), unit.calendar)
    for match in _ADVERB.finditer(sentence):
        seconds = _ADVERBS[match["adverb"].lower()] * DAY_SECONDS
        yield quantity("period", seconds, match.span(), "month")


def _each(match: re.Match[str]) -> float:
    """Units of time from one to the next."""
    if match["n"]:
        count = read_number(match["n"]) or 1
    else:
        count = _OTHER.get((match["other"] or "").lower(), 1)
    return count / (2 if match["twice"] else 3 if match["thrice"] else 4 if match["four"] else 1)
