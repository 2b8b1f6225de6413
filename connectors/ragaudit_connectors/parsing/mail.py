"""E-mail: `.eml` by the standard library, `.msg` through `outlook`."""

from __future__ import annotations

import base64
import email
from email.message import Message

from ragaudit.errors import SkipError
from ragaudit.model import BlockKind, Content, Limits, SkipReason
from ragaudit_connectors.parsing import outlook
from ragaudit_connectors.parsing.archive import REPLACE, failing_as_damage, refuse_empty
from ragaudit_connectors.parsing.composing import Composition, clean
from ragaudit_connectors.parsing.mail_body import (
    add_html,
    add_plain,
    decoded,
    header_fields,
    titled,
)

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
_MAX_HEADER = 10_000
_NO_CHARSET = ("ascii", "us-ascii", "unknown-8bit", "default")
_SIGNED_ONLY = (
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
)
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")


def parse_eml(data: bytes, path: str, limits: Limits) -> Content:
    """Read a message: subject as title, its text, nested messages; attachments are only named."""
    refuse_empty(data, "eml")
    out = Composition(limits)
    with failing_as_damage("eml"):
        message = email.message_from_bytes(data)
        if not any(name in message for name in _NEEDED):
            raise SkipError(SkipReason.CORRUPT, "has no header of an e-mail message", REPLACE)
        _Reader(out).message(message, 0)
        fields = tuple(header_fields((name, _header(message, name)) for name in _HEADERS))
    return titled(out, "eml", fields)


def parse_msg(data: bytes, path: str, limits: Limits) -> Content:
    """Read an Outlook message the same way."""
    return outlook.parse(data, path, limits)


def _header(message: Message, name: str) -> str:
    # As written: the parser of the standard library takes hours over a hostile header.
    items = message.raw_items()
    return next((str(v)[:_MAX_HEADER] for k, v in items if k.lower() == name.lower()), "")


class _Reader:
    """Walks the parts of a message in reading order."""

    def __init__(self, out: Composition) -> None:
        self._out = out
        self._parts = 0

    def message(self, message: Message, depth: int) -> None:
        """Add one message; a nested one is introduced by its subject as a heading."""
        if depth:
            self._out.add(
                BlockKind.HEADING,
                " ".join(decoded(_header(message, "Subject")).split()),
                min(depth, 6),
            )
            for name in ("From", "Date"):
                if value := " ".join(decoded(_header(message, name)).split()):
                    self._out.add(BlockKind.PARAGRAPH, f"{name}: {value}")
        self._part(message, depth)

    def _part(self, part: Message, depth: int) -> None:
        self._parts += 1
        if depth > _MAX_DEPTH or self._parts > _MAX_PARTS:
            self._out.fail("truncated", "the message is nested too deeply or has too many parts")
            return
        kind = part.get_content_type()
        if kind in _SEALED:
            self._out.fail(
                "part-encrypted", "a sealed (S/MIME or PGP) part of the message was not read"
            )
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
            if not _is_decoration(part):
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
        return [email.message_from_bytes(inner)]
    return messages


def _is_attachment(part: Message) -> bool:
    return part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment"


def _is_decoration(part: Message) -> bool:
    """Whether a part is a picture within the text, or a signature: nothing a reader misses."""
    if part.get_content_type() in _SIGNED_ONLY:
        return True
    shown = part.get_content_disposition() == "inline" or "content-id" in part
    return part.get_content_maintype() == "image" and shown


def _filename(part: Message) -> str | None:
    name = part.get_filename()
    return decoded(name[:_MAX_HEADER]) if name else None


def _text(part: Message) -> str:
    """A text part decoded; what cannot be decoded is replaced, never an error."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return str(part.get_payload())
    declared = part.get_content_charset() or "utf-8"
    for charset, errors in ((declared, "strict"), ("utf-8", "strict"), (declared, "replace")):
        try:
            # Plain ASCII is what mailers declare who do not know better.
            if charset not in _NO_CHARSET:
                return payload.decode(charset, errors)
        except (LookupError, ValueError):
            continue
    return payload.decode("cp1252", "replace")
