"""Names of mailboxes: as the server writes them, as people read them, as paths."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from urllib.parse import quote, unquote_to_bytes

from ragaudit_connectors.files.names import shown

_ENCODED = re.compile(r"&([A-Za-z0-9+,]*)-")
_PLAIN = re.compile(r"[\x20-\x7e]+")
_STEERING = re.compile(rb"[\x00-\x1f\x7f]")
_SAFE = "!$'()*+,-./:@_~ "
_LONGEST_TITLE = 120


def decoded(raw: bytes) -> str:
    """A name in modified UTF-7 as text; as it is where it breaks the rules of that encoding."""
    try:
        text = raw.decode("ascii")
        read = _ENCODED.sub(_decode, text)
    except (ValueError, binascii.Error):
        return raw.decode("utf-8", "surrogateescape")
    return read if encoded(read) == raw else text


def encoded(name: str) -> bytes:
    """Text as a name in modified UTF-7."""
    out, rest = [], 0
    for match in _PLAIN.finditer(name):
        out += [_encode(name[rest : match.start()]), match[0].replace("&", "&-")]
        rest = match.end()
    return "".join([*out, _encode(name[rest:])]).encode("ascii")


def is_speakable(raw: bytes) -> bool:
    """Whether a name can be sent in a command: one with a line end would start another."""
    return bool(raw) and raw.isascii() and not _STEERING.search(raw)


def quoted(raw: bytes) -> bytes:
    """A name as a quoted string of the protocol. Raises `ValueError`."""
    if not is_speakable(raw):
        raise ValueError("a name that cannot be sent")
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def path_of(raw: bytes, delimiter: bytes | None) -> str:
    """A mailbox as a path; a `/` that stands for no level is written `%2F`."""
    text = shown(decoded(raw))
    if not delimiter:
        return text.replace("/", "%2F")
    levels = text.split(delimiter.decode("ascii", "replace"))
    return "/".join(level.replace("/", "%2F") for level in levels)


def message_path(mailbox: str, subject: str, identity: str) -> str:
    """Where a message stands; a mark of its identity tells it from others with that subject."""
    title = shown(" ".join(subject.split())).replace("/", "-")[:_LONGEST_TITLE].strip()
    mark = hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{mailbox}/{title or 'no subject'} ({mark}).eml"


def native_id(raw: bytes, validity: int, uid: int) -> str:
    """A message, in the words of an IMAP URL."""
    return f"{quote(raw, safe=_SAFE)};UIDVALIDITY={validity}/;UID={uid}"


def read_native_id(text: str) -> tuple[bytes, int, int]:
    """Mailbox, UIDVALIDITY and UID of a message. Raises `ValueError`."""
    place, _, uid = text.rpartition("/;UID=")
    mailbox, _, validity = place.rpartition(";UIDVALIDITY=")
    return unquote_to_bytes(mailbox), int(validity), int(uid)


def link(server: str, raw: bytes, validity: int, uid: int) -> str:
    """The address a mail program opens a message by (RFC 5092)."""
    name = quote(decoded(raw).encode("utf-8", "surrogateescape"), safe="/")
    return f"imap://{server}/{name};UIDVALIDITY={validity}/;UID={uid}"


def _decode(match: re.Match[str]) -> str:
    data = match[1]
    if not data:
        return "&"
    padded = data.replace(",", "/") + "=" * (-len(data) % 4)
    return base64.b64decode(padded, validate=True).decode("utf-16-be")


def _encode(text: str) -> str:
    if not text:
        return ""
    data = base64.b64encode(text.encode("utf-16-be", "surrogatepass")).decode("ascii")
    return f"&{data.rstrip('=').replace('/', ',')}-"
