"""Quantities that words give without a number: `a week`, `the third attempt`, `free of charge`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.detectors.conflict._bounds import Bound
from ragaudit.detectors.conflict._terms import stem
from ragaudit.detectors.conflict._units import UNITS
from ragaudit.detectors.conflict._value import INFINITE, TRIES, Kind, Value, bounded, quantity

_ARTICLE_UNIT = re.compile(
    r"\b(?P<lead>within|for|after|than|least|most|up to|every|under|over|in|lasts?|takes?"
    r"|until|exceeds?|exceeding|beyond"
    r"|another|once|only|to|is|(?<!end )(?<!start )(?<!beginning )of|have|has|get|gets|takes"
    r"|take|needs?|leaves?|gives?|still|by"
    r"|at|than)\s(?P<half>half\s)?(?P<art>an?|one|the full|a full|a single"
    r"|a whole)\s(?:(?P<half2>half)[ -])?"
    r"(?P<unit>second|minute|hour|day|night|week|fortnight|month|quarter|year|decade"
    r"|working day|business day|calendar month"
    r"|calendar year|working week)\b(?!['’-])"
)
_HALF_UNIT = re.compile(r"\bhalf (?:an? )?(?P<unit>hour|day|year)\b")
_AND_A_HALF = re.compile(r"\ban? (?P<unit>hour|day|week|month|year) and a half\b")
_QUARTERS = re.compile(r"\b(?P<part>three[- ]quarters|a quarter) of an hour\b")
_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9,
    "tenth": 10, "twelfth": 12,
    "fifteenth": 15, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_NTH_TIME = re.compile(
    rf"\b(?:after|from|on|until|before|with) the (?P<word>{'|'.join(_ORDINALS)}) (?:(?:failed"
    rf"|unsuccessful|wrong|missed|such|false|late) )?(?P<noun>[a-z]{{3,20}})\b"
)
_NEXT_DAY = re.compile(
    r"\b(?:(?:the )?(?:next|following) (?P<unit>working day|business day|day)"
    r"|the (?P<unit2>working day|business day|day) after)\b"
)
_NTH = re.compile(
    rf"\b(?P<lead>from|on|by|until|before|after|in) (?:and including )?(?:the|your"
    rf"|their) (?:(?P<word>{'|'.join(_ORDINALS)})|(?P<n>\d{{1,3}})(?:st|nd|rd|th))"
    r" (?P<unit>(?:working |business |calendar )?(?:day|week|month|year))\b(?! of (?:the|each"
    r"|every|a) (?:month|quarter|year))"
)
_FRACTION = re.compile(
    r"\b(?P<part>half|(?:a|one) third|two[- ]thirds|(?:a|one) quarter"
    r"|three[- ]quarters)\s(?:of|the)\b"
)
_FRACTIONS = {
    "half": 50.0,
    "third": 100 / 3,
    "two thirds": 200 / 3,
    "quarter": 25.0,
    "three quarters": 75.0,
}
_FREE = re.compile(
    r"\b(?:free of charge|at no (?:extra |additional )?(?:charge|cost)"
    r"|without (?:charge|extra cost)|for free|costs? nothing"
    r"|no (?:charge|fee|surcharge)|complimentary|is free|are free|waived)\b"
)
_UNLIMITED = re.compile(
    r"\b(?:unlimited|no (?:upper |fixed )?(?:limit|cap|ceiling|maximum)"
    r"|without (?:any )?(?:limit|cap)|as (?:many|often|long|much) as"
    r" (?:you|they) (?:like|want|wish|need)|indefinitely|forever|never expires?"
    r"|do(?:es)? not expire|for an unlimited)\b"
)


def compound(sentence: str) -> Iterator[Value]:
    """`a year and a half`, `three quarters of an hour`: more than one number word for one value."""
    for match in _AND_A_HALF.finditer(sentence) if "and a half" in sentence else ():
        unit = UNITS[match["unit"].lower()]
        length = quantity("duration", 1.5 * unit.factor, match.span(), unit.calendar)
        yield bounded(sentence, length)
    for match in _QUARTERS.finditer(sentence) if "of an hour" in sentence else ():
        minutes = 45 if match["part"].lower().startswith("three") else 15
        yield bounded(sentence, quantity("duration", 60.0 * minutes, match.span()))


def worded(sentence: str) -> Iterator[Value]:
    """All the others, those first that outrank a later one at the same place."""
    yield from _nth_units(sentence)
    yield from _next_days(sentence)
    yield from _nth_times(sentence)
    yield from _single_units(sentence)
    yield from _halves(sentence)
    yield from _fractions(sentence)
    for match in _FREE.finditer(sentence):
        yield quantity("money/free", 0, match.span())
    for match in _UNLIMITED.finditer(sentence):
        yield quantity("any", INFINITE, match.span())


def _nth_units(sentence: str) -> Iterator[Value]:
    for match in _NTH.finditer(sentence):
        unit = UNITS[match["unit"].lower()]
        nth = (_ORDINALS[match["word"].lower()] if match["word"] else int(match["n"])) * unit.factor
        bound = Bound.OVER if match["lead"].lower() in {"from", "after"} else Bound.MOST
        yield Value(Kind.QUANTITY, "duration", nth, nth, bound, "ordinal",
                    start=match.start("lead"), end=match.end())  # fmt: skip


def _next_days(sentence: str) -> Iterator[Value]:
    for match in _NEXT_DAY.finditer(sentence):
        unit = UNITS[(match["unit"] or match["unit2"]).lower()]
        yield Value(Kind.QUANTITY, "duration", unit.factor, unit.factor, Bound.MOST, unit.calendar,
                    start=match.start(), end=match.end())  # fmt: skip


def _nth_times(sentence: str) -> Iterator[Value]:
    for match in _NTH_TIME.finditer(sentence):
        if stem(match["noun"]) in TRIES:
            nth = _ORDINALS[match["word"].lower()]
            yield Value(Kind.QUANTITY, "count/time", nth, nth, Bound.MOST,
                        start=match.start("word"), end=match.end())  # fmt: skip


def _single_units(sentence: str) -> Iterator[Value]:
    for match in _ARTICLE_UNIT.finditer(sentence):
        if match["lead"].lower() in {"every", "once"}:
            continue
        unit = UNITS[match["unit"].lower()]
        factor = unit.factor / 2 if match["half"] or match["half2"] else unit.factor
        start = match.start("half") if match["half"] else match.start("art")
        length = quantity("duration", factor, (start, match.end()), unit.calendar)
        yield bounded(sentence, length)


def _halves(sentence: str) -> Iterator[Value]:
    for match in _HALF_UNIT.finditer(sentence) if "half" in sentence else ():
        seconds = UNITS[match["unit"].lower()].factor / 2
        yield bounded(sentence, quantity("duration", seconds, match.span()))


def _fractions(sentence: str) -> Iterator[Value]:
    for match in _FRACTION.finditer(sentence):
        share = _FRACTIONS[re.sub(r"^(?:a|one) ", "", match["part"].lower().replace("-", " "))]
        yield bounded(sentence, quantity("share", share, match.span()))
