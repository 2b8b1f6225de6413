"""A strict date grammar: what it cannot read for certain is an error, never a guess."""

from __future__ import annotations

import calendar as calendar_module
import re
from datetime import date, timedelta
from functools import lru_cache

from ragaudit.model import WEEKDAYS, Calendar, Interval

_MONTHS = {
    name.lower(): number
    for names in (calendar_module.month_name, calendar_module.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{6}Z?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_DAY_MONTH = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})(?:,?\s+.*)?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:,?\s+.*)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_TWO_DIGIT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
_INTERVAL = re.compile(
    r"(?:every\s+)?(\d{1,4}|a|an|one|two|three|four|six|nine|twelve)?\s*"
    r"(d|days?|w|weeks?|mo|months?|y|yrs?|years?)",
    re.IGNORECASE,
)
_BUSINESS_DAYS = re.compile(r"(\d{1,4})\s*(?:bd|(?:business|working)\s+days?)", re.IGNORECASE)
_ISO_INTERVAL = re.compile(r"P(\d{1,4})([DWMY])", re.IGNORECASE)
_NAMED = {
    "weekly": Interval(1, "week"),
    "monthly": Interval(1, "month"),
    "quarterly": Interval(3, "month"),
    "annually": Interval(1, "year"),
    "yearly": Interval(1, "year"),
    "annual": Interval(1, "year"),
}
_NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12,
}  # fmt: skip


_DAY = timedelta(days=1)


class DateError(ValueError):
    """Text that is no date, or could be several; the message says which."""


@lru_cache(maxsize=8192)  # documents share their dates
def parse_date(text: str) -> date:
    """Read one date, to the day. Raises `DateError` for anything ambiguous or impossible.

    Reads ISO 8601 with or without a time, `2026/03/04`, `20260304`, `4 March 2026`,
    `March 4, 2026`, mail dates, and `25/12/2026` where only one reading exists. A time zone does
    not move the day: the day is the one the author wrote.
    """
    raw = text.strip().strip("\"'").strip()
    if match := _ISO.fullmatch(raw) or _COMPACT.fullmatch(raw) or _YEAR_FIRST.fullmatch(raw):
        return _date(raw, *(int(part) for part in match.groups()))
    if match := _DAY_MONTH.fullmatch(raw):
        return _date(raw, int(match[3]), _month(raw, match[2]), int(match[1]))
    if match := _MONTH_DAY.fullmatch(raw):
        return _date(raw, int(match[3]), _month(raw, match[1]), int(match[2]))
    if match := _NUMERIC.fullmatch(raw):
        return _day_or_month_first(raw, int(match[1]), int(match[2]), int(match[3]))
    if _TWO_DIGIT_YEAR.fullmatch(raw):
        raise DateError(f"“{raw}” has a two-digit year and an unclear order of day and month")
    raise DateError(f"“{raw[:60]}” is not a date" if raw else "the value is empty")


def parse_interval(text: str) -> Interval:
    """Read `6 months`, `180d`, `P6M`, `quarterly`, `10 business days`. Raises `DateError`."""
    raw = text.strip().strip("\"'").strip()
    if (named := _NAMED.get(raw.lower())) is not None:
        return named
    if match := _BUSINESS_DAYS.fullmatch(raw):
        return Interval(int(match[1]), "business day")
    if match := _ISO_INTERVAL.fullmatch(raw):
        return Interval(int(match[1]), _period(match[2]))
    if (match := _INTERVAL.fullmatch(raw)) and (match[1] or raw.lower().startswith("every")):
        count = match[1] or "1"
        return Interval(_NUMBER_WORDS.get(count.lower()) or int(count), _period(match[2]))
    raise DateError(f"“{raw[:60]}” is not an interval such as `6 months` or `180d`")


def add_interval(start: date, interval: Interval, calendar: Calendar | None = None) -> date:
    """Return the day an interval later; 31 January plus one month is the last of February.

    Business days are counted on the calendar, Monday to Friday where there is none, from the day
    after `start`. With a calendar every other interval ends on a day that is worked: the next one,
    where it would end on another ("following" of the ISDA definitions; § 193 of the German civil
    code). Raises `DateError` where the result is past the year 9999.
    """
    try:
        if interval.period == "business day":
            return _worked(start, interval.count, calendar or WEEKDAYS)
        end = _calendar_days(start, interval)
        return end if calendar is None else _following(end, calendar)
    except (ValueError, OverflowError) as error:
        raise DateError(f"{start} plus {interval} is no date") from error


def _calendar_days(start: date, interval: Interval) -> date:
    if interval.period in ("day", "week"):
        return start + timedelta(days=interval.count * (7 if interval.period == "week" else 1))
    months = interval.count * (12 if interval.period == "year" else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar_module.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _worked(start: date, count: int, calendar: Calendar) -> date:
    """The day on which so many days were worked."""
    day = start
    while count > 0:
        day += _DAY
        count -= calendar.works(day)
    return day


def _following(day: date, calendar: Calendar) -> date:
    while not calendar.works(day):
        day += _DAY
    return day


def _period(unit: str) -> str:
    return {"d": "day", "w": "week", "m": "month", "y": "year"}[unit[0].lower()]


def _month(raw: str, name: str) -> int:
    month = _MONTHS.get(name.lower())
    if month is None:
        raise DateError(f"“{raw[:60]}” names no month")
    return month


def _date(raw: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateError(f"“{raw[:60]}” is no day of the calendar") from error


def _day_or_month_first(raw: str, first: int, second: int, year: int) -> date:
    if first == second or (first > 12) != (second > 12):
        day, month = (second, first) if second > 12 else (first, second)
        return _date(raw, year, month, day)
    if first > 12:
        raise DateError(f"“{raw}” is no day of the calendar")
    raise DateError(f"“{raw}” can be read as {first} {calendar_module.month_name[second]} or "
                    f"{second} {calendar_module.month_name[first]}")  # fmt: skip
