"""Values of an API as facts, each with the field it was read from."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ragaudit.model import Fact, FactState, Origin, OwnerClaim, OwnerRole, Quality

_COUNTS = (OwnerRole.ACCOUNTABLE, OwnerRole.STEWARD)


def moment(value: str | float | int | datetime | date | None) -> datetime | None:
    """A point in time from ISO 8601, seconds since 1970, or a date; UTC where no zone is given."""
    if value is None or isinstance(value, bool):
        return None
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        read = datetime.fromisoformat(value.strip())
    except (ValueError, OverflowError, OSError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def day(value: str | float | int | datetime | date | None) -> date | None:
    """The day of a point in time, in UTC; a plain date is itself."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    read = moment(value)
    return read.astimezone(UTC).date() if read else None


def known_date(
    value: str | float | int | datetime | date | None,
    locator: str,
    quality: Quality = Quality.AUTHORITATIVE,
    origin: Origin = Origin.SOURCE_API,
    note: str | None = None,
) -> Fact[date]:
    """A date the source tells; absent where it says none, an error where it cannot be read."""
    if value is None or value == "":
        return Fact(FactState.ABSENT, origin=origin, locator=locator)
    found = day(value)
    if found is None:
        told = str(value)[:60]
        return Fact(FactState.ERROR, origin=origin, locator=locator, raw=told, note="is no date")
    return Fact(FactState.KNOWN, found, origin, quality, locator, locator, str(value)[:60], note)


def claim(
    role: OwnerRole, name: str, locator: str, origin: Origin = Origin.SOURCE_API
) -> OwnerClaim:
    """Somebody tied to a document. Creators and last editors are kept, as proxies."""
    quality = Quality.AUTHORITATIVE if role in _COUNTS else Quality.PROXY
    fact = Fact(FactState.KNOWN, name, origin, quality, locator, locator, name)
    return OwnerClaim(role, name, fact)
