"""Whether two values agree, exclude each other, or say nothing about one another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from ragaudit.detectors.conflict._bounds import Bound
from ragaudit.detectors.conflict._units import DAY_SECONDS, YEAR_SECONDS
from ragaudit.detectors.conflict._value import INFINITE, Kind, Value


class Relation(StrEnum):
    """How two values of one slot stand to each other."""

    AGREE = "agree"
    CONFLICT = "conflict"
    SILENT = "silent"
    """Not comparable, or both can hold."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The relation, and what the score wants to know about it."""

    relation: Relation
    ratio: float = 1.0
    """The larger value over the smaller one; 1 where values are not numbers."""
    inside: bool = False
    """Whether a plain value lies within the other side's bound, so that both can hold."""
    opposed: bool = False
    """Whether one side says what holds up to the value and the other what holds beyond it."""


SILENT, AGREE = Compared(Relation.SILENT), Compared(Relation.AGREE)
_UPPER, _LOWER = frozenset({Bound.MOST, Bound.UNDER}), frozenset({Bound.LEAST, Bound.OVER})
_THRESHOLD = frozenset({Bound.OVER, Bound.UNDER})
_MONTHS_VARY = 0.09
"""A month is 28 to 31 days, so `30 days` and `one month` are the same to their authors."""
_HEDGED = 0.35
_BUSINESS_WEEK = 7 / 5
_DAY_MINUTES = 1_440


def family(value: Value) -> str:
    """The group of dimensions within which values can meet."""
    if value.kind is Kind.QUANTITY:
        head = value.dimension.split("/")[0]
        return {"period": "duration", "number": "count"}.get(head, head)
    if value.kind is Kind.DATE:
        return {"day of month": "date", "hours": "clock"}.get(value.dimension, value.dimension)
    return (
        value.dimension.split("/")[0] if value.dimension.startswith("version/") else value.dimension
    )


def compare(a: Value, b: Value) -> Compared:
    """Compare two values of one family."""
    if a.kind is not b.kind:
        return SILENT
    if a.kind is Kind.QUANTITY:
        return _quantities(a, b)
    if a.kind is Kind.DATE:
        return _dates(a, b)
    if a.kind is Kind.RULE:
        return AGREE if a.text == b.text else Compared(Relation.CONFLICT)
    return _versions(a, b) if a.dimension.startswith("version/") else _names(a, b)


def _quantities(a: Value, b: Value) -> Compared:
    if "any" in {a.dimension, b.dimension}:
        finite = a if b.dimension == "any" else b
        if finite.dimension == "any":
            return AGREE
        return (
            Compared(Relation.CONFLICT, 10.0)
            if finite.bound in {Bound.MOST, Bound.EXACT}
            else SILENT
        )
    if not _same_measure(a, b):
        return SILENT
    (a_low, a_high), (b_low, b_high) = _interval(a, b), _interval(b, a)
    if _close(a_low, b_low, a, b) and _close(a_high, b_high, a, b):
        return AGREE
    ratio = _ratio(a_high, b_high)
    if (a.hedged or b.hedged) and ratio <= 1 + _HEDGED:
        return AGREE
    return _by_bounds(a, b, (a_low, a_high), (b_low, b_high), ratio)


def _same_measure(a: Value, b: Value) -> bool:
    free = "money/free" in {a.dimension, b.dimension}
    if a.dimension != b.dimension and not (
        free and a.dimension.startswith("money") and b.dimension.startswith("money")
    ):
        return family(a) == family(b) == "count" and "number" not in {a.dimension, b.dimension}
    return not (a.per and b.per and a.per != b.per)


def _interval(value: Value, other: Value) -> tuple[float, float]:
    """Low and high, brought to a common time base where both are counted by time."""
    factor = YEAR_SECONDS / value.each if value.each and other.each else 1.0
    low, high = value.low * factor, value.high * factor
    if (
        "business" in {value.unit, other.unit}
        and value.unit != other.unit
        and value.unit == "business"
    ):
        return low, high * _BUSINESS_WEEK + (2 * DAY_SECONDS if high > 4 * DAY_SECONDS else 0)
    return low, high


def _close(x: float, y: float, a: Value, b: Value) -> bool:
    if a.dimension == "temperature" and abs(x - y) <= 0.6:
        return True
    tolerance = 1e-6
    if "month" in {a.unit, b.unit} and a.unit != b.unit:
        tolerance = _MONTHS_VARY
    elif a.unit == "month" == b.unit or (a.each and b.each and a.each != b.each):
        tolerance = 0.02
    if "ordinal" in {a.unit, b.unit}:
        return abs(x - y) <= 1.01 * DAY_SECONDS
    if "business" in {a.unit, b.unit} and a.unit != b.unit:
        tolerance = 0.45
    return math.isclose(x, y, rel_tol=tolerance, abs_tol=1e-9)


def _ratio(x: float, y: float) -> float:
    small, large = sorted((abs(x), abs(y)))
    if large == small:
        return 1.0
    return min(large / small, 1e6) if small else 10.0


def _by_bounds(
    a: Value, b: Value, x: tuple[float, float], y: tuple[float, float], ratio: float
) -> Compared:
    conflict = Compared(Relation.CONFLICT, ratio)
    if Bound.RANGE in {a.bound, b.bound}:
        return conflict if _disjoint(_reach(a.bound, x), _reach(b.bound, y)) else SILENT
    if a.bound is Bound.EXACT and b.bound is Bound.EXACT:
        return conflict
    if (a.bound in _UPPER and b.bound in _UPPER) or (a.bound in _LOWER and b.bound in _LOWER):
        return conflict
    if {a.bound, b.bound} == {Bound.MOST, Bound.LEAST}:
        return conflict if _disjoint(_reach(a.bound, x), _reach(b.bound, y)) else SILENT
    if a.bound in _THRESHOLD or b.bound in _THRESHOLD:
        return Compared(Relation.CONFLICT, ratio, opposed=Bound.EXACT not in {a.bound, b.bound})
    if Bound.EXACT in {a.bound, b.bound} and not _disjoint(_reach(a.bound, x), _reach(b.bound, y)):
        return Compared(Relation.CONFLICT, ratio, inside=True)
    return conflict if _disjoint(_reach(a.bound, x), _reach(b.bound, y)) else SILENT


def _reach(bound: Bound, interval: tuple[float, float]) -> tuple[float, float]:
    if bound in _UPPER:
        return 0.0, interval[1]
    return (interval[0], INFINITE) if bound in _LOWER else interval


def _disjoint(x: tuple[float, float], y: tuple[float, float]) -> bool:
    slack = 1e-9 + 1e-6 * min(abs(x[1]), abs(y[1]), 1e12)
    return x[1] < y[0] - slack or y[1] < x[0] - slack


def _dates(a: Value, b: Value) -> Compared:
    if a.dimension != b.dimension:
        return _clock_in_hours(a, b) if {a.dimension, b.dimension} == {"clock", "hours"} else SILENT
    if {a.bound, b.bound} == {Bound.MOST, Bound.LEAST}:
        return SILENT  # the beginning of something, and its end
    if a.dimension == "date":
        return _calendar(a.text, b.text)
    if a.dimension == "day of month":
        return AGREE if a.text == b.text else Compared(Relation.CONFLICT)
    if a.dimension == "weekday":
        return _weekdays(a, b)
    apart = max(_around_the_clock(a.low, b.low), _around_the_clock(a.high, b.high))
    return AGREE if apart < 5 else Compared(Relation.CONFLICT, 1 + apart / 60)


def _around_the_clock(x: float, y: float) -> float:
    """Minutes between two times of day: midnight is 0:00 and 24:00."""
    apart = abs(x - y)
    return min(apart, abs(_DAY_MINUTES - apart))


def _weekdays(a: Value, b: Value) -> Compared:
    if (a.low, a.high) == (b.low, b.high):
        return AGREE
    single = a.low == a.high or b.low == b.high
    if single and not _disjoint((a.low, a.high), (b.low, b.high)):
        return SILENT
    return Compared(Relation.CONFLICT)


def _calendar(a: str, b: str) -> Compared:
    """Compare at the precision both have: `March 2026` does not exclude 3 March 2026."""
    x, y = _parts(a), _parts(b)
    if x is None or y is None:
        return AGREE if a == b else SILENT
    if x[0] and y[0] and x[0] != y[0]:
        return Compared(Relation.CONFLICT, 3.0)
    if x[1] != y[1]:
        return Compared(Relation.CONFLICT, 1.5)
    if x[2] and y[2] and x[2] != y[2]:
        return Compared(Relation.CONFLICT, 1.2)
    return AGREE if x == y else SILENT


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of `2026-03-31`, `--03-31`, `2026-03`; 0 for what is not said."""
    if "Q" in text:
        return None
    year = 0 if text.startswith("-") else int(text[:4])
    rest = text.lstrip("-").split("-") if not year else text[5:].split("-")
    return year, int(rest[0]), int(rest[1]) if len(rest) > 1 else 0


def _clock_in_hours(a: Value, b: Value) -> Compared:
    clock, hours = (a, b) if a.dimension == "clock" else (b, a)
    if clock.bound is Bound.MOST:
        return (
            AGREE
            if abs(clock.low - hours.high) < 5
            else Compared(Relation.CONFLICT, 1 + abs(clock.low - hours.high) / 60)
        )
    if clock.bound is Bound.LEAST:
        return (
            AGREE
            if abs(clock.low - hours.low) < 5
            else Compared(Relation.CONFLICT, 1 + abs(clock.low - hours.low) / 60)
        )
    return SILENT


def _versions(a: Value, b: Value) -> Compared:
    if a.dimension != b.dimension and "version/" not in {a.dimension, b.dimension}:
        return SILENT
    x, y = _release(a.text), _release(b.text)
    shared = min(len(x), len(y))
    if x[:shared] == y[:shared]:
        return AGREE
    if Bound.EXACT in {a.bound, b.bound} and a.bound is not b.bound:
        exact, bounded = (x, b) if a.bound is Bound.EXACT else (y, a)
        inside = (
            exact >= _release(bounded.text)
            if bounded.bound in _LOWER
            else exact <= _release(bounded.text)
        )
        return SILENT if inside else Compared(Relation.CONFLICT)
    return Compared(Relation.CONFLICT)


def _release(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _names(a: Value, b: Value) -> Compared:
    if a.text == b.text or a.text in b.text or b.text in a.text:
        return AGREE
    return Compared(Relation.CONFLICT)
