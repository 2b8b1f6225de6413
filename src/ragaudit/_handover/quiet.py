"""When nobody is to be disturbed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ragaudit.model import QuietHours

_SATURDAY, _LOOK_AHEAD = 5, 5


def is_quiet(now: datetime, hours: QuietHours | None) -> bool:
    """Whether a moment (with its zone) is within quiet hours; they may go over midnight."""
    if hours is None:
        return False
    local = now.astimezone(ZoneInfo(hours.zone))
    if hours.weekends and local.weekday() >= _SATURDAY:
        return True
    clock = local.time().replace(tzinfo=None)
    if hours.start <= hours.end:
        return hours.start <= clock < hours.end
    return clock >= hours.start or clock < hours.end


def ends(now: datetime, hours: QuietHours) -> datetime:
    """When quiet hours that are on now end, in their zone."""
    zone = ZoneInfo(hours.zone)
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=n) for n in range(_LOOK_AHEAD)]
    moments = (datetime.combine(d, at, zone) for d in days for at in sorted({time(), hours.end}))
    # A moment the clocks skip is told as the one that takes its place.
    real = (moment.astimezone(UTC).astimezone(zone) for moment in moments)
    return next(m for m in real if m > now and not is_quiet(m, hours))


def until(now: datetime, hours: QuietHours) -> str:
    """The same in words."""
    return f"until {ends(now, hours):%A %H:%M} {hours.zone}"
