"""The metadata of a record as facts, each with the field it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from ragaudit.model import Fact, FactState, Origin, OwnerRole, SourceFacts
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.metadata.conventions import squash
from ragaudit_connectors.metadata.dates import read_field
from ragaudit_connectors.metadata.fields import Field, Fields
from ragaudit_connectors.metadata.labels import read_classification
from ragaudit_connectors.metadata.lifecycle import read_lifecycle, read_superseded_by
from ragaudit_connectors.metadata.owners import declared_owners
from ragaudit_connectors.records.record import Record
from ragaudit_connectors.remote import day, moment

CLOCKS = {
    "created": "created",
    "updated": "modified",
    "content_updated": "content_modified",
    "reviewed": "reviewed",
    "review_due": "review_due",
    "expires": "expires",
    "published": "published",
    "effective_from": "effective_from",
}
"""Our names to the clocks they set."""
_CONVENTIONS = {
    "owner": "owner",
    "last_editor": "last_modified_by",
    "lifecycle": "status",
    "classification": "classification",
    "superseded_by": "superseded_by",
}
"""Our names to the keys whose meaning is known from documents."""
_LONGEST_LINK = 2000
_MILLISECONDS_FROM = 100_000_000_000
"""As seconds this would be the year 5138; JavaScript and Java count in milliseconds."""


def facts_of(record: Record) -> SourceFacts:
    """Everything a record says about its document besides the text and who may read it."""
    fields = Fields(_fields(record))
    owners = tuple(declared_owners(fields))
    named = any(claim.role is OwnerRole.ACCOUNTABLE for claim in owners)
    looked_in = () if named or "owner" not in record.layout.names else (_empty(record),)
    return SourceFacts(
        times={
            clock: date_fact(record, ours, clock)
            for ours, clock in CLOCKS.items()
            if ours in record.layout.names
        },
        owners=owners,
        looked_in=looked_in,
        lifecycle=read_lifecycle(fields),
        classification=read_classification(fields),
        superseded_by=read_superseded_by(fields),
        deep_link=_link(record.text("link")),
    )


def date_fact(record: Record, ours: str, clock: str) -> Fact[date]:
    """A date in whatever type the system keeps dates; what is ambiguous is not guessed."""
    value, name, where = record.get(ours), record.theirs(ours), record.place(ours)
    origin = Origin.SOURCE_API
    if value is None:
        return Fact(FactState.ABSENT, origin=origin, locator=where, key=name)
    found = value.strip() if isinstance(value, str) else _day(value)
    if found is None:
        told = shown(str(value)[:60])
        return Fact(
            FactState.ERROR, origin=origin, locator=where, key=name, raw=told, note="is no date"
        )
    field = Field(clock, name, shown(str(found)[:100]), origin, where)
    return read_field(field, clock) or field.absent("says nothing")


def moment_of(value: Any) -> datetime | None:
    """A point in time, also where it is counted in milliseconds."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | date | datetime):
        return None
    if isinstance(value, int | float) and abs(value) >= _MILLISECONDS_FROM:
        value /= 1000
    return moment(value)


def _day(value: Any) -> date | None:
    """The day of a value that is no text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return day(moment_of(value))


def _fields(record: Record) -> Iterator[Field]:
    """Fields as documents have them; of a list each entry."""
    for ours, key in _CONVENTIONS.items():
        value = record.get(ours)
        for part in value if isinstance(value, list | tuple) else (value,):
            if isinstance(part, str | int | float) and not isinstance(part, bool):
                name, where = record.theirs(ours), record.place(ours)
                yield Field(squash(key), name, shown(str(part)), Origin.SOURCE_API, where)


def _empty(record: Record) -> str:
    return f"{record.place('owner')} (names nobody)"


def _link(text: str) -> str | None:
    """An address a browser can open; nothing that runs."""
    if not text or len(text) > _LONGEST_LINK or not text.isprintable() or " " in text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.hostname else None
