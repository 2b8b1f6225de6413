"""Business days and calendars, against counting day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.model import WEEKDAYS, Calendar, Interval
from ragaudit.text import DateError, add_interval, parse_interval

DAY = timedelta(days=1)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
INTERVALS = st.builds(
    Interval, st.integers(0, 400), st.sampled_from(["day", "week", "month", "year"])
)


def _calendar(weekend: list[int], closed: list[date], opened: list[date]) -> Calendar:
    return Calendar("ours", tuple(sorted(weekend)), tuple(sorted(closed)), tuple(sorted(opened)))


CALENDARS = st.builds(
    _calendar,
    st.lists(st.integers(0, 6), max_size=6, unique=True),
    st.lists(DAYS, max_size=30, unique=True),
    st.lists(DAYS, max_size=10, unique=True),
)


@pytest.mark.parametrize(
    ("text", "count"),
    [("10 business days", 10), ("1 business day", 1), ("5bd", 5), ("3 Working Days", 3)],
)
def test_spellings(text: str, count: int) -> None:
    """All of them are days that are worked."""
    assert Interval(count, "business day") == parse_interval(text)


def test_a_week_of_work() -> None:
    """Five business days after a Friday is the next one; the day itself does not count."""
    assert date(2026, 11, 27) == add_interval(date(2026, 11, 20), Interval(5, "business day"))


def test_holidays_do_not_count() -> None:
    """With Thanksgiving and the day after closed, the week takes until Tuesday."""
    closed = (date(2026, 11, 26), date(2026, 11, 27))
    ours = Calendar("ours", closed=closed)
    assert date(2026, 12, 1) == add_interval(date(2026, 11, 20), Interval(5, "business day"), ours)


def test_an_opened_day_counts() -> None:
    """A Saturday that is worked shortens the wait."""
    ours = Calendar("ours", opened=(date(2026, 11, 21),))
    assert date(2026, 11, 26) == add_interval(date(2026, 11, 20), Interval(5, "business day"), ours)


@given(DAYS, st.integers(0, 300), CALENDARS)
def test_exactly_so_many_days_were_worked(start: date, count: int, ours: Calendar) -> None:
    """Between the start, excluded, and the end, included, lie exactly as many worked days."""
    end = add_interval(start, Interval(count, "business day"), ours)
    days = [start + DAY * n for n in range(1, (end - start).days + 1)]
    assert count == sum(ours.works(day) for day in days)
    assert count == 0 or ours.works(end)


@given(DAYS, st.integers(0, 300), st.integers(0, 300), CALENDARS)
def test_waits_add_up(start: date, first: int, second: int, ours: Calendar) -> None:
    """Ten days and then five are fifteen."""
    half = add_interval(start, Interval(first, "business day"), ours)
    whole = add_interval(start, Interval(first + second, "business day"), ours)
    assert whole == add_interval(half, Interval(second, "business day"), ours)


@given(DAYS, st.integers(0, 300))
def test_without_a_calendar_weekdays_count(start: date, count: int) -> None:
    """Monday to Friday is what business days are where no calendar is named."""
    interval = Interval(count, "business day")
    assert add_interval(start, interval, WEEKDAYS) == add_interval(start, interval)


@given(DAYS, INTERVALS, CALENDARS)
def test_an_interval_ends_on_the_next_worked_day(
    start: date, interval: Interval, ours: Calendar
) -> None:
    """A limit never ends on a day nobody works, never early, and with no worked day between."""
    plain, moved = add_interval(start, interval), add_interval(start, interval, ours)
    between = [plain + DAY * n for n in range((moved - plain).days)]
    assert ours.works(moved)
    assert [] == [day for day in between if ours.works(day)]
    assert moved >= plain


@given(
    DAYS,
    DAYS,
    st.one_of(INTERVALS, st.builds(Interval, st.integers(0, 300), st.just("business day"))),
    CALENDARS,
)
def test_later_starts_never_end_earlier(
    one: date, other: date, interval: Interval, ours: Calendar
) -> None:
    """What was reviewed later is not due sooner."""
    first, second = sorted((one, other))
    assert add_interval(first, interval, ours) <= add_interval(second, interval, ours)


@given(CALENDARS, DAYS)
def test_closing_a_day_never_brings_a_limit_forward(ours: Calendar, day: date) -> None:
    """One more holiday leaves every limit where it is, or moves it back."""
    more = Calendar("more", ours.weekend, tuple(sorted({*ours.closed, day})), ours.opened)
    interval = Interval(10, "business day")
    start = day - DAY * 7
    assert add_interval(start, interval, ours) <= add_interval(start, interval, more)


@pytest.mark.parametrize("period", ["business day", "day"])
def test_beyond_the_last_year(period: str) -> None:
    """Past the year 9999 there is no date, with a calendar as without."""
    with pytest.raises(DateError):
        add_interval(date(9999, 12, 30), Interval(9, period), WEEKDAYS)


def test_rolling_off_the_last_day() -> None:
    """Nor is there a next worked day after the last one."""
    ours = Calendar("ours", closed=(date(9999, 12, 31),))
    with pytest.raises(DateError):
        add_interval(date(9999, 12, 30), Interval(1, "day"), ours)
