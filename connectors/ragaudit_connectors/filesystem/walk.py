"""Everything below a folder, in a stable order, without opening a document."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from ragaudit.contracts import OtherFile, Ref
from ragaudit.errors import SkipError
from ragaudit.model import Skip, SkipReason, SourceSettings
from ragaudit.text import matches
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.files.reading import skip_of, too_large
from ragaudit_connectors.filesystem.ignore import Ignores
from ragaudit_connectors.parsing.formats import format_of

Item = Ref | Skip | OtherFile

_NEVER_ENTERED = frozenset({"node_modules", "__pycache__"})
_OWN_FILES = frozenset(
    {"ragaudit.yaml", "ragaudit.yml", "access.yaml", "directory.yaml", "CODEOWNERS",
     "ragaudit-baseline.json"}
)  # fmt: skip
_OWN_SUFFIXES = (".meta.yaml", ".meta.yml")
_KINDS = ((stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"))
SETTLED_NS = 2_000_000_000
"""The coarsest time stamps in use, those of FAT, count in steps of two seconds."""


class Walk:
    """One listing of a source. `base` is an absolute folder without links in it."""

    def __init__(self, settings: SourceSettings, base: Path) -> None:
        self._settings, self._base = settings, base
        self._pruned = tuple(glob for glob in settings.exclude if glob.endswith(("/", "/**")))

    def __iter__(self) -> Iterator[Item]:
        """Yield every item, ordered by path."""
        # An explicit stack: folders may be nested deeper than Python recurses.
        stack: list[Iterator[Item | tuple[str, Ignores]]] = [
            self._folder("", Ignores.above(self._base))
        ]
        while stack:
            item = next(stack[-1], None)
            if item is None:
                stack.pop()
            elif isinstance(item, tuple):
                stack.append(self._folder(*item))
            else:
                yield item

    def file(self, name: str) -> Item:
        """The one file a source names; ignore files and globs do not apply."""
        path = self._base / name
        if format_of(shown(name), self._settings.formats) is None:
            return self._skip(name, SkipReason.UNSUPPORTED, "is no document by its name")
        try:
            return self._regular(name, path.lstat())
        except OSError as error:
            return self._refused(name, skip_of(error))

    def _folder(self, folder: str, ignores: Ignores) -> Iterator[Item | tuple[str, Ignores]]:
        try:
            with os.scandir(self._base / folder) as found:
                entries = sorted(found, key=_order)
        except OSError as error:
            yield self._refused(folder.rstrip("/") or ".", skip_of(error))
            return
        if any(entry.name == "pyvenv.cfg" for entry in entries):
            return
        reaching = ignores.entered(self._base / folder)
        for entry in entries:
            if not entry.name.startswith("."):
                yield from self._entry(folder + entry.name, entry, reaching)

    def _entry(
        self, path: str, entry: os.DirEntry[str], ignores: Ignores
    ) -> Iterator[Item | tuple[str, Ignores]]:
        is_folder = entry.is_dir(follow_symlinks=False)
        if self._left_out(path + "/" * is_folder, ignores):
            return
        if is_folder:
            if entry.name not in _NEVER_ENTERED:
                yield path + "/", ignores
            return
        try:
            yield self._link(path) if entry.is_symlink() else self._file(path, entry)
        except OSError as error:
            yield self._refused(path, skip_of(error))

    def _left_out(self, path: str, ignores: Ignores) -> bool:
        if not self._is_asked_for(path) or ignores.ignored(path):
            return True
        if path.endswith("/"):
            return any(matches(glob, path) for glob in self._pruned)
        if any(matches(glob, path) for glob in self._settings.exclude):
            return True
        include = self._settings.include
        return bool(include) and not any(matches(glob, path) for glob in include)

    def _is_asked_for(self, path: str) -> bool:
        """Whether a file or folder is in a named part of the source, or leads to one."""
        only = self._settings.only
        return not only or any(
            path == part or path.startswith(f"{part}/") or f"{part}/".startswith(path)
            for part in only
        )

    def _file(self, path: str, entry: os.DirEntry[str]) -> Item:
        name = entry.name
        if name in _OWN_FILES or name.endswith(_OWN_SUFFIXES):
            return OtherFile(shown(path))
        if format_of(shown(path), self._settings.formats) is None:
            return OtherFile(shown(path))
        return self._regular(path, entry.stat(follow_symlinks=False))

    def _regular(self, path: str, status: os.stat_result) -> Item:
        name = shown(path)
        if not stat.S_ISREG(status.st_mode):
            kind = next((words for test, words in _KINDS if test(status.st_mode)), "a device")
            return self._skip(path, SkipReason.UNREADABLE, f"is {kind}, not a regular file")
        if name != path and os.path.lexists(self._base / name):
            return self._skip(f"{path} (2)", SkipReason.UNREADABLE, "another file is shown as this")
        limit = self._settings.limits.max_bytes
        if status.st_size > limit:
            return self._refused(path, too_large(status.st_size, limit))
        form = format_of(name, self._settings.formats)
        return Ref(name, name, status.st_size, form.name if form else "", _stamp(status))

    def _link(self, path: str) -> Item:
        """A link's target inside the root is listed where it stands, so the link is not."""
        target = Path(os.path.realpath(self._base / path))
        is_document = format_of(shown(path), self._settings.formats) is not None
        if not target.is_relative_to(self._base):
            if not is_document and not target.is_dir():
                return OtherFile(shown(path))
            return self._skip(
                path,
                SkipReason.OUTSIDE_ROOT,
                "is a link that leads out of the source",
                "make the folder it leads to a source of its own, or exclude the link",
            )
        if is_document and not target.exists():
            return self._skip(path, SkipReason.UNREADABLE, "is a link to a file that is not there")
        return OtherFile(shown(path))

    def _refused(self, path: str, error: SkipError) -> Skip:
        return self._skip(path, error.reason, error.detail, error.action)

    def _skip(self, path: str, reason: SkipReason, detail: str, action: str = "") -> Skip:
        return Skip(self._settings.id, shown(path), reason, detail, action)


def _order(entry: os.DirEntry[str]) -> str:
    """Sorts so that whole paths come out in order: `a-b/` before `a.md` before `a/x.md`."""
    return entry.name + "/" * entry.is_dir(follow_symlinks=False)


def _stamp(status: os.stat_result) -> str:
    """Identity, size and times of a file; none while it may still be written in the same tick."""
    if time.time_ns() - status.st_ctime_ns < SETTLED_NS:
        return ""
    parts = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return ":".join(map(str, parts))
