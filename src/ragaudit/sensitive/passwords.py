"""Whether a value that stands where a password stands is one, or a word, a name, an example."""

from __future__ import annotations

import base64
import re

from ragaudit.sensitive.placeholders import entropy_of, is_placeholder
from ragaudit.sensitive.samples import SAMPLE_PASSWORDS

_SUBJECTS = ("pass", "pwd", "secret", "token", "user", "name", "key")
_IDENTIFIER = re.compile(
    r"[A-Za-z_]+(?:[.-][A-Za-z_]+)*(?:\(.*)?|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
    r"|[A-Za-z_]\w*(?:\.\w+)+(?:[(\[].*)?|[A-Za-z_]\w*[(\[].*|[$@&%#].*|/.*|\.{1,2}/.*|~/.*"
)
_UUID = re.compile(
    r"(?:sha\d{1,3}[-:].*|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE
)
_DATE_OR_NUMBER = re.compile(r"[\d\s.,:/+-]+(?:px|ms|s|m|h|d|kb|mb|gb|%)?", re.IGNORECASE)
_URL_OR_MAIL = re.compile(r"[a-z][a-z0-9+.-]*://|www\.|[\w.+-]+@[\w-]+\.\w", re.IGNORECASE)
_ARTIFACT = re.compile(
    r"(?:[A-Za-z]{2,30}[-_:@/]){1,6}v?\d{1,4}(?:\.\d{1,6}){1,4}(?:[-.]\w{1,20})?"
)
"""The name of a package with its version."""
_FILE = re.compile(r"[\w./\\-]{1,100}\.[a-z][a-z0-9]{1,4}", re.IGNORECASE)


def is_weak_example(value: str, user: str = "") -> bool:
    """Whether a password is one that documentation uses for any password."""
    bare = value.strip("\"'`.,;:*_[](){}<>").lower()
    if len(bare) < 4 or bare in SAMPLE_PASSWORDS or bare == user.lower():
        return True
    if bare.strip("0123456789!") in SAMPLE_PASSWORDS or _decoded(value) in SAMPLE_PASSWORDS:
        return True
    return bool(_IDENTIFIER.fullmatch(value)) and any(word in bare for word in _SUBJECTS)


def _decoded(value: str) -> str:
    """What a value is in base64, as Kubernetes writes its secrets; empty where it is not."""
    try:
        return base64.b64decode(value, validate=True).decode("ascii").strip().lower()
    except ValueError:
        return ""


def looks_drawn(value: str) -> bool:
    """Whether a key or token looks as if a machine drew it: long, mixed, no word or name."""
    if len(value) < 10 or not re.search(r"\d", value) or not re.search(r"[A-Za-z]", value):
        return False
    return not _FILE.fullmatch(value) and entropy_of(value) >= 2.8


def is_password(value: str) -> bool:
    """Whether a value looks like a password somebody set: mixed kinds of characters, no name."""
    if not 8 <= len(value) <= 128 or is_placeholder(value, entropy=2.2) or is_weak_example(value):
        return False
    if _IDENTIFIER.fullmatch(value) or _DATE_OR_NUMBER.fullmatch(value) or _UUID.fullmatch(value):
        return False
    if any(p.match(value) for p in (_URL_OR_MAIL, _ARTIFACT)) or _FILE.fullmatch(value):
        return False
    return _classes(value) >= 2


def _classes(value: str) -> int:
    """How many of letters, digits and signs a value has."""
    kinds = (r"[A-Za-z]", r"\d", r"[^A-Za-z0-9\s]")
    return sum(bool(re.search(kind, value)) for kind in kinds)
