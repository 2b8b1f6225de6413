"""Makes foreign text fit for a page: links that can be followed, names that cannot deceive."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode, urlsplit

from markupsafe import Markup, escape

from ragaudit_reports._clean import path_text, printable

LONGEST_NAME = 300
_LONGEST_LINK = _LONGEST_TEXT = 2_000
_UNSAFE = re.compile(
    r"[\x00-\x20\x7f-\x9f\"'<>\\^`{|}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_NO_ID = re.compile(r"[^A-Za-z0-9_-]")


def link(address: str | None) -> str | None:
    """A web address that may be followed; None for scripts, files, and whatever hides something."""
    if not address or len(address) > _LONGEST_LINK or _UNSAFE.search(address):
        return None
    try:
        address.encode("utf-8")
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None


def name(text: str, limit: int = LONGEST_NAME) -> str:
    """A path, id or person, with everything hidden spelled out."""
    return path_text(text[: 4 * limit] if len(text) > 4 * limit else text, limit)


def cut(text: str) -> str:
    """Text of a length that can be read; whatever is longer was made to harm."""
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"


def anchor(text: str) -> str:
    """Something that can be an id in a page."""
    return _NO_ID.sub("-", text)[:64]


def filtered(**choice: str | None) -> str:
    """A link to the findings of a choice: `#findings?owner=ann&severity=error`."""
    given = {key: name(value) for key, value in choice.items() if value}
    return "#findings?" + urlencode(given, quote_via=quote)


def rich(text: str) -> Markup:
    """Foreign text, escaped; what stands in `backticks` is code."""
    parts = _CODE.split(printable(cut(text)))
    shown = (
        Markup("<code>{}</code>").format(p) if n % 2 else escape(p) for n, p in enumerate(parts)
    )
    return Markup("").join(shown)
