"""Review intervals as people write them."""

from __future__ import annotations

import re

from ragaudit.model import Interval
from ragaudit.text import DateError, parse_date, parse_interval

_CYCLES = {
    **dict.fromkeys(
        (
            "semi annual",
            "semi annually",
            "semiannual",
            "semiannually",
            "half yearly",
            "twice a year",
        ),
        Interval(6, "month"),
    ),
    **dict.fromkeys(("quarter", "every quarter", "1 quarter"), Interval(3, "month")),
    **dict.fromkeys(("biennial", "biennially", "every two years"), Interval(2, "year")),
}
_MONTHS = re.compile(r"(\d{1,3})\s?m")
_EVENTS = frozenset(
    {
        "on change", "on demand", "continuous", "ongoing", "ad hoc", "as needed", "as required",
        "per release", "every release", "each release", "event driven", "rolling", "manual",
    }
)  # fmt: skip
"""Reviews that follow something else than the calendar have no due date, and that is no fault."""


def read_interval(text: str) -> Interval:
    """Also the words and the `12m` that only a count of months can mean here."""
    plain = _plain(text)
    if plain in _CYCLES:
        return _CYCLES[plain]
    match = _MONTHS.fullmatch(plain)
    return Interval(int(match[1]), "month") if match else parse_interval(text)


def _plain(text: str) -> str:
    return text.strip().strip("\"'").strip().lower().replace("_", " ").replace("-", " ")


def is_interval(value: str) -> bool:
    """Whether a value is no date but says how often, or that it is never."""
    try:
        parse_date(value)
    except DateError:
        try:
            read_interval(value)
        except DateError:
            return is_never(value) or _plain(value) in _EVENTS
        return True
    return False


def is_never(value: str) -> bool:
    """Whether a value says that no review is due."""
    return value.strip().strip("\"'").lower() in ("never", "not required", "evergreen")


def follows_events(value: str) -> bool:
    """Whether reviews follow something else than the calendar."""
    return _plain(value) in _EVENTS
