"""A pass over an export: every line once, from the beginning."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from ragaudit.contracts import Cursor, PassEnd, Ref, RefPage
from ragaudit.errors import CursorExpiredError, SkipError
from ragaudit.model import Skip, SkipReason, SourceSettings
from ragaudit_connectors.jsonl.export import Export, Line
from ragaudit_connectors.jsonl.reading import LineError, record_of
from ragaudit_connectors.records import (
    Layout,
    Paths,
    Record,
    access_stamp_of,
    digest,
    plain_path,
    ref_of,
    skip_of,
    wanted,
)

PAGE = 100
_TWICE = "give every document an id of its own"
_BROKEN = "mend the line in the system that exported it"


@dataclass(slots=True)
class Index:
    """Where each document stands."""

    state: tuple[int, ...] = ()
    """Of the file it was made from."""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By id: where its line begins, and the line's number."""
    complete: bool = False
    """Whether the file was read to its end."""


class Scan:
    """Reads an open export from its beginning and fills an index."""

    def __init__(self, settings: SourceSettings, export: Export, layout: Layout) -> None:
        self._settings, self._export, self._layout = settings, export, layout
        self._paths = Paths()
        self.index = Index()

    def pages(self, file: BinaryIO, cursor: Cursor | None) -> Iterator[RefPage]:
        """Pages from a cursor on; the lines before it are read again, since ids count from there.

        Raises `CursorExpiredError` where the file is another one by now.
        """
        state = self._export.state(file)
        start = _read_cursor(cursor, state)
        refs: list[Ref] = []
        skips: list[Skip] = []
        lines = 0
        for line, item in self.items(file):
            if line.offset < start:
                continue
            if lines == PAGE:
                resume = json.dumps({"offset": line.offset, "file": state})
                yield RefPage(tuple(refs), skips=tuple(skips), resume=resume)
                refs, skips, lines = [], [], 0
            lines += 1
            if isinstance(item, Ref):
                refs.append(item)
            elif item is not None:
                skips.append(item)
        # What was written meanwhile may have been read in halves, so nothing counts as gone.
        whole = self._export.state(file) == state
        yield RefPage(tuple(refs), skips=tuple(skips), end=PassEnd(whole))

    def items(self, file: BinaryIO) -> Iterator[tuple[Line, Ref | Skip | None]]:
        """Every line with what it is; None for blank ones and what the globs leave out."""
        self.index.state = self._export.state(file)
        for line in self._export.lines(file):
            yield line, self._item(line)
        self.index.complete = True

    def _item(self, line: Line) -> Ref | Skip | None:
        if line.data is None:
            limit = self._settings.limits.max_bytes
            told = f"has more than {limit:,} bytes"
            return self._skip(line, SkipReason.TOO_LARGE, told, "raise `limits: max_bytes`")
        if not line.data.strip():
            return None
        try:
            record = record_of(line.data, self._layout)
        except LineError as error:
            return self._skip(line, SkipReason.CORRUPT, str(error), _BROKEN)
        if (first := self.index.places.get(record.id)) is not None:
            told = f"has the same id as line {first[1]}, which counts"
            return self._skip(
                line, SkipReason.CORRUPT, told, "give every document an id of its own"
            )
        self.index.places[record.id] = (line.offset, line.number)
        path = self._paths.take(record)
        if not wanted(plain_path(record), self._settings):
            return None
        try:
            return ref_of(record, path, len(line.data), body_stamp(record), access_stamp_of(record))
        except SkipError as error:
            return skip_of(self._settings.id, path, error)

    def _skip(self, line: Line, reason: SkipReason, told: str, action: str) -> Skip:
        place = f"{self._export.name}:{line.number}"
        return Skip(self._settings.id, place, reason, f"line {line.number} {told}", action)


def body_stamp(record: Record) -> str:
    """Changes with the text alone, so that it need not be read again for a new owner."""
    return digest(record.get("body"))


def _read_cursor(cursor: Cursor | None, state: tuple[int, ...]) -> int:
    if cursor is None:
        return 0
    try:
        told = json.loads(cursor)
        offset, seen = told["offset"], tuple(told["file"])
    except (ValueError, TypeError, KeyError) as error:
        raise CursorExpiredError("the place in the export cannot be read") from error
    if seen != state or not isinstance(offset, int):
        raise CursorExpiredError("the export was written since the last run")
    return offset
