"""Contracts and calendars: what is read, and what is refused at which place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ragaudit._config.load import load
from ragaudit.errors import ConfigError
from ragaudit.model import FreshnessContract, Interval


def contract(folder: Path, freshness: str, more: str = "") -> FreshnessContract:
    """The contract of one source."""
    file = folder / "ragaudit.yaml"
    file.write_text(
        f"version: 1\nsources:\n  - id: hr\n    root: .\n    freshness: {freshness}\n{more}",
        "utf-8",
    )
    found = load(file).sources[0].freshness
    assert found is not None
    return found


def test_everything_is_read(tmp_path: Path) -> None:
    """Limits, calendar, allowance, outlook and exceptions."""
    found = contract(
        tmp_path,
        "{warn_after: 10 business days, error_after: {count: 20, period: business day},"
        " calendar: DE-BY, max_overdue: 5%, upcoming: 2 weeks,"
        ' overrides: {"a/**": {review: never, reason: statute}}}',
    )
    assert (Interval(10, "business day"), Interval(20, "business day")) == (
        found.warn_after,
        found.error_after,
    )
    assert (0.05, Interval(2, "week")) == (found.max_overdue, found.upcoming)
    assert ("statute", None) == (found.overrides[0].reason, found.overrides[0].until)
    assert found.calendar is not None
    assert "DE-BY" == found.calendar.name


def test_defaults(tmp_path: Path) -> None:
    """No calendar, nothing may be overdue, thirty days ahead."""
    found = contract(tmp_path, "{warn_after: 180d}")
    assert (None, 0, Interval(30, "day")) == (found.calendar, found.max_overdue, found.upcoming)


@pytest.mark.parametrize(
    ("written", "day", "works"),
    [
        ("DE", date(2026, 10, 3), False),
        ("DE", date(2026, 6, 4), True),
        ("DE-BY", date(2026, 6, 4), False),
        ("US", date(2026, 11, 26), False),
        ("SA", date(2026, 11, 22), True),
        ("SA", date(2026, 11, 27), False),
        ("{weekend: [fri, Saturday]}", date(2026, 11, 27), False),
        ("{weekend: []}", date(2026, 11, 28), True),
        ("{country: DE, opened: [2026-12-25]}", date(2026, 12, 25), True),
        ("{closed: [2026-12-24..2026-12-31]}", date(2026, 12, 30), False),
        ("{closed: [2026-12-24..2026-12-31]}", date(2027, 1, 1), True),
        ("berlin", date(2026, 3, 8), False),
        ("berlin", date(2026, 12, 24), False),
    ],
)
def test_calendars(tmp_path: Path, written: str, day: date, works: bool) -> None:
    """A country, a part of it, days of one's own, and one by name."""
    named = "calendars: {berlin: {country: DE, subdivision: BE, closed: 2026-12-24}}\n"
    found = contract(tmp_path, f"{{warn_after: 9d, calendar: {written}}}", named).calendar
    assert found is not None
    assert works == found.works(day)


def test_the_weekend_of_the_country_counts(tmp_path: Path) -> None:
    """Friday and Saturday in Saudi Arabia; a weekend that is written beats it."""
    of_country = contract(tmp_path, "{warn_after: 9d, calendar: SA}").calendar
    own = contract(tmp_path, "{warn_after: 9d, calendar: {country: SA, weekend: [sun]}}").calendar
    assert of_country is not None
    assert own is not None
    assert ((4, 5), (6,)) == (of_country.weekend, own.weekend)


@pytest.mark.parametrize(
    ("freshness", "more", "said", "hint"),
    [
        ("{warn_after: 9d, calendar: XX}", "", "5:33: there is no calendar “XX”", "ISO 3166"),
        ("{warn_after: 9d, calendar: Germany}", "", "5:33: there is no calendar “Germany”", "“DE”"),
        ("{warn_after: 9d, calendar: de}", "", "5:33: there is no calendar “de”", "“DE”"),
        ("{warn_after: 9d, calendar: DE-YY}", "", "5:33: there is no calendar “YY” in DE", "BY"),
        (
            "{warn_after: 9d, calendar: berln}",
            "calendars: {berlin: {country: DE}}\n",
            "5:33: there is no calendar “berln”",
            "“berlin”",
        ),
        (
            "{warn_after: 9d, calendar: {country: GERMANX}}",
            "",
            "5:44: there is no calendar “GERMANX”",
            "“DE”",
        ),
        ("{warn_after: 9d}", "calendars: {x: {country: QQ}}\n", "6:17: there is no calendar", ""),
        ("{warn_after: 9d}", "calendars: {x: {cuntry: QQ}}\n", "unknown key “cuntry”", "“country”"),
        ("{warn_after: 9d, calendar: {subdivision: BY}}", "", "needs a “country”", ""),
        ("{warn_after: 9d, calendar: {weekend: [foo]}}", "", "“foo” is no weekday", ""),
        (
            "{warn_after: 9d, calendar: {weekend: [mon, tue, wed, thu, fri, sat, sun]}}",
            "",
            "leaves no day to work on",
            "",
        ),
        ("{warn_after: 9d, calendar: {closed: [2026-12-31..2026-12-24]}}", "", "is no range", ""),
        ("{warn_after: 9d, calendar: {closed: [2000-01-01..2026-12-24]}}", "", "is no range", ""),
        ("{warn_after: 9d, calendar: {closed: [soon]}}", "", "“soon” is not a date", ""),
        ("{warn_after: 9d, max_overdue: -1}", "", "5:33: sources.0.freshness.max_overdue", ""),
        ("{warn_after: 9d, max_overdue: many}", "", "write a count", ""),
        ("{warn_after: 9d, upcoming: soon}", "", "not an interval", ""),
        ("{clock: [reviewed]}", "", "5:5: the contract has no limit", "`warn_after:`"),
        (
            '{warn_after: 9d, overrides: {"a/**": {review: never}}}',
            "",
            "5:45: the exception for “a/**” gives no reason",
            "`reason:",
        ),
        (
            '{warn_after: 9d, overrides: {"a/**": {reason: because}}}',
            "",
            "5:45: the exception for “a/**” changes nothing",
            "`review: never`",
        ),
    ],
)  # fmt: skip
def test_mistakes(tmp_path: Path, freshness: str, more: str, said: str, hint: str) -> None:
    """One line with the place and what to do."""
    with pytest.raises(ConfigError) as caught:
        contract(tmp_path, freshness, more)
    assert said in caught.value.message
    assert hint in caught.value.hint


def test_an_exception_needs_a_contract(tmp_path: Path) -> None:
    """Overrides of a source without a contract would do nothing, quietly."""
    file = tmp_path / "ragaudit.yaml"
    file.write_text(
        "version: 1\nsources:\n  - id: hr\n    root: .\n"
        "    overrides: {x: {review: never, reason: old}}\n",
        "utf-8",
    )
    with pytest.raises(ConfigError, match=r"ragaudit\.yaml:5:5: `overrides` change a freshness"):
        load(file)


def test_the_digest_of_settings_does_not_change_between_runs(tmp_path: Path) -> None:
    """A calendar has its days in order."""
    found = contract(tmp_path, "{warn_after: 9d, calendar: {country: DE, closed: [2026-02-02]}}")
    assert found.calendar is not None
    assert list(found.calendar.closed) == sorted(found.calendar.closed)
