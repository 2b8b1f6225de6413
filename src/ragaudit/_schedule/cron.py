"""Times of day as crontab(5) writes them, and as systemd.time(7) does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ragaudit.errors import UsageError

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_FIELDS = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of month", 1, 31, ()),
    ("month", 1, 12, _MONTHS),
    ("weekday", 0, 7, _DAYS),
)
_PART = re.compile(r"(\*|[0-9]+|[a-z]{3})(?:-([0-9]+|[a-z]{3}))?(?:/([0-9]+))?")
_AT = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_HINT = "write five fields, such as `17 3 * * *` for 03:17 every day"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a field: from, to, and every how many."""

    first: int
    last: int
    step: int = 1
    whole: bool = False
    """Whether it was written as `*`."""


@dataclass(frozen=True, slots=True)
class Cron:
    """When something runs: five fields, each a list of parts."""

    text: str
    fields: tuple[tuple[Part, ...], ...]

    @classmethod
    def parse(cls, text: str) -> Cron:
        """Read `17 3 * * 1-5`. Raises `UsageError` for what crontab(5) does not have."""
        words = text.lower().split()
        if len(words) != len(_FIELDS):
            raise UsageError(f"“{text}” is no time for cron: it has {len(words)} fields", _HINT)
        fields = tuple(_field(word, n, text) for n, word in enumerate(words))
        return cls(" ".join(text.split()), fields)

    @classmethod
    def at(cls, text: str) -> Cron:
        """Every day at `03:17`. Raises `UsageError`."""
        match = _AT.fullmatch(text.strip())
        if match is None:
            raise UsageError(f"“{text}” is no time of day", "write it like 03:17")
        return cls.parse(f"{int(match[2])} {int(match[1])} * * *")

    def later(self, minutes: int) -> Cron:
        """The same so many minutes later, where it is once a day; else the same.

        Jobs of one night need not start at once.
        """
        minute, hour, *_ = self.fields
        once = len(minute) == len(hour) == 1 and all(
            part.first == part.last and not part.whole for part in (*minute, *hour)
        )
        if not once:
            return self
        total = hour[0].first * 60 + minute[0].first + minutes
        # Past midnight it would be another day, which the other fields may not mean.
        if total >= 24 * 60:
            return self
        return Cron.parse(" ".join((str(total % 60), str(total // 60), *self.text.split()[2:])))

    def calendar(self) -> str:
        """The same for systemd: `*-*-* 03:17:00`. Raises `UsageError` where it cannot say it."""
        minute, hour, day, month, weekday = self.fields
        if not _is_any(day) and not _is_any(weekday):
            raise UsageError(
                f"systemd cannot say “{self.text}”: cron runs it on these days of the month and on "
                "these weekdays, systemd only on days that are both",
                "leave one of the two fields at `*`",
            )
        days = f"{_weekdays(weekday)} " if _weekdays(weekday) else ""
        date = f"*-{_systemd(month)}-{_systemd(day)}"
        return f"{days}{date} {_systemd(hour)}:{_systemd(minute)}:00"


def _field(word: str, n: int, text: str) -> tuple[Part, ...]:
    name, low, high, names = _FIELDS[n]
    parts = []
    for piece in word.split(","):
        match = _PART.fullmatch(piece)
        if match is None:
            raise UsageError(f"“{text}” is no time for cron: “{piece}” is no {name}", _HINT)
        step = int(match[3] or 1)
        if match[1] == "*":
            first, last = low, 6 if names == _DAYS else high
            whole = match[2] is None
        else:
            first = _number(match[1], low, names)
            open_end = 6 if names == _DAYS else high
            last = _number(match[2], low, names) if match[2] else open_end if match[3] else first
            whole = False
        if (
            not low <= first <= last <= high
            or not 1 <= step <= high
            or (match[1] == "*" and match[2])
        ):
            raise UsageError(f"“{text}” is no time for cron: “{piece}” is no {name}", _HINT)
        parts.append(Part(first, last, step, whole))
    return tuple(parts)


def _number(word: str, low: int, names: tuple[str, ...]) -> int:
    """A number, or what a name stands for; -1 for a name nobody knows."""
    if word.isdigit():
        return int(word)
    return names.index(word) + low if word in names else -1


def _is_any(parts: tuple[Part, ...]) -> bool:
    """Whether a field leaves it open, as cron sees it: it is written as a star."""
    return any(part.whole for part in parts)


def _systemd(parts: tuple[Part, ...]) -> str:
    return ",".join(_range(part) for part in parts)


def _range(part: Part) -> str:
    if part.whole and part.step == 1:
        return "*"
    if part.first == part.last:
        return f"{part.first:02}"
    step = f"/{part.step}" if part.step > 1 else ""
    return f"{part.first:02}..{part.last:02}{step}"


def _weekdays(parts: tuple[Part, ...]) -> str:
    """Names of days, none where it is any; Sunday is 0 as well as 7."""
    days = {day % 7 for part in parts for day in range(part.first, part.last + 1, part.step)}
    if len(days) == len(_DAYS):
        return ""
    return ",".join(name.capitalize() for n, name in enumerate(_DAYS) if n in days)
