"""A copy of a local index to read, since Chroma writes to what it opens."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path, PurePath
from urllib.parse import quote

from ragaudit.errors import MalformedError, ScopeMissingError, SourceError, TransientError
from ragaudit.model import SourceSettings

FILE = "chroma.sqlite3"
_WAIT_S = 10.0
_ROOM = 1.1
_WAL_AT, _WAL = 18, 2
"""Where a SQLite file says that it is written by way of a log, and how."""


def copy_of(settings: SourceSettings) -> Path:
    """A new folder with the texts and metadata of an index as they are now; the caller removes it.

    The vectors are left where they are: nobody asks for them. Raises `SourceError`.
    """
    file = _file(settings)
    folder = Path(tempfile.mkdtemp(prefix="ragaudit-chroma-"))
    try:
        _check_room(file, folder)
        _copy(file, folder / FILE)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def _file(settings: SourceSettings) -> Path:
    """Where the index really is. Raises `SourceError` where that is outside its folder."""
    shown = settings.shown_root or settings.root.name
    root = Path(os.path.realpath(settings.root))
    file = Path(os.path.realpath(root / FILE))
    home = _home(settings.root, settings.shown_root)
    if not (root.is_relative_to(os.path.realpath(home)) and file.parent == root):
        raise MalformedError(
            f"{shown} lies outside the folder of the configuration",
            "copy the index below that folder; links are not followed out of it",
        )
    if not file.is_file():
        told = f"there is no Chroma index in {shown}"
        raise MalformedError(told, "check `root`: it is the folder that holds chroma.sqlite3")
    return file


def _home(root: Path, shown: str) -> Path:
    """The folder of the configuration, as far as the root was written relative to it."""
    written = PurePath(shown)
    depth = len(written.parts)
    if not shown or written.is_absolute() or root.parts[-depth:] != written.parts:
        return root.parent
    return root.parents[depth - 1]


def _check_room(file: Path, folder: Path) -> None:
    size = file.stat().st_size
    if shutil.disk_usage(folder).free < size * _ROOM:
        raise TransientError(
            f"there is no room for a copy of the index ({size:,} bytes)",
            "set TMPDIR to a folder with more room",
        )


def _copy(file: Path, target: Path) -> None:
    try:
        with closing(_opened(file)) as source, closing(sqlite3.connect(target)) as copy:
            # Once it reads, nobody changes what it sees; copying by itself would wait for ever.
            source.execute("begin")
            source.execute("select count(*) from sqlite_master").fetchone()
            source.backup(copy)
    except (sqlite3.Error, OSError) as error:
        raise _refused(error) from error


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(_read_only(file), uri=True, timeout=_WAIT_S, isolation_level=None)


def _read_only(file: Path) -> str:
    """The address to open a file by without writing, not even beside it."""
    with file.open("rb") as opened:
        head = opened.read(_WAL_AT + 1)
    logged = len(head) > _WAL_AT and head[_WAL_AT] == _WAL
    at_rest = logged and not file.with_name(f"{FILE}-wal").exists()
    return f"file:{quote(str(file))}?mode=ro" + ("&immutable=1" if at_rest else "")


def _refused(error: sqlite3.Error | OSError) -> SourceError:
    told = str(error).lower()
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM):
        return ScopeMissingError("read", "read the files of the index", "the index may not be read")
    if isinstance(error, sqlite3.DatabaseError) and (
        "not a database" in told or "malformed" in told
    ):
        return MalformedError("the index cannot be read: it is damaged, or no Chroma index")
    return TransientError(
        "the index cannot be copied: it is being written, or the disk is full", "run again"
    )
