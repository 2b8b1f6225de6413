"""A copy of a local index to ask, since Chroma writes to what it opens."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from ragaudit.errors import MalformedError, ScopeMissingError, SourceError, TransientError

FILE = "chroma.sqlite3"
_WAIT_S = 10.0
_TRIES = 3
_ROOM = 1.1
_WAL_AT, _WAL = 18, 2
"""Where a SQLite file says that it is written by way of a log, and how."""
_FOLDERS = (
    "select s.id from segments s join collections c on s.collection = c.id "
    "where c.name = ? and s.scope = 'VECTOR'"
)

State = tuple[tuple[str, int, int], ...]


def copy_of(root: Path, collection: str, shown: str) -> Path:
    """A new folder with the index as it is now, and the vectors of one collection.

    The caller removes it. Raises `SourceError`.
    """
    file = root / FILE
    if not file.is_file():
        told = f"there is no Chroma index in {shown}"
        raise MalformedError(told, "check `path`: it is the folder that holds chroma.sqlite3")
    folder = Path(tempfile.mkdtemp(prefix="ragaudit-chroma-"))
    try:
        _copy(file, folder, collection)
    except (sqlite3.Error, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise _refused(error) from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def _copy(file: Path, folder: Path, collection: str) -> None:
    """Texts and log first, vectors then: newer vectors than the log knows do no harm."""
    _check_room(file.stat().st_size, folder)
    with closing(_opened(file)) as source:
        # Once it reads, nobody changes what it sees; copying by itself would wait for ever.
        source.execute("begin")
        source.execute("select count(*) from sqlite_master").fetchone()
        with closing(sqlite3.connect(folder / FILE)) as copy:
            source.backup(copy)
            names = [str(row[0]) for row in copy.execute(_FOLDERS, (collection,))]
        for name in names:
            _copy_vectors(file.parent, folder, name)


def _copy_vectors(root: Path, folder: Path, name: str) -> None:
    """The files of one segment; there are none before it is first written out."""
    source = root / name
    if Path(name).name != name or not source.is_dir() or source.is_symlink():
        return
    for _ in range(_TRIES):
        before = _state(source)
        _check_room(sum(size for _, size, _ in before), folder)
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir()
        try:
            for file, _, _ in before:
                shutil.copyfile(source / file, folder / name / file, follow_symlinks=False)
        except FileNotFoundError:
            continue
        if before == _state(source):
            return
    raise TransientError("the index changes while it is copied", "run again when nothing writes")


def _state(folder: Path) -> State:
    """Regular files right in a folder, with size and time; a link may lead anywhere."""
    stats = ((file.name, file.lstat()) for file in sorted(folder.iterdir()))
    return tuple((n, s.st_size, s.st_mtime_ns) for n, s in stats if stat.S_ISREG(s.st_mode))


def _check_room(size: int, folder: Path) -> None:
    if shutil.disk_usage(folder).free < size * _ROOM:
        raise TransientError(
            f"there is no room for a copy of the index ({size:,} bytes)",
            "set TMPDIR to a folder with more room",
        )


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(_read_only(file), uri=True, timeout=_WAIT_S, isolation_level=None)


def _read_only(file: Path) -> str:
    """The address to open a file by without writing, not even beside it."""
    with file.open("rb") as opened:
        head = opened.read(_WAL_AT + 1)
    logged = len(head) > _WAL_AT and head[_WAL_AT] == _WAL
    at_rest = logged and not file.with_name(f"{FILE}-wal").exists()
    path = quote(os.fspath(file.resolve()))
    return f"file:{path}?mode=ro" + ("&immutable=1" if at_rest else "")


def _refused(error: sqlite3.Error | OSError) -> SourceError:
    told = str(error).lower()
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM):
        return ScopeMissingError("read", "read the files of the index", "the index may not be read")
    broken = ("not a database", "malformed", "no such table", "no such column")
    if isinstance(error, sqlite3.DatabaseError) and any(part in told for part in broken):
        return MalformedError("the index cannot be read: it is damaged, or no Chroma index")
    return TransientError(
        "the index cannot be copied: it is being written, or the disk is full", "run again"
    )
