"""The date grammar reads what is certain and refuses the rest."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.model import Interval
from ragaudit.text import DateError, add_interval, parse_date, parse_interval


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04", "2026-3-4", "2026-03-04T10:00:00Z", "2026-03-04 23:59:59 +0200",
        "2026-03-04T10:00:00.123+01:00", "2026/03/04", "20260304", "4 March 2026", "4th Mar 2026",
        "March 4, 2026", "Mar 4th 2026", "Wed, 04 Mar 2026 10:00:00 +0000", "'2026-03-04'",
        "Wednesday, March 4, 2026",
    ],
)  # fmt: skip
def test_one_reading(text: str) -> None:
    """Each is the fourth of March."""
    assert date(2026, 3, 4) == parse_date(text)


def test_a_day_above_twelve_settles_the_order() -> None:
    """25/12 and 12/25 have one reading each; so has 05/05."""
    assert date(2026, 12, 25) == parse_date("25/12/2026") == parse_date("12/25/2026")
    assert date(2026, 5, 5) == parse_date("05/05/2026")


@pytest.mark.parametrize(
    "text",
    ["", "soon", "03/04/2026", "03/04/26", "2026-02-30", "2026-13-01", "31/31/2026", "2026",
     "32 March 2026", "4 Smarch 2026", "Q3 2026", "tomorrow", "0000-00-00", "2026-03"],
)  # fmt: skip
def test_no_certain_reading(text: str) -> None:
    """Ambiguous, impossible or no date at all: an error, never a guess."""
    with pytest.raises(DateError):
        parse_date(text)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_iso_round_trip(day: date) -> None:
    """Every ISO date is read as itself."""
    assert day == parse_date(day.isoformat())


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    """Nothing else is raised."""
    try:
        parse_date(text)
    except DateError:
        return


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 months", Interval(6, "month")),
        ("180d", Interval(180, "day")),
        ("1 year", Interval(1, "year")),
        ("every 2 weeks", Interval(2, "week")),
        ("P6M", Interval(6, "month")),
        ("quarterly", Interval(3, "month")),
        ("twelve months", Interval(12, "month")),
        ("a year", Interval(1, "year")),
    ],
)
def test_intervals(text: str, expected: Interval) -> None:
    """The usual spellings."""
    assert expected == parse_interval(text)


@pytest.mark.parametrize("text", ["", "months", "soon", "-3 days", "6", "1.5 years"])
def test_no_interval(text: str) -> None:
    """The rest is an error."""
    with pytest.raises(DateError):
        parse_interval(text)


def test_months_end_at_the_last_day() -> None:
    """31 January plus a month is the end of February."""
    assert date(2026, 2, 28) == add_interval(date(2026, 1, 31), Interval(1, "month"))
    assert date(2024, 2, 29) == add_interval(date(2023, 8, 31), Interval(6, "month"))


def test_beyond_the_calendar() -> None:
    """Past the year 9999 there is no date."""
    with pytest.raises(DateError):
        add_interval(date(9999, 12, 1), Interval(1, "year"))
