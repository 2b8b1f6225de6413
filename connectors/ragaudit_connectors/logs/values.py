"""Values of log rows, read with patience: everybody writes them in another way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from ragaudit.model import Hit

Row = Mapping[str, Any]
MOST_HITS, LONGEST_NAME = 1_000, 2_000
_IDS = ("id", "document_id", "doc_id", "document.id", "chunk_id", "node_id", "source_id")
_NAMES = ("source", "path", "file_path", "url", "uri", "document", "file_name", "title")
_TEXTS = ("content", "text", "page_content", "document.content")
_SCORES = ("score", "document.score")
_META = ("metadata", "document.metadata")


def at(row: Any, path: str) -> Any:
    """The value at a dotted path, also where a key itself has dots; None where there is none."""
    if not isinstance(row, dict):
        return None
    found = row.get(path)
    if found is not None or "." not in path:
        return found
    head, dot, rest = path.partition(".")
    while dot:
        inner = row.get(head)
        if isinstance(inner, dict) and (value := at(inner, rest)) is not None:
            return value
        more, dot, rest = rest.partition(".")
        head = f"{head}.{more}"
    return None


def first(row: Row, paths: Iterable[str]) -> Any:
    """The first value there is that says something."""
    for path in paths:
        value = row.get(path)
        if value is None and "." in path:
            value = at(row, path)
        if value is not None and value != "":
            return value
    return None


def parsed(value: Any) -> Any:
    """A value that is JSON in a string, as exports often write it; else as it is."""
    if isinstance(value, str) and value[:1] in "[{" and value:
        try:
            return msgspec.json.decode(value)
        except (msgspec.DecodeError, RecursionError):
            return value
    return value


def number(value: Any) -> float | None:
    """A finite number, also written as text."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def truth(value: Any) -> bool | None:
    """Yes or no, in the ways logs write it; None where it is neither."""
    if value is None:
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value != 0
    if isinstance(value, str):
        word = value.strip().casefold()
        if word in ("true", "yes", "y", "1", "t"):
            return True
        if word in ("false", "no", "n", "0", "f", ""):
            return False
    return None


def moment(value: Any) -> datetime | None:
    """A point in time: ISO 8601, or seconds, milliseconds, … since 1970. Naive means UTC."""
    if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
        try:
            found = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    seconds = number(value)
    if seconds is None or seconds <= 0:
        return None
    while seconds > 1e11:  # beyond the year 5138 it must be a finer unit
        seconds /= 1000
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def text(value: Any) -> str:
    """Text that stands alone, or as the last message of a person in a list of messages."""
    value = parsed(value)
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = first(value, ("query", "question", "input", "content", "text", "value", "messages"))
        return text(inner) if inner is not None else ""
    if isinstance(value, list):
        said = [m for m in value if isinstance(m, dict)]
        asked = [m for m in said if m.get("role") in ("user", "human")] or said
        return text(asked[-1]) if asked else ""
    return ""


def hits(value: Any) -> tuple[Hit, ...] | None:
    """Returned documents, from ids, names or objects; None where the value is no list of them."""
    value = parsed(value)
    if isinstance(value, str):
        split = [part.strip() for part in value.replace(";", ",").split(",")]
        return tuple(Hit(id=_name(part)) for part in split[:MOST_HITS] if part)
    if isinstance(value, dict):
        value = first(value, ("documents", "results", "hits", "matches", "nodes", "context"))
    if not isinstance(value, list):
        return None
    return tuple(hit for item in value[:MOST_HITS] if (hit := _hit(item)) is not None)


def _hit(item: Any) -> Hit | None:
    if isinstance(item, str):
        return _named(item[:LONGEST_NAME])
    if isinstance(item, int):
        return Hit(str(item))
    if not isinstance(item, dict):
        return None
    inner = item.get("document")
    if isinstance(inner, dict):
        item = {**item, **inner}
    metadata = parsed(first(item, _META))
    shown = _metadata(metadata) if isinstance(metadata, dict) else {}
    return Hit(
        id=_name(first(item, _IDS) or ""),
        document=_name(first(item, _NAMES) or ""),
        text=str(first(item, _TEXTS) or "")[:100_000],
        score=number(first(item, _SCORES)),
        metadata=shown,
    )


@lru_cache(maxsize=100_000)
def _named(name: str) -> Hit:
    """The same documents come back for many questions."""
    return Hit(name)


def _metadata(metadata: Mapping[str, Any]) -> dict[str, str]:
    plain = ((k, v) for k, v in list(metadata.items())[:50] if isinstance(v, str | int))
    return {str(key): _name(value) for key, value in plain}


def _name(value: Any) -> str:
    return str(value)[:LONGEST_NAME] if isinstance(value, str | int) else ""
