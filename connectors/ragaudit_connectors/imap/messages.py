"""What the listing of a mailbox tells about one message."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from email.message import Message
from email.parser import BytesHeaderParser

from ragaudit.contracts import Ref
from ragaudit.model import Fact, Origin, OwnerClaim, OwnerRole, Quality, SourceFacts
from ragaudit_connectors.imap.answers import Value, number
from ragaudit_connectors.imap.names import link, message_path, native_id
from ragaudit_connectors.parsing.composing import clean
from ragaudit_connectors.parsing.mail_body import decoded
from ragaudit_connectors.remote import claim, known_date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ARRIVED = re.compile(
    r"\s*(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)", re.ASCII
)
_LONGEST = 2000
_EXPIRY = ("Expires", "Expiry-Date")
"""RFC 4021; the second is what Outlook writes."""
_WRITTEN = "as its sender wrote it; a message never changes afterwards"


@dataclass(frozen=True, slots=True)
class Box:
    """A mailbox that is listed."""

    raw: bytes
    path: str
    server: str
    validity: int = 0
    access_stamp: str | None = None


def ref_of(box: Box, uid: int, told: Mapping[str, Value]) -> Ref:
    """A message as it is listed."""
    header = _header(told.get("BODY"))
    # Message-ID stays where a mailbox is numbered anew or a message moved; its number does not.
    identity = _field(header, "Message-ID") or f"{box.validity}/{uid}"
    return Ref(
        native_id(box.raw, box.validity, uid),
        message_path(box.path, _field(header, "Subject"), identity),
        size=number(told.get("RFC822.SIZE")) or 0,
        format="eml",
        stamp=f"{box.validity}/{uid}",
        access_stamp=box.access_stamp,
        facts=SourceFacts(
            times=_times(header, told.get("INTERNALDATE")),
            owners=_sender(_field(header, "From")),
            looked_in=("mail header From",),
            deep_link=link(box.server, box.raw, box.validity, uid),
        ),
    )


def _times(header: Message, arrived: Value) -> dict[str, Fact[date]]:
    """Two clocks: the sender's, and that of the server the message came to."""
    told = _date(header, "Date")
    # The sender says so, and nobody could have changed the text since.
    changed = replace(told, quality=Quality.DERIVED, note=_WRITTEN) if told.known else told
    ends = next((fact for name in _EXPIRY if (fact := _date(header, name)).raw), None)
    came = arrived.decode("ascii", "replace") if isinstance(arrived, bytes) else ""
    moved = known_date(_arrival(came) or came, "INTERNALDATE")
    return {
        "created": told,
        "published": told,
        "content_modified": changed,
        "modified": replace(moved, raw=came) if came else moved,
        **({"expires": ends} if ends else {}),
    }


def _date(header: Message, name: str) -> Fact[date]:
    written = _field(header, name)
    told = known_date(_moment(written) or written, f"mail header {name}", origin=Origin.EMBEDDED)
    return replace(told, raw=written[:60]) if written else told


def _sender(written: str) -> tuple[OwnerClaim, ...]:
    """Who sent it: a proxy for whoever wrote it, and never somebody who answers for it."""
    name, address = email.utils.parseaddr(written[:_LONGEST])
    who = address or name
    return (claim(OwnerRole.CREATOR, who, "mail header From", Origin.EMBEDDED),) if who else ()


def _header(value: Value) -> Message:
    return BytesHeaderParser().parsebytes(value if isinstance(value, bytes) else b"")


def _field(header: Message, name: str) -> str:
    """A field as text, whatever bytes it has; the first of several."""
    items = (str(value) for key, value in header.raw_items() if key.lower() == name.lower())
    return " ".join(clean(decoded(next(items, "")[:_LONGEST])).split())


def _moment(written: str) -> datetime | None:
    try:
        return email.utils.parsedate_to_datetime(written[:100])
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _arrival(written: str) -> datetime | None:
    """INTERNALDATE; by hand, since names of months must not depend on the locale."""
    found = _ARRIVED.fullmatch(written)
    if found is None or found[2].lower() not in _MONTHS:
        return None
    away = timedelta(hours=int(found[8]), minutes=int(found[9]))
    month = _MONTHS.index(found[2].lower()) + 1
    day, year, hour, minute, second = (int(found[place]) for place in (1, 3, 4, 5, 6))
    try:
        zone = timezone(away if found[7] == "+" else -away)
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
