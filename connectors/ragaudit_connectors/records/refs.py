"""A record as something the engine can list, fetch and tell apart."""

from __future__ import annotations

from itertools import chain, count
from typing import Any

from ragaudit.contracts import Ref
from ragaudit.errors import SkipError, TooLargeError
from ragaudit.model import Skip, SkipReason, SourceSettings
from ragaudit.text import matches
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.records.facts import facts_of
from ragaudit_connectors.records.record import Record, digest

_FORMATS = {
    **dict.fromkeys(("markdown", "md", "gfm", "commonmark", "text/markdown"), "markdown"),
    **dict.fromkeys(("html", "htm", "xhtml", "text/html"), "html"),
    **dict.fromkeys(("text", "txt", "plain", "plaintext", "text/plain"), "text"),
}
_LONGEST_PATH = 500
_LONGEST_TITLE = 500
_LONGEST_MARK = 80


class Paths:
    """Keeps paths apart that would be the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, record: Record, *, marked: bool = False) -> str:
        """The path of a record, with its id behind it where another record has that path.

        `marked` says that another has it although it was not met here.
        """
        path = plain_path(record)
        first = (path, f"{path} ({shown(record.id)[:_LONGEST_MARK]})")[marked:]
        # A stranger's path may look like one made here, so there is always another.
        others = (f"{path} ({digest(record.id, n)})" for n in count())
        unique = next(p for p in chain(first, others) if p not in self._taken)
        self._taken.add(unique)
        return unique


def plain_path(record: Record) -> str:
    """The path of a record, else its id, as a path that leads nowhere on any disk."""
    return path_of(record.text("path")) or path_of(record.id) or "(no path)"


def ref_of(record: Record, path: str, size: int, stamp: str, access_stamp: str | None) -> Ref:
    """What the listing says about a record. Raises `SkipError`."""
    return Ref(
        native_id=record.id,
        path=path,
        size=size,
        format=format_name(record),
        stamp=stamp_of(record, path, stamp) if stamp else "",
        title=_title(record),
        access_stamp=access_stamp,
        facts=facts_of(record),
    )


def stamp_of(record: Record, path: str, stamp: str) -> str:
    """A stamp of all a body is read with: the body itself, its format, title and path.

    Raises `SkipError`.
    """
    return digest(record.layout.digest, stamp, format_name(record), _title(record), path)


def access_stamp_of(record: Record) -> str | None:
    """Changes whenever a list of readers does; None where none is mapped."""
    if not {"allow", "deny"} & record.layout.names.keys():
        return None
    return digest(record.get("allow"), record.get("deny"))


def _title(record: Record) -> str:
    return shown(record.text("title")[:_LONGEST_TITLE])


def format_name(record: Record) -> str:
    """The parser's format for a record's body. Raises `SkipError`."""
    told = record.text("format").casefold().partition(";")[0].strip()
    if not told:
        return record.layout.format
    if told not in _FORMATS:
        raise SkipError(
            SkipReason.UNSUPPORTED,
            f"{record.place('format')} is none of markdown, html and text",
            "leave the record out, or do not map `format`",
        )
    return _FORMATS[told]


def path_of(text: str) -> str:
    """Text as a path below the source: no way up, no empty parts."""
    parts = [part.strip() for part in shown(text).split("/")]
    kept = [r"\x2e\x2e" if part == ".." else part for part in parts if part not in ("", ".")]
    return "/".join(kept)[:_LONGEST_PATH]


def wanted(path: str, settings: SourceSettings) -> bool:
    """Whether the source's globs let a path in."""
    if any(matches(glob, path) for glob in settings.exclude):
        return False
    return not settings.include or any(matches(glob, path) for glob in settings.include)


def body_bytes(value: Any, limit: int) -> bytes:
    """A body as bytes; nothing where there is none. Raises `SkipError`."""
    if value is None:
        return b""
    if isinstance(value, bytes | memoryview):
        data = bytes(value)
    elif isinstance(value, str):
        data = value.encode("utf-8", "surrogateescape" if _is_raw(value) else "replace")
    else:
        raise SkipError(SkipReason.CORRUPT, "its body is no text", "map `body` to a text")
    if len(data) > limit:
        raise too_large(len(data), limit)
    return data


def too_large(size: int, limit: int) -> TooLargeError:
    """The error for a body beyond the limit."""
    return TooLargeError(
        f"has {size:,} bytes, the limit is {limit:,}",
        "split it, leave it out, or raise `limits: max_bytes` for this source",
    )


def skip_of(source: str, path: str, error: SkipError) -> Skip:
    """An error about one record as a skip."""
    return Skip(source, path, error.reason, error.detail, error.action)


def _is_raw(text: str) -> bool:
    """Whether a text holds bytes that were no UTF-8, rather than halves of characters."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True
