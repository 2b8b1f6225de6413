"""Days, months, weekdays and times of day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detectors.conflict.values import moment

from ragaudit.detectors.conflict._bounds import Bound
from ragaudit.detectors.conflict._calendar import dates


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It is due on 2026-03-31.", "2026-03-31"),
        ("It is due on 31 March 2026.", "2026-03-31"),
        ("It is due on the 31st of March 2026.", "2026-03-31"),
        ("It is due on March 31, 2026.", "2026-03-31"),
        ("It is due on 31.03.2026.", "2026-03-31"),
        ("It is due on 31-Mar-2026.", "2026-03-31"),
        ("It is due on 31 March.", "--03-31"),
        ("It is due in March 2026.", "2026-03"),
        ("It is due in March.", "--03"),
        ("It is due in Q1 2026.", "2026-Q1"),
        ("Salaries are paid on the 25th of each month.", "25"),
        ("Salaries are paid on the last working day of the month.", "last working day"),
        ("Salaries are paid at the end of the month.", "last day"),
        ("Salaries are paid on the fifteenth of every month.", "15"),
    ],
)
def test_days(sentence: str, expected: str) -> None:
    """Each to the precision it is written in."""
    assert expected == moment(sentence).text


@pytest.mark.parametrize(
    "sentence",
    ["It may be late.", "We march on.", "It is due on 3/4/2026.", "It is due on 99.99.2026."],
)
def test_no_day(sentence: str) -> None:
    """Verbs, and digits that can be read in two ways or in none."""
    assert [] == dates(sentence)


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("The desk opens at 8:00.", 480, 480),
        ("The desk opens at 8.30 am.", 510, 510),
        ("The desk closes at 5 pm.", 1_020, 1_020),
        ("Lunch is at noon.", 720, 720),
        ("The desk closes at half past nine.", 570, 570),
        ("The desk closes at a quarter to nine.", 525, 525),
        ("Dinner is at seven in the evening.", 1_140, 1_140),
        ("The desk is staffed 9 to 5 pm.", 540, 1_020),
        ("The desk is staffed from 9:00 to 17:00.", 540, 1_020),
        ("The desk is staffed from eight o'clock until five.", 480, 1_020),
        ("The desk is staffed Monday to Friday.", 0, 4),
        ("The desk is shut on Sundays.", 6, 6),
    ],
)
def test_times(sentence: str, low: float, high: float) -> None:
    """Times in minutes since midnight, weekdays from Monday as 0."""
    found = moment(sentence)
    assert (low, high) == (found.low, found.high)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Send it by 31 March.", Bound.MOST),
        ("The desk is open until 17:00.", Bound.MOST),
        ("The rule applies from 1 April 2026.", Bound.LEAST),
        ("The party is on 31 March.", Bound.EXACT),
    ],
)
def test_bounds(sentence: str, expected: Bound) -> None:
    """The end of something, its beginning, or the day itself."""
    assert expected is moment(sentence).bound


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_all_ways_to_write_a_day_agree(day: date) -> None:
    """ISO, English, American and German order."""
    written = [f"{day:%Y-%m-%d}", f"{day:%-d %B %Y}", f"{day:%B %-d, %Y}", f"{day:%d.%m.%Y}"]
    assert {day.isoformat()} == {
        moment(f"It happens on {text}, we think.").text for text in written
    }


@given(st.integers(0, 23), st.integers(0, 59))
def test_both_clocks_agree(hour: int, minute: int) -> None:
    """24 hours, and am and pm."""
    half = f"{(hour - 1) % 12 + 1}:{minute:02} {'am' if hour < 12 else 'pm'}"
    assert hour * 60 + minute == moment(f"It begins at {hour}:{minute:02}, as always.").low
    assert hour * 60 + minute == moment(f"It begins at {half}, as always.").low


@given(st.text(max_size=200))
def test_offsets_lie_within_any_text(text: str) -> None:
    """Whatever is read, it stands in the sentence."""
    assert all(0 <= v.start < v.end <= len(text) for v in dates(text))
