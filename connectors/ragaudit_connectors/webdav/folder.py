"""One folder: what the server says is in it, and what of that belongs to the source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from ragaudit.errors import ForbiddenError, MalformedError
from ragaudit.model import Skip, SkipReason, SourceSettings
from ragaudit.text import matches
from ragaudit_connectors.webdav.items import FACTS, Entry
from ragaudit_connectors.webdav.multistatus import Response, responses
from ragaudit_connectors.webdav.options import WebdavOptions
from ragaudit_connectors.webdav.place import Key, path_of
from ragaudit_connectors.webdav.server import Dav

_ALREADY_REPORTED = 208
_GONE = frozenset({404, 410})
_REFUSED = frozenset({401, 403})
_GIVE = "give the auditor's account the right to read it, or exclude it"


@dataclass(slots=True)
class Folder:
    """What is in one folder, in order."""

    key: Key
    now: datetime
    """The server's time."""
    files: list[Entry] = field(default_factory=list)
    folders: list[Entry] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    broken: bool = False
    """Whether something in it could not be told."""
    identity: str = ""


@dataclass(slots=True)
class Reading:
    """How folders are read."""

    dav: Dav
    settings: SourceSettings
    options: WebdavOptions
    clock: Callable[[], datetime]
    more: tuple[str, ...] = ()
    """Properties to ask for besides facts."""

    def folder(self, key: Key, above: tuple[str, ...] = ()) -> Folder:
        """Read one; `above` are the identities of the folders it is in.

        Raises `ItemError` and `SourceError`.
        """
        answer = self.dav.propfind(key, (*FACTS, *self.more), depth=1)
        self.dav.check(answer, key)
        folder = Folder(key, answer.time() or self.clock())
        children: dict[Key, Response] = {}
        itself, outside = False, None
        for said in responses(answer.data, self.dav.host):
            for href in said.hrefs:
                child = self.dav.place.below(href)
                if child == key:
                    itself = True
                    self._take_itself(folder, said)
                elif child is None or child[: len(key)] != key:
                    outside = self._outside(key)
                elif len(child) == len(key) + 1:
                    # Deeper ones come with their own folder, whatever the server adds here.
                    children.setdefault(child, said)
        if not itself:
            raise MalformedError(
                f"{self.dav.host} lists a folder that is not the one it was asked for",
                "write `url` as the server itself names the folder",
            )
        if outside:
            folder.skips.append(outside)
        for child in sorted(children):
            self._sort(folder, Entry(child, children[child]), above)
        return folder

    def _take_itself(self, folder: Folder, said: Response) -> None:
        entry = Entry(folder.key, said)
        if said.status == 200 and not entry.is_folder:
            raise MalformedError(
                f"{self.dav.host}: that is no folder", "write a folder's address to `url`"
            )
        folder.identity = entry.identity
        # 507 says that there is more than the server wants to tell.
        folder.broken = folder.broken or said.status != 200

    def _sort(self, folder: Folder, entry: Entry, above: tuple[str, ...]) -> None:
        status = entry.said.status
        if status in _GONE:
            return
        if status not in (200, _ALREADY_REPORTED):
            folder.skips.append(self._refused(entry, status))
            folder.broken = True
        elif not entry.is_folder:
            folder.files.append(entry)
        elif not self._is_excluded(entry.key):
            self._descend(folder, entry, above)

    def _descend(self, folder: Folder, entry: Entry, above: tuple[str, ...]) -> None:
        identity = entry.identity
        within = bool(identity) and identity in (*above, folder.identity)
        if within or entry.said.status == _ALREADY_REPORTED:
            told = "the folder is one of those it is in, where its files are listed"
            folder.skips.append(self._skip(entry.key, SkipReason.OUTSIDE_ROOT, told, "exclude it"))
        elif len(entry.key) > self.options.max_depth:
            told = f"is more than {self.options.max_depth} folders deep"
            action = "exclude it, or set `options: {max_depth: …}`"
            folder.skips.append(self._skip(entry.key, SkipReason.UNREADABLE, told, action))
            folder.broken = True
        else:
            folder.folders.append(entry)

    def _is_excluded(self, key: Key) -> bool:
        """Whether everything in a folder is."""
        inside = f"{path_of(key)}/x"
        globs = (glob for glob in self.settings.exclude if glob.endswith(("/", "/**")))
        return any(matches(glob, inside) for glob in globs)

    def _refused(self, entry: Entry, status: int) -> Skip:
        told = f"{self.dav.host} lists it with the status {status}"
        if status in _REFUSED:
            error = ForbiddenError(told, _GIVE)
            return self._skip(entry.key, error.reason, told, _GIVE)
        return self._skip(entry.key, SkipReason.UNREADABLE, told, "check it, or exclude it")

    def _outside(self, key: Key) -> Skip:
        path = "/".join(part for part in (path_of(key), "(address elsewhere)") if part)
        told = f"{self.dav.host} lists an address outside the folder; nobody goes there"
        action = "make that a source of its own"
        return Skip(self.settings.id, path, SkipReason.OUTSIDE_ROOT, told, action)

    def _skip(self, key: Key, reason: SkipReason, told: str, action: str) -> Skip:
        return Skip(self.settings.id, path_of(key), reason, told, action)
