"""The parts of `ragaudit.yaml` about freshness."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from ragaudit._config.sections import Glob, Section, Span, Strings, count_or_share
from ragaudit.model import Interval
from ragaudit.text import DateError, parse_date

CLOCKS = (
    "reviewed", "content_modified", "modified", "published", "created", "effective_from", "mtime",
)  # fmt: skip
_CLOCK_NAMES = {
    "verified_at": "reviewed",
    "changed_at": "content_modified",
    "modified_at": "modified",
    "published_at": "published",
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RANGE = re.compile(r"\s*\.\.\s*")
_LONGEST_RANGE = 366


def _days(value: object) -> object:
    """`2026-12-24` as it is, `2026-12-24..2026-12-31` as each of its days."""
    found = value if isinstance(value, list) else [value]
    return [day for item in found for day in (_range(item) if isinstance(item, str) else [item])]


def _range(text: str) -> list[date]:
    try:
        first, *rest = (parse_date(part) for part in _RANGE.split(text))
    except DateError as error:
        raise ValueError(str(error)) from error
    last = rest[-1] if rest else first
    if len(rest) > 1 or not 0 <= (last - first).days < _LONGEST_RANGE:
        raise ValueError(f"“{text}” is no range of up to a year, such as 2026-12-24..2026-12-31")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


Days = Annotated[list[date], BeforeValidator(_days)]


class CalendarSection(Section):
    """`{country: DE, subdivision: BY, closed: [2026-12-24..2026-12-31]}`: the days of work."""

    type: Literal["business"] = "business"
    country: str | None = None
    subdivision: str | None = None
    weekend: Strings | None = None
    closed: Days = Field(default_factory=list)
    opened: Days = Field(default_factory=list)

    @field_validator("weekend")
    @classmethod
    def _weekdays(cls, value: list[str] | None) -> list[str] | None:
        named = [day.strip().lower()[:3] for day in value or ()]
        for day, written in zip(named, value or (), strict=True):
            if day not in _WEEKDAYS:
                raise ValueError(f"“{written}” is no weekday such as `sat`")
        if len(set(named)) == len(_WEEKDAYS):
            raise ValueError("leaves no day to work on")
        return None if value is None else named

    @model_validator(mode="after")
    def _subdivision_of_something(self) -> CalendarSection:
        if self.subdivision and not self.country:
            raise ValueError("“subdivision” needs a “country”")
        return self

    @property
    def free_weekdays(self) -> tuple[int, ...] | None:
        """The weekend as numbers, Monday is 0; None where the country says."""
        if self.weekend is None:
            return None
        return tuple(sorted({_WEEKDAYS.index(day) for day in self.weekend}))


class Override(Section):
    """A different freshness contract for some paths."""

    warn_after: Span | None = None
    error_after: Span | None = None
    review: Literal["never"] | None = None
    reason: str = ""
    until: date | None = None


class Freshness(Section):
    """A dbt-shaped contract: how old, on which clock."""

    clock: Strings = Field(default_factory=lambda: ["reviewed", "content_modified"])
    warn_after: Span | None = None
    error_after: Span | None = None
    calendar: CalendarSection | str | None = None
    max_overdue: int | float | str = 0
    upcoming: Span = Interval(30, "day")
    overrides: dict[Glob, Override] = Field(default_factory=dict)

    @field_validator("clock")
    @classmethod
    def _known_clock(cls, value: list[str]) -> list[str]:
        named = [_CLOCK_NAMES.get(clock, clock) for clock in value]
        for clock in named:
            if clock not in CLOCKS:
                raise ValueError(f"there is no clock “{clock}”; there is: {', '.join(CLOCKS)}")
        return named

    @field_validator("max_overdue")
    @classmethod
    def _share(cls, value: int | float | str) -> int | float:
        return count_or_share(value)


class PolicyFreshness(Section):
    """What `ragaudit freshness` makes of a source that says nothing."""

    unknown: Literal["fail", "allow"] = "fail"
    undeclared: Literal["fail", "allow"] = "allow"
