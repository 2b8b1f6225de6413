"""Which days are worked."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days a business works: every day but its weekend and its holidays."""

    name: str = "Monday to Friday"
    """In words: `DE-BY`, `berlin office`."""
    weekend: tuple[int, ...] = (SATURDAY, SUNDAY)
    """Weekdays nobody works, Monday is 0; at most six of them."""
    closed: tuple[date, ...] = ()
    """Other days nobody works, in order."""
    opened: tuple[date, ...] = ()
    """Days that are worked all the same, in order."""

    def works(self, day: date) -> bool:
        """Whether a day is worked."""
        if _holds(self.opened, day):
            return True
        return day.weekday() not in self.weekend and not _holds(self.closed, day)


def _holds(days: tuple[date, ...], day: date) -> bool:
    at = bisect_left(days, day)
    return at < len(days) and days[at] == day


WEEKDAYS = Calendar()
"""Monday to Friday, without holidays: what business days are where no calendar is named."""
