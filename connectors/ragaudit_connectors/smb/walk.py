"""A pass over a share: every folder in the order of names, its files before its folders.

That order is the same in every pass, so that one path says where a pass stands, however wide the
share is. The folders still to come, which a walk level by level would have to keep, have no bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ragaudit.contracts import Cursor, OtherFile, PassEnd, Ref, RefPage
from ragaudit.errors import ItemError, MalformedError, ScopeMissingError, SkipError, TooLargeError
from ragaudit.model import Skip, SkipReason, SourceSettings
from ragaudit.text import matches
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.parsing import format_of
from ragaudit_connectors.smb.entries import Found
from ragaudit_connectors.smb.failures import ACCESS_DENIED, RefusedError, named, no_item
from ragaudit_connectors.smb.names import is_name
from ragaudit_connectors.smb.options import SmbOptions
from ragaudit_connectors.smb.place import Place, read_place
from ragaudit_connectors.smb.server import Server

PAGE = 200
FOLDERS = 100
"""Folders after which a page ends that holds little else."""
LONGEST_PATH = 16_000
"""A place in the listing has to be written down."""
LIST_SCOPE = "List folder / read data"
_OURS = "give the audit's account the right “List folder” on it, or `exclude` it"

Item = Ref | Skip | OtherFile


@dataclass(frozen=True, slots=True)
class _Folder:
    path: str = ""
    ids: tuple[int, ...] = ()
    """Of the folder and those it is in."""


class Walk:
    """One pass."""

    def __init__(
        self,
        settings: SourceSettings,
        options: SmbOptions,
        server: Server,
        ref_of: Callable[[str, Found, str], Ref],
    ) -> None:
        """`ref_of` makes a document of a path, what the listing says, and a format."""
        self._settings, self._options, self._server = settings, options, server
        self._ref_of = ref_of
        self._pruned = tuple(glob for glob in settings.exclude if glob.endswith(("/", "/**")))
        self._place = Place()

    def pages(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """Pages from a cursor on. Raises `SourceError`."""
        self._place = read_place(cursor)
        items, folders = list[Item](), 0
        for item in self._steps(self._place):
            items += [] if item is None else [item]
            folders += item is None
            if len(items) >= PAGE or folders >= FOLDERS:
                yield _page(items, self._place.written())
                items, folders = [], 0
        yield _page(items, None, PassEnd(self._place.whole))

    def _steps(self, start: Place) -> Iterator[Item | None]:
        """Everything from a place on; None after each folder."""
        stack = [_Folder()]
        while stack:
            folder = stack.pop()
            if self._place.seen >= self._options.max_folders:
                self._place = replace(self._place, whole=False)
                yield self._skip(folder.path or ".", SkipReason.UNREADABLE, *_TOO_MANY)
                return
            below = list[_Folder]()
            if not start.is_below(folder.path):
                seen = self._place.seen + 1
                after = start.after if folder.path == start.folder else ""
                self._place = replace(self._place, folder=folder.path, after=after, seen=seen)
            try:
                for name, item in self._folder(folder, start):
                    if isinstance(item, _Folder):
                        below.append(item)
                    elif not start.is_done(folder.path, name):
                        self._place = replace(self._place, folder=folder.path, after=name)
                        yield item
            except SkipError as error:
                self._place = replace(self._place, whole=False)
                yield self._skip(folder.path or ".", error.reason, error.detail, error.action)
            stack += reversed(below)
            yield None

    def _folder(self, folder: _Folder, start: Place) -> Iterator[tuple[str, Item | _Folder]]:
        """What is in a folder, in order. Raises `SkipError`, and `SourceError` for the first."""
        listed = self._listed(folder.path)
        own = next((one.file_id for one in listed if one.name == "."), 0)
        ids = folder.ids or (own,)
        for found in sorted(listed, key=lambda one: one.name):
            if found.name in (".", "..") or _is_left_out(found):
                continue
            path = f"{folder.path}/{found.name}" if folder.path else found.name
            if found.is_folder and start.is_behind(folder.path, found.name):
                continue
            if (item := self._item(path, found, ids)) is not None:
                yield found.name, item

    def _listed(self, path: str) -> list[Found]:
        try:
            return self._server.folder(path)
        except TooLargeError as error:
            told = "give its folders as sources of their own, or `exclude` it"
            raise ItemError(SkipReason.TOO_LARGE, error.detail, told) from error
        except RefusedError as error:
            if not path:
                raise self._no_root(error.status) from error
            if error.status == ACCESS_DENIED:
                told = f"its folder may not be listed ({named(error.status)})"
                raise ItemError(SkipReason.FORBIDDEN, told, _OURS) from error
            raise no_item(error.status) from error

    def _no_root(self, status: int) -> ScopeMissingError | MalformedError:
        shown_name = self._server.address.shown
        if status == ACCESS_DENIED:
            told = f"{shown_name} does not list the folder to the account"
            return ScopeMissingError("list", LIST_SCOPE, told)
        told = f"{shown_name}: the folder of `url` is not there ({named(status)})"
        return MalformedError(told, "check `url`")

    def _item(self, path: str, found: Found, ids: tuple[int, ...]) -> Item | _Folder | None:
        if not is_name(found.name) or len(path) > LONGEST_PATH:
            name = path.encode("utf-8", "replace").decode()[:LONGEST_PATH] or "(no name)"
            return self._skip(name, SkipReason.CORRUPT, *_NO_NAME)
        if not self._is_wanted(path, folder=found.is_folder):
            return None
        form = "" if found.is_folder else getattr(format_of(shown(path), self._formats), "name", "")
        if found.is_link and (form or found.is_folder):
            return self._skip(path, SkipReason.OUTSIDE_ROOT, *_LINK)
        if found.is_folder:
            return self._below(path, found, ids)
        if not form:
            return OtherFile(shown(path))
        if found.is_away:
            return self._skip(path, SkipReason.UNREADABLE, *_AWAY)
        most = self._settings.limits.max_bytes
        if found.size > most:
            error = TooLargeError(f"has {found.size:,} bytes, the limit is {most:,}")
            return self._skip(path, error.reason, error.detail, error.action)
        return self._ref_of(path, found, form)

    def _below(self, path: str, found: Found, ids: tuple[int, ...]) -> Skip | _Folder:
        if found.file_id and found.file_id in ids:
            told = "leads back to a folder it is in"
            return self._skip(path, SkipReason.OUTSIDE_ROOT, told, "`exclude` it")
        if path.count("/") + 1 > self._options.max_depth:
            self._place = replace(self._place, whole=False)
            told = f"lies deeper than {self._options.max_depth} folders"
            return self._skip(path, SkipReason.UNREADABLE, told, "raise `options: {max_depth: …}`")
        return _Folder(path, (*ids, found.file_id))

    @property
    def _formats(self) -> dict[str, str]:
        return dict(self._settings.formats)

    def _is_wanted(self, path: str, *, folder: bool) -> bool:
        if folder:
            return not any(matches(glob, f"{path}/") for glob in self._pruned)
        if any(matches(glob, path) for glob in self._settings.exclude):
            return False
        include = self._settings.include
        return not include or any(matches(glob, path) for glob in include)

    def _skip(self, path: str, reason: SkipReason, detail: str, action: str = "") -> Skip:
        return Skip(self._settings.id, shown(path), reason, detail, action)


_TOO_MANY = (
    "there are more folders than one pass reads",
    "raise `options: {max_folders: …}`, or `exclude` some",
)
_NO_NAME = ("its name cannot be asked for", "rename it on the server")
_LINK = (
    "is a link to another place, which is not followed",
    "make the place it leads to a source of its own, or `exclude` it",
)
_AWAY = (
    "its bytes lie in an archive or a cloud; reading it would bring them back",
    "bring it back, or `exclude` it",
)


def _is_left_out(found: Found) -> bool:
    """What no reader means: hidden by its name, a lock beside an open file, the system's own."""
    hidden = found.name.startswith((".", "~$")) or found.is_of_the_system
    return hidden and is_name(found.name)


def _page(items: list[Item], resume: Cursor | None, end: PassEnd | None = None) -> RefPage:
    return RefPage(
        tuple(item for item in items if isinstance(item, Ref)),
        (),
        tuple(item for item in items if isinstance(item, Skip)),
        tuple(item for item in items if isinstance(item, OtherFile)),
        resume,
        end,
    )
