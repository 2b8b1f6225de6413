"""What a listing says about one file or folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from urllib.parse import unquote

from ragaudit.contracts import OtherFile, Ref
from ragaudit.model import (
    Fact,
    FactState,
    Origin,
    OwnerRole,
    Quality,
    SourceFacts,
    SourceSettings,
)
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.parsing import format_of
from ragaudit_connectors.records import wanted
from ragaudit_connectors.remote import claim, known_date, moment
from ragaudit_connectors.webdav.multistatus import DAV, Response
from ragaudit_connectors.webdav.place import Key, Place, native_id, path_of
from ragaudit_connectors.website.formats import by_answer

FACTS = (
    "resourcetype", "getetag", "getlastmodified", "creationdate", "displayname", "getcontenttype",
    "getcontentlength", "owner", "resource-id",
)  # fmt: skip
SETTLED = timedelta(seconds=2)
"""How old a change must be before another in the same second can no longer follow it."""
_LONGEST_TITLE = 500
_LARGEST_DIGITS = 15


@dataclass(frozen=True)
class Entry:
    """A file or folder in a listing."""

    key: Key
    said: Response

    @property
    def is_folder(self) -> bool:
        """By its type; by its address where the server shows no type."""
        kind = self.said.props.get("resourcetype")
        if kind is None:
            return any(href.endswith("/") for href in self.said.hrefs)
        return kind.find(f"{DAV}collection") is not None

    @property
    def identity(self) -> str:
        """The same for one folder under two addresses (RFC 5842); empty where it is not told."""
        return self.said.href("resource-id")

    @property
    def size(self) -> int:
        """Bytes; 0 where it is not told."""
        told = self.said.text("getcontentlength")
        return int(told) if told.isdecimal() and len(told) <= _LARGEST_DIGITS else 0

    @cached_property
    def modified(self) -> datetime | None:
        """When it last changed, to the second."""
        return _http_date(self.said.text("getlastmodified"))

    def stamp(self, now: datetime) -> str:
        """What changes with the bytes; empty while it might not. `now` is the server's time."""
        changed = self.modified
        if changed is not None and abs(now - changed) < SETTLED:
            # Etags, too, are made of times in seconds by many a server.
            return ""
        etag = self.said.text("getetag")
        if etag and not etag.startswith("W/"):
            return f"etag {etag}"
        # A weak etag need not change with each byte, so whatever else there is counts as well.
        parts = (etag.removeprefix("W/"), self.said.text("getlastmodified"))
        return " ".join(("weak", *parts, str(self.size))) if any(parts) else ""


def item_of(entry: Entry, place: Place, settings: SourceSettings, now: datetime) -> Ref | OtherFile:
    """A file as a document, or as something links may lead to. `now` is the server's time."""
    path = path_of(entry.key)
    form = _format(entry, path, settings)
    if form is None or not wanted(path, settings):
        return OtherFile(path)
    title = shown(entry.said.text("displayname"))[:_LONGEST_TITLE]
    return Ref(
        native_id(entry.key),
        path,
        entry.size,
        form,
        entry.stamp(now),
        "" if title == path.rpartition("/")[2] else title,
        facts=facts_of(entry, place),
    )


def facts_of(entry: Entry, place: Place) -> SourceFacts:
    """Dates and the owner, each with the property it was read from."""
    owner = owner_of(entry.said)
    return SourceFacts(
        mtime=_changed(entry),
        times={"created": _created(entry)},
        owners=(claim(OwnerRole.TECHNICAL, owner, "DAV:owner"),) if owner else (),
        looked_in=("DAV:owner (who may always change it, not who answers for it)",)
        if owner
        else ("DAV:owner (names nobody)",),
        deep_link=place.origin + place.address(entry.key),
    )


def owner_of(said: Response) -> str:
    """The last part of the address of whom RFC 3744 calls the owner, or what stands there."""
    address = said.href("owner")
    name = address.rstrip("/").rpartition("/")[2] if address else said.text("owner")
    return shown(unquote(name))[:_LONGEST_TITLE]


def _format(entry: Entry, path: str, settings: SourceSettings) -> str | None:
    found = format_of(path, settings.formats)
    if found is not None:
        return found.name
    if "." in path.rpartition("/")[2]:
        return None
    return by_answer(entry.said.text("getcontenttype"), None)


def _changed(entry: Entry) -> Fact[date]:
    """When a file was last written; whether its text changed then is not told."""
    told, where = entry.said.text("getlastmodified"), "DAV:getlastmodified"
    changed = entry.modified
    return known_date(changed or told[:60] or None, where, Quality.PROXY)


def _created(entry: Entry) -> Fact[date]:
    """Apache tells when the file's inode changed: never before its last change."""
    told, where = entry.said.text("creationdate"), "DAV:creationdate"
    created, changed = moment(told), entry.modified
    if created is not None and changed is not None and created >= changed:
        note = "not before the last change: no server that keeps a date of creation says that"
        return Fact(
            FactState.UNKNOWN, None, Origin.SOURCE_API, Quality.PROXY, where, where, told, note
        )
    return known_date(told[:60], where, Quality.DERIVED)


def _http_date(text: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(text)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
