"""Finds secrets that are told by their surroundings: key blocks, signed tokens, URLs, headers."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from ragaudit.sensitive.context import is_made_up, near
from ragaudit.sensitive.hits import Hit, Topic, Weight
from ragaudit.sensitive.passwords import is_weak_example, looks_drawn
from ragaudit.sensitive.placeholders import is_placeholder

_PEM = re.compile(
    r"-----BEGIN (?P<what>(?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?)-----"
    r"(?P<body>(?:[^-]|-(?!----)){0,20000})(?:-----END (?P=what)-----)?"
)
_PEM_DATA = re.compile(r"[A-Za-z0-9+/]{40,}")
_PUTTY = re.compile(r"Private-Lines: \d{1,3}\s{1,4}(?:[A-Za-z0-9+/=]{16,80}\s{1,4}){1,60}")
_JWT = re.compile(r"(?<![\w./-])eyJ[\w-]{8,2000}\.(eyJ[\w-]{8,4000})\.[\w-]{20,1000}(?![\w-])")
_EXPIRED_BY = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
"""Before this code was written: such a token is worth nothing on any later day."""
_URL = re.compile(
    r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}://(?P<user>[^\s:/@?#\"'<>`]{0,100})"
    r":(?P<value>[^\s/@\"'<>`]{3,200})@(?P<host>[A-Za-z0-9._\[-][A-Za-z0-9._:\]-]{0,200})"
)
_LOCAL = re.compile(
    r"localhost\b|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?|host\b|server\b|hostname|proxy\b|domain\b|myhost"
    r"|(?:[\w-]{1,63}\.){0,5}(?:example|test|invalid|localhost)(?:\.(?:com|org|net))?(?![\w.])",
    re.IGNORECASE,
)
_CURL_USER = re.compile(
    r"\bcurl\b[^\n]{0,300}?(?:\\\n[^\n]{0,300}?){0,6}?\s(?:-u|--user)[ =]{1,3}"
    r"(?P<q>[\"']?)(?P<user>[^\s:\"']{0,100})[\"']?:[\"']?(?P<value>[^\s\"']{0,200})"
)
_HEADER = re.compile(
    r"\b(?:Authorization|(?:X-)?(?:[A-Za-z]{2,20}-)?(?:Api-?Key|Api-?Token|Auth-?Token|Access-?Token)"
    r"|Private-Token|Token)\\?[\"']?\s{0,3}[:=]\s{0,4}\\?[\"']?"
    r"(?:(?P<scheme>Bearer|Basic|Token|Api-?Token|Api-?Key|Key)\s{1,3})?"
    r"(?P<value>[A-Za-z0-9+/=_.~-]{8,2000})(?![A-Za-z0-9+/=_.~({<\[-])",
    re.IGNORECASE,
)
_OPTION = re.compile(r"(?:-H|--header)[ =]{0,3}\\?[\"']?\s{0,3}\Z")
"""Typed into a command somebody runs, not shown as what goes over the wire."""
_CURL = re.compile(r"\bcurl\b|--header\b|\s-H\b", re.IGNORECASE)


def keys(text: str) -> Iterator[Hit]:
    """Yield key blocks, signed tokens, URLs with a password, and credentials of commands."""
    if "PRIVATE KEY" in text:
        yield from _pem(text)
    if "PuTTY-User-Key-File-" in text:
        yield from (_hit("private key", m) for m in _PUTTY.finditer(text))
    if "eyJ" in text:
        yield from _jwt(text)
    if "://" in text and "@" in text:
        yield from _urls(text)
    lower = text.lower()
    if "curl" in lower:
        yield from _curl(text)
    if "authorization" in lower or "curl" in lower or "--header" in lower:
        yield from _headers(text)


def _hit(kind: str, match: re.Match[str], group: str | int = 0) -> Hit:
    return Hit(Topic.SECRET, kind, *match.span(group))


def _told(topic: Topic, kind: str, text: str, match: re.Match[str], group: str) -> Hit:
    """A hit without a format of its own, worth no finding where it is called an example."""
    made_up = is_made_up(near(text, match.start(), match.start(group)))
    weight = Weight.HIDE if made_up else Weight.REPORT
    return Hit(topic, kind, *match.span(group), weight)


def _pem(text: str) -> Iterator[Hit]:
    """A block counts with a line of key data in it; an empty or abridged one is an illustration."""
    for match in _PEM.finditer(text):
        data = _PEM_DATA.search(match["body"])
        if data and not is_placeholder(data[0], entropy=3.5):
            yield _hit("private key", match)


def _jwt(text: str) -> Iterator[Hit]:
    for match in _JWT.finditer(text):
        claims = _decoded(match[1])
        if claims is None or _is_sample(claims):
            continue
        expires = claims.get("exp")
        if not isinstance(expires, int | float) or expires > _EXPIRED_BY:
            yield _hit("signed access token (JWT)", match)


def _decoded(part: str) -> dict[str, object] | None:
    try:
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    return claims if isinstance(claims, dict) else None


def _is_sample(claims: dict[str, object]) -> bool:
    """Whether the claims are those of a tutorial: John Doe, subject 1234567890."""
    said = json.dumps(claims).lower()
    return any(name in said for name in ("john doe", "1234567890", "jane doe", "example.", "foo"))


def _urls(text: str) -> Iterator[Hit]:
    for match in _URL.finditer(text):
        value, user = match["value"], match["user"]
        if is_weak_example(value, user) or is_placeholder(value):
            continue
        weight = Weight.HIDE if _LOCAL.match(match["host"]) else Weight.REPORT
        yield Hit(Topic.SECRET, "password in a URL", *match.span("value"), weight)


def _curl(text: str) -> Iterator[Hit]:
    for match in _CURL_USER.finditer(text):
        value, user = match["value"].strip("\"'{}"), match["user"]
        if not value and looks_drawn(user) and not is_placeholder(user, entropy=2.8):
            yield _told(Topic.SECRET, "credential in a command", text, match, "user")
        elif value and not is_placeholder(match["value"]) and not is_weak_example(value, user):
            yield _told(Topic.SECRET, "credential in a command", text, match, "value")


def _headers(text: str) -> Iterator[Hit]:
    for match in _HEADER.finditer(text):
        value, scheme = match["value"], (match["scheme"] or "").lower()
        before = text[max(0, match.start() - 300) : match.start()]
        if not scheme and not _CURL.search(before):
            continue
        if scheme == "basic":
            value = _basic(value) or ""
        if value and looks_drawn(value) and not is_placeholder(value, entropy=2.8):
            if _OPTION.search(before):
                yield _told(Topic.SECRET, "credential in a command", text, match, "value")
            else:
                yield _told(Topic.CREDENTIAL, "credential in a request", text, match, "value")


def _basic(value: str) -> str | None:
    """The password of HTTP basic authentication; None where there is none to speak of."""
    try:
        plain = base64.b64decode(value + "=" * (-len(value) % 4)).decode("latin-1")
    except (ValueError, binascii.Error):
        return None
    user, _, password = plain.partition(":")
    return password if password and not is_weak_example(password, user) else None
