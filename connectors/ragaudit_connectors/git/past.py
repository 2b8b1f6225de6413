"""A document as it was when something else happened, and what was done to it since."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date

from ragaudit.contracts import Moment, Past
from ragaudit_connectors.git.blobs import Blobs, MissingBlobError
from ragaudit_connectors.git.clocks import older
from ragaudit_connectors.git.history import History
from ragaudit_connectors.git.normal import words_of
from ragaudit_connectors.git.walk import Cell, Event

_REVISION = re.compile(r"[0-9a-f]{7,64}")
_MAX_EVENTS = 5000


Known = dict[tuple[str | None, ...], bool]
"""Whether the step between versions changed the words: siblings ask for the same steps."""


def past(history: History, path: str, moment: Moment, known: Known) -> Past | None:
    """The file as the commit of a moment has it, else as it was at the end of the day."""
    cell = history.find(path)
    if cell is None:
        return None
    events = list(_events(cell))
    data = _at_revision(history.blobs, cell, events, moment.revision)
    if data is None and moment.day is not None:
        data = _at_day(history.blobs, events, moment.day)
    if data is None:
        return None
    return Past(data, tuple(_edits(history.blobs, events, data, known)))


def _events(cell: Cell) -> Iterator[Event]:
    """Every known event of a file, newest first."""
    waiting, seen = [cell], set[int]()
    found: list[Event] = []
    while waiting and len(found) < _MAX_EVENTS:
        event = waiting.pop().event
        if event is None or id(event) in seen:
            continue
        seen.add(id(event))
        found.append(event)
        waiting.extend(older(event))
    yield from sorted(found, key=lambda event: event.order)


def _at_revision(blobs: Blobs, cell: Cell, events: list[Event], revision: str) -> bytes | None:
    """The file in the tree of a commit, under any name it had."""
    if not _REVISION.fullmatch(revision):
        return None
    names = dict.fromkeys([cell.path, *(event.path for event in events)])
    for name in names:
        if "\n" in name:
            continue
        try:
            return blobs.read(f"{revision}:{name}")
        except MissingBlobError:
            continue
    return None


def _at_day(blobs: Blobs, events: list[Event], day: date) -> bytes | None:
    """The file at the end of a day; None if it came later."""
    for event in events:
        made = event.commit.committed
        if made is not None and made <= day and event.blob is not None:
            try:
                return blobs.read(event.blob)
            except MissingBlobError:
                return None
    return None


def _edits(blobs: Blobs, events: list[Event], data: bytes, known: Known) -> list[Moment]:
    """The commits since a state that changed more than its form, oldest first."""
    edits: list[Moment] = []
    for event in events:
        if event.blob is not None and event.blob == _name(data, event.blob):
            break
        step = (event.blob, *(cell.blob for cell in event.before))
        if step not in known:
            known[step] = _changed_words(blobs, event)
        if known[step]:
            edits.append(Moment(event.commit.id, event.commit.committed))
    return edits[::-1]


def _name(data: bytes, like: str) -> str:
    """The name git has for these bytes, in the repository's kind of hash."""
    kind = "sha256" if len(like) == 64 else "sha1"
    return hashlib.new(kind, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _changed_words(blobs: Blobs, event: Event) -> bool:
    """Whether a commit changed the words; a merge only brings together what others did."""
    if event.merge or event.blob is None:
        return False
    try:
        new = words_of(blobs.read(event.blob), event.path)
        return all(
            words_of(blobs.read(cell.blob), cell.path) != new for cell in older(event) if cell.blob
        )
    except MissingBlobError:
        return True
