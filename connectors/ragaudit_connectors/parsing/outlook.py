"""Outlook messages (`.msg`) by oxmsg, the reader beneath `unstructured`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ragaudit.errors import SkipError
from ragaudit.model import Content, Limits, SkipReason
from ragaudit_connectors.parsing.archive import OLE, REPLACE, failing_as_damage, refuse_empty
from ragaudit_connectors.parsing.composing import Composition, clean
from ragaudit_connectors.parsing.mail_body import add_html, add_plain, header_fields, titled
from ragaudit_connectors.parsing.pandoc import missing_extra

# Numbers of Outlook properties ([MS-OXPROPS]).
_PID_RTF_COMPRESSED = 0x1009
_PID_SENDER_NAME, _PID_SENDER_EMAIL, _PID_SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_PID_REPRESENTING_NAME = 0x0042


def parse(data: bytes, path: str, limits: Limits) -> Content:
    """Read an Outlook message: subject as title, its text; attachments are only named."""
    refuse_empty(data, "msg")
    if not data.startswith(OLE):
        raise SkipError(SkipReason.CORRUPT, "is no Outlook message", REPLACE)
    try:
        from oxmsg import Message as OutlookMessage
    except ImportError as error:
        raise missing_extra("msg") from error
    out = Composition(limits)
    with failing_as_damage("msg"):
        message = OutlookMessage.load(data)
        headers = {name.lower(): str(value) for name, value in message.message_headers.items()}
        fields = tuple(header_fields(_outlook_fields(message, headers)))
        _add_outlook_body(out, message)
        for attachment in message.attachments:
            out.fail("attachment-not-read", clean(attachment.file_name or "without a name")[:200])
    return titled(out, "msg", fields)


def _outlook_fields(message: Any, headers: dict[str, str]) -> Iterator[tuple[str, str]]:
    sent: datetime | None = message.sent_date
    yield "From", headers.get("from") or _outlook_sender(message)
    yield "To", headers.get("to") or ", ".join(_recipients(message))
    yield "Cc", headers.get("cc") or ""
    yield "Date", headers.get("date") or (sent.isoformat() if sent else "")
    yield "Subject", message.subject


def _outlook_sender(message: Any) -> str:
    # Inside one organisation the address is a directory path, which says nothing to a reader.
    value = message.properties.str_prop_value
    address = value(_PID_SENDER_SMTP) or value(_PID_SENDER_EMAIL) or ""
    name = value(_PID_SENDER_NAME) or value(_PID_REPRESENTING_NAME) or ""
    return f"{name} <{address}>".strip() if "@" in address else name


def _recipients(message: Any) -> list[str]:
    return [" ".join(filter(None, (r.name, f"<{r.email_address}>"))) for r in message.recipients]


def _add_outlook_body(out: Composition, message: Any) -> None:
    plain, rich = message.body, message.html_body
    if plain and plain.strip():
        add_plain(out, plain)
    elif rich and rich.strip():
        add_html(out, rich)
    elif message.properties.binary_prop_value(_PID_RTF_COMPRESSED):
        out.fail("part-unreadable", "the body is compressed Rich Text, which is not read")
