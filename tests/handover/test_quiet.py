"""When nobody is disturbed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit._handover.quiet import ends, is_quiet, until
from ragaudit.model import QuietHours

ZONES = ["UTC", "Europe/Berlin", "Pacific/Auckland", "Asia/Kolkata", "America/St_Johns"]
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
HOURS = st.builds(QuietHours, CLOCKS, CLOCKS, st.sampled_from(ZONES), st.booleans())
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
NIGHT = QuietHours(time(20), time(7), "Europe/Berlin")


def at(day: int, clock: str, zone: str = "Europe/Berlin") -> datetime:
    """A moment of November 2026, which begins on a Sunday."""
    return datetime.strptime(f"2026-11-{day:02} {clock}", "%Y-%m-%d %H:%M").replace(
        tzinfo=ZoneInfo(zone)
    )


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("19:59", False), ("20:00", True), ("23:59", True), ("00:00", True), ("06:59", True),
     ("07:00", False), ("12:00", False)],
)  # fmt: skip
def test_over_midnight(clock: str, quiet: bool) -> None:
    """From the first minute to the last before the end."""
    assert is_quiet(at(3, clock), NIGHT) is quiet


def test_in_the_zone_that_is_named() -> None:
    """The same moment is night in one place and day in another."""
    moment = at(3, "21:00", "UTC")
    assert [is_quiet(moment, QuietHours(time(20), time(7), z)) for z in ("UTC", "Asia/Tokyo")] == [
        True,
        True,
    ]
    assert not is_quiet(moment, QuietHours(time(20), time(7), "America/New_York"))


def test_weekends_as_a_whole() -> None:
    """Saturday and Sunday of the zone, however late; a Friday evening is none."""
    hours = QuietHours(time(), time(), "Pacific/Auckland", weekends=True)
    friday, saturday = at(6, "10:00", "UTC"), at(6, "11:30", "UTC")
    assert [is_quiet(m, hours) for m in (friday, saturday)] == [False, True]


def test_nothing_is_quiet_unless_it_is_said() -> None:
    """No quiet hours, no silence."""
    assert not is_quiet(at(3, "03:00"), None)


def test_the_end_in_words() -> None:
    """The day is told: a night before a weekend ends on Monday."""
    both = QuietHours(time(20), time(7), "Europe/Berlin", weekends=True)
    assert until(at(6, "21:00"), both) == "until Monday 07:00 Europe/Berlin"
    assert until(at(3, "21:00"), both) == "until Wednesday 07:00 Europe/Berlin"
    weekend = QuietHours(time(), time(), "Europe/Berlin", weekends=True)
    assert until(at(7, "12:00"), weekend) == "until Monday 00:00 Europe/Berlin"


@given(HOURS, MOMENTS)
def test_quiet_until_the_end_and_not_at_it(hours: QuietHours, now: datetime) -> None:
    """Every moment before the end is quiet, and the end is not."""
    if not is_quiet(now, hours):
        return
    end = ends(now, hours)
    assert not is_quiet(end, hours)
    step = (end - now) / 7
    assert all(is_quiet(now + step * n, hours) for n in range(7))
    assert timedelta() < end - now < timedelta(days=4)


@given(CLOCKS, CLOCKS, st.sampled_from(ZONES), MOMENTS)
def test_swapped_hours_are_the_rest_of_the_day(
    start: time, end: time, zone: str, now: datetime
) -> None:
    """From a to b and from b to a share no moment, and leave none out."""
    if start == end:
        return
    one, other = QuietHours(start, end, zone), QuietHours(end, start, zone)
    assert is_quiet(now, one) is not is_quiet(now, other)
