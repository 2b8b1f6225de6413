"""Times for cron and systemd, against croniter and systemd-analyze."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime

import pytest
from croniter import croniter
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.base import needs_program

from ragaudit._schedule.cron import Cron
from ragaudit.errors import UsageError

START = datetime(2026, 11, 1, 12, 30, tzinfo=UTC)


def field(low: int, high: int) -> st.SearchStrategy[str]:
    """A star, a number, a range or a list, some with a step."""
    number = st.integers(low, high)
    # croniter takes `1-1` for the whole range.
    pairs = st.tuples(number, number).filter(lambda p: p[0] != p[1])
    pair = pairs.map(lambda p: f"{min(p)}-{max(p)}")
    step = st.integers(1, max(2, (high - low) // 2))
    stepped = st.tuples(st.one_of(st.just("*"), pair), step).map(lambda p: f"{p[0]}/{p[1]}")
    listed = st.lists(st.one_of(number.map(str), pair), min_size=2, max_size=3).map(",".join)
    return st.one_of(st.just("*"), number.map(str), pair, stepped, listed)


@st.composite
def crons(draw: st.DrawFn) -> str:
    """Any five fields, of which the day of month or the weekday is left open."""
    minute, hour, month = draw(field(0, 59)), draw(field(0, 23)), draw(field(1, 12))
    star = st.just("*")
    day, weekday = draw(st.sampled_from([(field(1, 28), star), (star, field(0, 6)), (star, star)]))
    return " ".join((minute, hour, draw(day), month, draw(weekday)))


@given(crons())
def test_what_is_read_is_valid(text: str) -> None:
    """It is what croniter takes as well, and is handed on as it was written."""
    assert croniter.is_valid(Cron.parse(text).text)
    assert text == Cron.parse(text).text


@pytest.mark.parametrize(
    "text",
    ["", "*", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *",
     "* * * 13 * ", "* * * * 8", "5-1 * * * *", "*/0 * * * *", "a * * * *", "* * * foo *",
     "@daily", "1,,2 * * * *", "-1 * * * *", "*-5 * * * *", "1;rm * * * *", "$(x) * * * *"],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    """One line with what is wrong."""
    with pytest.raises(UsageError, match="is no time for cron"):
        Cron.parse(text)


@pytest.mark.parametrize(("text", "expected"), [("03:17", "17 3 * * *"), ("23:00", "0 23 * * *")])
def test_a_time_of_day(text: str, expected: str) -> None:
    """Every day."""
    assert expected == Cron.at(text).text


@pytest.mark.parametrize("text", ["24:00", "3", "3:7", "noon", ""])
def test_no_time_of_day(text: str) -> None:
    """What no clock shows."""
    with pytest.raises(UsageError, match="is no time of day"):
        Cron.at(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17 3 * * *", "47 3 * * *"),
        ("45 3 * * 1", "15 4 * * 1"),
        ("45 23 * * 1", "45 23 * * 1"),
        ("*/5 3 * * *", "*/5 3 * * *"),
        ("0 3,4 * * *", "0 3,4 * * *"),
    ],
)
def test_later(text: str, expected: str) -> None:
    """Half an hour later on the same day, where it is once a day."""
    assert expected == Cron.parse(text).later(30).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17 3 * * *", "*-*-* 03:17:00"),
        ("0 * * * mon-fri", "Mon,Tue,Wed,Thu,Fri *-*-* *:00:00"),
        ("*/15 8-18 1 1,7 *", "*-01,07-01 08..18:00..59/15:00"),
        ("0 0 * * 0,7", "Sun *-*-* 00:00:00"),
        ("0 0 * * 0-6", "*-*-* 00:00:00"),
    ],
)
def test_for_systemd(text: str, expected: str) -> None:
    """The same in the words of systemd.time(7)."""
    assert expected == Cron.parse(text).calendar()


def test_what_systemd_cannot_say() -> None:
    """Cron runs it on the first and on Mondays, systemd on Mondays that are a first."""
    with pytest.raises(UsageError, match="systemd cannot say"):
        Cron.parse("0 0 1 * 1").calendar()


@settings(max_examples=40, deadline=None)
@given(crons())
def test_systemd_and_cron_mean_the_same(text: str) -> None:
    """The next three times are the same ones."""
    analyze = needs_program("systemd-analyze", "systemd")
    told = subprocess.run(
        [analyze, "calendar", "--iterations=3", f"--base-time={START:%Y-%m-%d %H:%M:%S} UTC",
         Cron.parse(text).calendar()],
        capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC", "LC_ALL": "C"},
    ).stdout  # fmt: skip
    found = re.findall(r"(?:Next elapse|Iter. #\d): \w+ (\S+ \S+) UTC", told)
    times = croniter(text, START)
    assert [f"{times.get_next(datetime):%Y-%m-%d %H:%M:%S}" for _ in range(3)] == found
