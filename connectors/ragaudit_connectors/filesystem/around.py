"""A digest of all that stands around documents and may say something about them."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from ragaudit_connectors.files.names import on_disk, shown
from ragaudit_connectors.filesystem import walk
from ragaudit_connectors.metadata.codeowners import PLACES


def around(
    base: Path, top: Path | None, chosen: str | None, documents: Collection[str]
) -> str | None:
    """A digest that changes with every file beside the documents, above them, or of owners.

    Every file in a folder that holds documents, or is above one that does, counts by its identity,
    size and times: also hidden and ignored ones, and those no rule about metadata knows yet. None
    where one was written this very moment, since it may be again within the same tick.
    """
    digest = hashlib.sha256()
    latest = time.time_ns() - walk.SETTLED_NS
    for name, status in _files(base, top, chosen, documents):
        digest.update(f"{name}\0{_told(status)}\0".encode("utf-8", "surrogatepass"))
        if status is not None and max(status.st_ctime_ns, status.st_mtime_ns) > latest:
            return None
    return digest.hexdigest()


def _files(
    base: Path, top: Path | None, chosen: str | None, documents: Collection[str]
) -> Iterator[tuple[str, os.stat_result | None]]:
    known = frozenset(documents)
    for folder in sorted(_folders(known)):
        place = on_disk(base, folder)
        try:
            with os.scandir(place) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            yield folder, None
            continue
        for entry in entries:
            path = f"{folder}/{shown(entry.name)}" if folder else shown(entry.name)
            if path not in known and not entry.is_dir(follow_symlinks=False):
                yield path, _stat(entry.path)
    owners = [base / name for name in ((chosen,) if chosen else PLACES)]
    owners += [top / name for name in PLACES] if top else []
    for file in owners:
        yield str(file), _stat(file)


def _folders(documents: Collection[str]) -> set[str]:
    """The folders of documents and those above, below the root; the root is the empty name."""
    found = {""}
    for path in documents:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _stat(path: str | Path) -> os.stat_result | None:
    """Of a link its target: that is what is read. None where nothing is there."""
    try:
        return os.stat(path)  # noqa: PTH116 - a `Path` for each would take ten times as long
    except OSError:
        return None


def _told(status: os.stat_result | None) -> str:
    if status is None:
        return "-"
    kind = stat.S_IFMT(status.st_mode)
    parts = (kind, status.st_dev, status.st_ino, status.st_size)
    return ":".join(map(str, (*parts, status.st_mtime_ns, status.st_ctime_ns)))
