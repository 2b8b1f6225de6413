"""An item of the REST interface as one HTML page, and its uploaded file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from ragaudit_connectors.plone.blocks import blocks_html

_ADDED = re.compile(rb'<script [^>]{0,500}id="protect-script"></script>')
"""What Plone puts into every page of HTML that somebody who has signed in takes, uploads too."""
_NO_TEXT = frozenset({"title", "description", "blocks", "blocks_layout"})


def page_html(values: Mapping[str, Any]) -> bytes:
    """Title, description, rich text and blocks, in the order of the item's fields."""
    title = _text(values, "title")
    parts = [f"<title>{escape(title)}</title>", "</head><body>"]
    if title:
        parts.append(f"<h1>{escape(title)}</h1>")
    if summary := _text(values, "description"):
        parts.append(f"<p>{escape(summary)}</p>")
    parts += _rich_texts(values)
    parts += blocks_html(values)
    body = "\n".join(parts)
    page = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8">{body}\n</body></html>\n'
    return page.encode("utf-8", "replace")


def as_uploaded(data: bytes) -> bytes:
    """An uploaded file without what Plone added on the way, which is another script each time."""
    return _ADDED.sub(b"", data)


def _rich_texts(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        if name in _NO_TEXT or not isinstance(value, dict) or "content-type" not in value:
            continue
        data = value.get("data")
        # An uploaded file has an address instead of data.
        if isinstance(data, str) and data.strip():
            yield f"<div>{data}</div>"


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""
