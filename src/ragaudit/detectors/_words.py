"""How detectors of metadata put facts, dates and counts into words."""

from __future__ import annotations

from datetime import date
from typing import Any

from ragaudit.model import Fact


def as_written(fact: Fact[Any]) -> str:
    """The metadata as its author wrote it: `last_reviewed_on: 2025-02-06`."""
    value = fact.raw if fact.raw is not None else "" if fact.value is None else str(fact.value)
    return f"{fact.key}: {value}" if fact.key and value else value


def where(fact: Fact[Any]) -> str:
    """Where a person finds it: `last_reviewed_on, front matter, line 4`."""
    return ", ".join(part for part in (fact.key, fact.locator) if part) or "place not recorded"


def count(number: int, noun: str) -> str:
    """`1 day`, `378 days`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def days_between(start: date, end: date) -> str:
    """The time between two days, in days."""
    return count((end - start).days, "day")


def known_date(fact: Fact[date]) -> date | None:
    """The value of a fact that is known and the real thing."""
    return fact.value if fact.trusted else None
