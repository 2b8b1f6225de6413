"""The `filesystem` connector: a folder of documents, or one document."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath

from ragaudit.contracts import Connector, OtherFile, Ref
from ragaudit.errors import SkipError, UsageError
from ragaudit.model import (
    Content,
    ContentSummary,
    Directory,
    Document,
    Fact,
    FactState,
    Origin,
    Quality,
    Skip,
    SkipReason,
    SourceFacts,
    SourceSettings,
)
from ragaudit.text.suggest import did_you_mean
from ragaudit_connectors.files.names import on_disk, shown
from ragaudit_connectors.files.reading import read_regular
from ragaudit_connectors.files.worktree import git_top
from ragaudit_connectors.filesystem.walk import Walk
from ragaudit_connectors.metadata import Resolver
from ragaudit_connectors.parsing import format_of, parse
from ragaudit_connectors.parsing.formats import FORMATS


class FilesystemConnector(Connector):
    """Reads what a file system holds below one root, and nothing outside it.

    A subclass that knows more about a file (its history) overrides `known`.
    """

    def __init__(self, settings: SourceSettings) -> None:
        self.settings = settings
        self._check_formats()
        root = Path(os.path.realpath(settings.root))
        self._single = root.name if os.path.isfile(root) else None  # noqa: PTH113
        self.base = root.parent if self._single else root
        """The folder paths are relative to, absolute and without links."""

    def _check_formats(self) -> None:
        """A format nobody reads would turn every such file into one that cannot be read."""
        for suffix, name in self.settings.formats.items():
            if name not in FORMATS:
                raise UsageError(
                    f"source “{self.settings.id}”: `formats` maps {suffix} to “{name}”, "
                    "which is no format",
                    did_you_mean(name, FORMATS),
                )

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self.settings, self.base)

    def list_refs(self) -> Iterator[Ref | Skip | OtherFile]:
        """Yield every file in order of path; nothing is opened."""
        if not os.path.isdir(self.base):  # noqa: PTH112
            raise UsageError(f"{self._named_root}: no such file or folder")
        walk = Walk(self.settings, self.base)
        yield from [walk.file(self._single)] if self._single else walk

    def read(self, ref: Ref) -> bytes:
        """Return a file's bytes. Raises `SkipError`."""
        path = on_disk(self.base, ref.path)
        if not self._is_inside(path.parent):
            raise SkipError(SkipReason.OUTSIDE_ROOT, "its folder leads out of the source")
        return read_regular(path, self.settings.limits.max_bytes)

    def parse(self, ref: Ref, data: bytes) -> Content:
        """Turn bytes into content by the format the file's name says. Raises `SkipError`."""
        form = format_of(ref.path, self.settings.formats)
        if form is None:
            raise SkipError(SkipReason.UNSUPPORTED, "is no document by its name")
        return parse(data, ref.path, form.name, self.settings.limits)

    def describe(self, ref: Ref, summary: ContentSummary, raw_sha256: str) -> Document:
        """Attach owner, dates and access from the file and what stands around it."""
        extra = self.known(ref)
        return self._resolver.resolve(ref, summary, raw_sha256, extra)

    def known(self, ref: Ref) -> SourceFacts:
        """What is known about a file besides its text: here, when its bytes last moved."""
        return SourceFacts(mtime=self._mtime(ref.path))

    def has(self, path: str) -> bool | None:
        """Whether a path exists below the root, upper and lower case told apart."""
        inside = _normalised(path)
        if inside is None:
            return None
        if not inside or "\0" in path:
            return not inside
        target = on_disk(self.base, inside)
        if not self._is_inside(target.parent):
            return None
        try:
            target.lstat()
        except OSError as error:
            # Behind a folder that refuses, nothing can be told.
            return None if error.errno in (errno.EACCES, errno.EPERM, errno.EIO) else False
        return self._is_spelt(inside)

    def changed_since(self, revision: str) -> frozenset[str] | None:
        """See `Connector.changed_since`: asked of git, for a folder in a work tree of it."""
        if git_top(self.base) is None:
            return None
        from ragaudit_connectors.git.changed import changed_since

        return changed_since(self.base, revision)

    def surroundings(self, documents: Collection[str]) -> str | None:
        """See `Connector.surroundings`: the files beside and above the documents, and of owners."""
        from ragaudit_connectors.filesystem.around import around

        return around(self.base, git_top(self.base), self.settings.codeowners, documents)

    def directory(self) -> Directory:
        """People and groups from `directory.yaml` in the root."""
        return self._resolver.directory

    def notes(self) -> Iterable[str]:
        """What is wrong with the files that carry owners, access and people, as far as met."""
        return self._resolver.notes()

    @property
    def _named_root(self) -> str:
        return self.settings.shown_root or str(self.settings.root)

    def _is_inside(self, folder: Path) -> bool:
        return Path(os.path.realpath(folder)).is_relative_to(self.base)

    def _is_spelt(self, path: str) -> bool:
        """Some file systems find `Page.md` as `page.md`; web servers mostly do not."""
        folder = PurePosixPath(path)
        while folder.name:
            names = self._resolver.folders.names(str(folder.parent))
            if names and folder.name not in names:
                return False
            folder = folder.parent
        return True

    def _mtime(self, path: str) -> Fact[date]:
        try:
            # `Path` takes ten times as long, and this is asked of every document in every run.
            place = f"{self.base}/{path}" if "\\x" not in path else on_disk(self.base, path)
            day = datetime.fromtimestamp(os.lstat(place).st_mtime, UTC).date()
        except (OSError, OverflowError, ValueError):
            return Fact.unknown("the file system does not say")
        return Fact(
            FactState.KNOWN,
            day,
            Origin.FILESYSTEM,
            Quality.PROXY,
            locator="file system",
            key="mtime",
        )


def _normalised(path: str) -> str | None:
    """A path without `.` and `..`; None where it leads out of the root."""
    parts: list[str] = []
    for part in shown(path).split("/"):
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
