"""E-mail: `.eml` by the standard library, `.msg` by oxmsg (the reader beneath `unstructured`)."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from collections.abc import Iterator
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from typing import Any

from ragaudit.errors import SkipError
from ragaudit.model import BlockKind, Content, Limits, MetaField, Origin, SkipReason
from ragaudit_connectors.parsing import html
from ragaudit_connectors.parsing.archive import OLE, REPLACE, failing_as_damage, refuse_empty
from ragaudit_connectors.parsing.composing import Composition, clean
from ragaudit_connectors.parsing.pandoc import missing_extra

_HEADERS = ("From", "To", "Cc", "Reply-To", "Date", "Subject")
_NEEDED = (
    "from",
    "to",
    "subject",
    "date",
    "received",
    "message-id",
    "content-type",
    "mime-version",
)
_MAX_DEPTH = 10
_MAX_PARTS = 500
_PARAGRAPH_GAP = re.compile(r"\n[ \t\u00a0>]*\n")
_SIGNED_ONLY = (
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
)
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
# Numbers of Outlook properties ([MS-OXPROPS]).
_PID_RTF_COMPRESSED = 0x1009
_PID_SENDER_NAME, _PID_SENDER_EMAIL, _PID_SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_PID_REPRESENTING_NAME = 0x0042


def parse_eml(data: bytes, path: str, limits: Limits) -> Content:
    """Read a message: subject as title, its text, nested messages; attachments are only named."""
    refuse_empty(data, "eml")
    out = Composition(limits)
    with failing_as_damage("eml"):
        message = email.message_from_bytes(data, policy=email.policy.default)
        if not any(name in message for name in _NEEDED):
            raise SkipError(SkipReason.CORRUPT, "has no header of an e-mail message", REPLACE)
        _Reader(out).message(message, 0)
        fields = tuple(_fields((name, _header(message, name)) for name in _HEADERS))
    return _titled(out, "eml", fields)


def parse_msg(data: bytes, path: str, limits: Limits) -> Content:
    """Read an Outlook message the same way."""
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
        fields = tuple(_fields(_outlook_fields(message, headers)))
        _add_outlook_body(out, message)
        for attachment in message.attachments:
            out.fail("attachment-not-read", clean(attachment.file_name or "without a name")[:200])
    return _titled(out, "msg", fields)


def _titled(out: Composition, format: str, fields: tuple[MetaField, ...]) -> Content:
    subject = next((field.value for field in fields if field.key == "email:subject"), None)
    return out.content(
        format, fields, title=subject, title_origin=None if subject is None else "subject"
    )


def _fields(pairs: Any) -> Iterator[MetaField]:
    for name, value in pairs:
        text = " ".join(clean(_decoded(value)).split())[:2000]
        if text:
            key = "email:" + name.lower().replace("-", "_")
            yield MetaField(key, text, origin=Origin.EMBEDDED)


def _decoded(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, ValueError, HeaderParseError):
        return value


def _header(message: Message, name: str) -> str:
    # A header the strict parser chokes on is still worth showing as it was written.
    try:
        return str(message.get(name) or "")
    except Exception:
        raw = next((v for k, v in message.raw_items() if k.lower() == name.lower()), "")
        return str(raw)


class _Reader:
    """Walks the parts of a message in reading order."""

    def __init__(self, out: Composition) -> None:
        self._out = out
        self._parts = 0

    def message(self, message: Message, depth: int) -> None:
        """Add one message; a nested one is introduced by its subject as a heading."""
        if depth:
            self._out.add(
                BlockKind.HEADING, " ".join(_header(message, "Subject").split()), min(depth, 6)
            )
            for name in ("From", "Date"):
                if value := _header(message, name):
                    self._out.add(BlockKind.PARAGRAPH, f"{name}: {value}")
        self._part(message, depth)

    def _part(self, part: Message, depth: int) -> None:
        self._parts += 1
        if depth > _MAX_DEPTH or self._parts > _MAX_PARTS:
            self._out.fail("truncated", "the message is nested too deeply or has too many parts")
            return
        kind = part.get_content_type()
        if kind in _SEALED:
            self._out.fail("part-encrypted", "an encrypted part of the message was not read")
        elif kind == "message/rfc822":
            for nested in _nested(part):
                self.message(nested, depth + 1)
        elif part.is_multipart():
            children = [child for child in part.get_payload() if isinstance(child, Message)]
            for child in [_best(children)] if kind == "multipart/alternative" else children:
                if child is not None:
                    self._part(child, depth + 1)
        elif part.get_content_maintype() == "multipart":
            # It announces parts and has none: whatever there is, is text.
            add_plain(self._out, _text(part))
        elif _is_attachment(part):
            if kind not in _SIGNED_ONLY and part.get_content_disposition() != "inline":
                name = _filename(part) or f"a part of type {kind}"
                self._out.fail("attachment-not-read", clean(name)[:200])
        elif kind == "text/html":
            add_html(self._out, _text(part))
        else:
            add_plain(self._out, _text(part))


def _best(children: list[Message]) -> Message | None:
    """The plain text of several renderings, or else the one that holds most text."""
    plain = [c for c in children if c.get_content_type() == "text/plain" and _text(c).strip()]
    rich = [c for c in children if c.is_multipart() or c.get_content_type() == "text/html"]
    return next(iter(plain + rich + children), None)


def _nested(part: Message) -> list[Message]:
    payload = part.get_payload()
    messages = [m for m in payload if isinstance(m, Message)] if isinstance(payload, list) else []
    # Some mailers encode the whole nested message, which the standard does not allow.
    coding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if coding == "base64" and len(messages) == 1 and not messages[0].is_multipart():
        try:
            inner = base64.b64decode(str(messages[0].get_payload()))
        except ValueError:
            return messages
        return [email.message_from_bytes(inner, policy=email.policy.default)]
    return messages


def _is_attachment(part: Message) -> bool:
    return part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment"


def _filename(part: Message) -> str | None:
    try:
        return part.get_filename()
    except Exception:
        return None


def _text(part: Message) -> str:
    """A text part decoded; what cannot be decoded is replaced, never an error."""
    try:
        if isinstance(part, EmailMessage):
            content = part.get_content(errors="replace")
            if isinstance(content, str):
                return content
    except (LookupError, KeyError, ValueError, AssertionError):
        pass
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return str(part.get_payload())
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        return payload.decode("cp1252", "replace")


def add_plain(out: Composition, text: str) -> None:
    """Add plain text, one block a paragraph; quoted mail as quotes."""
    for paragraph in _PARAGRAPH_GAP.split(text.replace("\r\n", "\n")):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        if lines and all(line.lstrip().startswith(">") for line in lines):
            out.add(BlockKind.QUOTE, "\n".join(line.lstrip(" >") for line in lines))
        else:
            out.add(BlockKind.PARAGRAPH, "\n".join(lines))


def add_html(out: Composition, markup: str) -> None:
    """Add an HTML body, block by block."""
    page = html.parse(markup.encode("utf-8", "replace"), "body.html", out.limits)
    links = [link for link in page.links if "://" in link.target]
    for block in page.blocks:
        out.add(block.kind, block.text, block.level)
        while links and links[0].line <= block.span.end_line:
            link = links.pop(0)
            out.link(link.target, link.text, link.image)


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
