"""A pass over a server: one PROPFIND a folder, folders in order, nothing asked to any depth.

Many servers refuse `Depth: infinity`. What is still to be listed follows from the folder that was
listed last: all that comes after it in order. So the place to go on from is that one folder,
however many there are; going on from it costs one request for each folder it is in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from ragaudit.contracts import Cursor, OtherFile, PassEnd, Ref, RefPage
from ragaudit.errors import (
    CursorExpiredError,
    ForbiddenError,
    MalformedError,
    ScopeMissingError,
    SkipError,
    SourceError,
    TransientError,
)
from ragaudit.model import Skip, SkipReason
from ragaudit_connectors.webdav.folder import Folder, Reading
from ragaudit_connectors.webdav.items import Entry, item_of
from ragaudit_connectors.webdav.place import Key, native_id, path_of, read_native_id
from ragaudit_connectors.webdav.server import READ

PAGE = 200
_VERSION = 1
Item = Ref | Skip | OtherFile
AccessStamp = Callable[[Entry], str | None]


@dataclass(frozen=True, slots=True)
class Spot:
    """How far a pass has come."""

    at: Key = ()
    """The folder it is in, or was in last."""
    after: str | None = ""
    """The last file listed of it; None where all are."""
    broken: bool = False
    """Whether something could not be listed, so that nothing counts as gone."""
    taken: int = 0
    """Files and folders met so far."""

    def written(self) -> Cursor:
        """As text."""
        told = [_VERSION, native_id(self.at), self.after, self.broken, self.taken]
        return json.dumps(told, separators=(",", ":"))


def read_spot(cursor: Cursor | None) -> Spot:
    """Raises `CursorExpiredError` for what this version did not write."""
    if cursor is None:
        return Spot()
    try:
        version, at, after, broken, taken = json.loads(cursor)
        if version != _VERSION or not isinstance(at, str):
            raise ValueError(version)
        after = None if after is None else str(after)
        return Spot(read_native_id(at), after, bool(broken), int(taken))
    except (ValueError, TypeError, RecursionError) as error:
        raise CursorExpiredError("the place in the listing cannot be read") from error


@dataclass(slots=True)
class Pass:
    """One pass."""

    reading: Reading
    access_stamp: AccessStamp
    spot: Spot = field(default_factory=Spot)
    start_page: Callable[[], None] = lambda: None
    """Called when a page was taken."""
    stopped: bool = False
    """Whether there was more than `max_items`."""

    def pages(self) -> Iterator[RefPage]:
        """Pages from the spot on. Raises `SourceError`."""
        held: list[Item] = []
        for found in self._walk():
            held += found
            if len(held) >= PAGE:
                yield _page(held, self.spot.written())
                held = []
                self.start_page()
        yield _page(held, None, PassEnd(whole=not self.spot.broken))

    def _walk(self) -> Iterator[list[Item]]:
        """Folders in order, each in parts no longer than a page."""
        start = self.spot
        stack: list[tuple[Key, tuple[str, ...]]] = [((), ())]
        while stack:
            key, above = stack.pop()
            try:
                folder = self.reading.folder(key, above)
            except (SkipError, MalformedError) as error:
                yield [self._failed(key, error)]
                continue
            self._count(folder)
            if self.stopped:
                return
            below = [entry.key for entry in folder.folders if _is_ahead(entry.key, start.at)]
            stack += [(one, (*above, folder.identity)) for one in reversed(below)]
            for begin in range(0, len(folder.skips), PAGE):
                yield list(folder.skips[begin : begin + PAGE])
            yield from self._files(folder, start)

    def _files(self, folder: Folder, start: Spot) -> Iterator[list[Item]]:
        """What is in a folder, but for what was listed before the pass was cut off."""
        if folder.key < start.at or (folder.key == start.at and start.after is None):
            return
        after = start.after if folder.key == start.at else ""
        files = [entry for entry in folder.files if entry.key[-1] > (after or "")]
        for begin in range(0, len(files), PAGE):
            part = files[begin : begin + PAGE]
            self.spot = replace(self.spot, at=folder.key, after=part[-1].key[-1])
            yield [self._item(entry, folder.now) for entry in part]
        self.spot = replace(self.spot, at=folder.key, after=None)

    def _item(self, entry: Entry, now: datetime) -> Item:
        reading = self.reading
        item = item_of(entry, reading.dav.place, reading.settings, now.astimezone(UTC))
        if isinstance(item, OtherFile):
            return item
        return replace(item, access_stamp=self.access_stamp(entry))

    def _count(self, folder: Folder) -> None:
        taken = self.spot.taken + len(folder.files) + len(folder.folders)
        self.stopped = taken > self.reading.options.max_items
        broken = self.spot.broken or folder.broken or self.stopped
        self.spot = replace(self.spot, broken=broken, taken=taken)

    def _failed(self, key: Key, error: SkipError | SourceError) -> Skip:
        """A folder that cannot be listed. Raises `SourceError` where that is the first one."""
        if not key:
            raise first_failed(error) from error
        self.spot = replace(self.spot, broken=True)
        reason = error.reason if isinstance(error, SkipError) else SkipReason.CORRUPT
        source = self.reading.settings.id
        return Skip(source, path_of(key), reason, f"folder: {error.message}", error.hint)


def first_failed(error: SkipError | SourceError) -> SourceError:
    """What it means that the folder in `url` cannot be listed."""
    if isinstance(error, SourceError):
        return error
    if isinstance(error, ForbiddenError):
        return ScopeMissingError("list", READ, error.detail)
    if error.reason is SkipReason.UNREACHABLE:
        return TransientError(error.detail, error.action)
    told = f"the folder in `url` cannot be listed: {error.detail}"
    return MalformedError(told, "check that `url` is the address of a WebDAV folder")


def _is_ahead(key: Key, at: Key) -> bool:
    """Whether a folder is not listed yet, or leads to where a pass was cut off."""
    return key >= at or at[: len(key)] == key


def _page(items: list[Item], resume: Cursor | None, end: PassEnd | None = None) -> RefPage:
    return RefPage(
        refs=tuple(item for item in items if isinstance(item, Ref)),
        skips=tuple(item for item in items if isinstance(item, Skip)),
        other=tuple(item for item in items if isinstance(item, OtherFile)),
        resume=resume,
        end=end,
    )
