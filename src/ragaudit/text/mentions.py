"""Dates as running text writes them, by a strict grammar: months, quarters and years too."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from ragaudit.text.dates import DateError, parse_date

_YEAR = r"(?:19|20)\d\d"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_MENTION = re.compile(
    rf"(?P<iso>(?<![\w./-]){_YEAR}-\d\d-\d\d(?![\d-]))"
    rf"|(?<![\w./-])(?P<day>\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\.?,?\s{_YEAR}(?![\w-]))"
    rf"|\b(?P<us>{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{_YEAR}(?![\w-]))"
    rf"|(?P<part>\b(?:(?:the\s)?(?:beginning|start|middle|end)\sof\s|early\s(?:in\s)?|mid[\s-]|late"
    rf"\s(?:in\s)?)(?:the\s)?)?(?:\b(?P<quarter>Q[1-4]|(?:the\s)?(?:first|second|third|fourth|last)"
    rf"\squarter)(?:\s(?:of\s)?|[/-])?(?P<qyear>{_YEAR})"
    rf"|\b(?P<half>H[12]|(?:the\s)?(?:first|second)\shalf)(?:\s(?:of\s)?|[/-])(?P<hyear>{_YEAR})"
    rf"|\b(?P<month>{_MONTH})\.?,?\s(?:of\s)?(?P<myear>{_YEAR})"
    rf"|(?:(?<![\w/.,$€£#:@&=+-])|(?<=\bmid-))(?P<year>{_YEAR}))(?![\w%/-]|[.,:]\d)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)(?:\sof\b)?|(?<=\d)\sof\b", re.IGNORECASE)
_HAS_YEAR = re.compile(_YEAR)
_EARLY, _MIDDLE = ("early", "beginning", "start", "the beginning", "the start"), ("mid", "middle")


class Precision(IntEnum):
    """How exactly a date is told."""

    DAY = 1
    MONTH = 2
    QUARTER = 3
    YEAR = 4


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: where it stands and the days it may mean."""

    start: int
    end: int
    first: date
    last: date
    precision: Precision


def has_year(text: str) -> bool:
    """Whether a text can hold any date at all; cheap."""
    return _HAS_YEAR.search(text) is not None


def find_dates(text: str) -> Iterator[DateMention]:
    """Yield every date in a text that can be read for certain, in order."""
    for match in _MENTION.finditer(text):
        if found := _read(match):
            yield DateMention(match.start(), match.end(), *found)


def _read(match: re.Match[str]) -> tuple[date, date, Precision] | None:
    if exact := match["iso"] or match["day"] or match["us"]:
        try:
            day = parse_date(_ORDINAL.sub("", exact))
        except DateError:
            return None
        return day, day, Precision.DAY
    if match["month"]:
        year, month = int(match["myear"]), _month(match["month"])
        return *_months(year, month, month), Precision.MONTH
    if match["quarter"]:
        number = _number(match["quarter"])
        return *_months(int(match["qyear"]), 3 * number - 2, 3 * number), Precision.QUARTER
    if match["half"]:
        number = _number(match["half"])
        return *_months(int(match["hyear"]), 6 * number - 5, 6 * number), Precision.QUARTER
    return *_months(int(match["year"]), *_part(match["part"])), Precision.YEAR


def _part(words: str | None) -> tuple[int, int]:
    """The months a part of a year may mean, widely: “early 2026” ends with June."""
    said = (words or "").lower().removeprefix("the ")
    if said.startswith(_EARLY):
        return 1, 6
    if said.startswith(_MIDDLE):
        return 4, 9
    return (10, 12) if said.startswith("end") else (1, 12)


def _number(words: str) -> int:
    digit = words[-1]
    said = words.lower().removeprefix("the ").partition(" ")[0]
    return int(digit) if digit.isdigit() else _NTH[said]


def _month(name: str) -> int:
    names = [m.lower() for m in calendar.month_abbr]
    return names.index(name[:3].lower())


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
