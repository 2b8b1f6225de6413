"""Old versions of files, through one `git cat-file --batch`."""

from __future__ import annotations

import subprocess
import weakref
from collections import OrderedDict
from contextlib import suppress
from typing import IO

from ragaudit_connectors.git.program import Git, GitError

MAX_BYTES = 5_000_000
_KEPT = 16
_ABSENT = (
    "this clone does not hold it (a partial clone gets every version by "
    "`git fetch --refetch --no-filter`)"
)


class MissingBlobError(Exception):
    """A version this clone does not hold, or one too large to look at."""


class Blobs:
    """Reads blobs by name; keeps the last few."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None
        self._broken = False
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def read(self, name: str) -> bytes:
        """Return a blob. Raises `MissingBlobError`."""
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        data = self._fetch(name)
        self._kept[name] = data
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return data

    def close(self) -> None:
        """End the program."""
        if self._process is not None:
            _end(self._process)
            self._process = None

    def _fetch(self, name: str) -> bytes:
        if self._broken:
            raise MissingBlobError(_ABSENT)
        try:
            return self._ask(name)
        except (OSError, GitError, ValueError) as error:
            # In a partial clone git gives up at the first version it would have to fetch.
            self._broken = True
            self.close()
            raise MissingBlobError(_ABSENT) from error

    def _ask(self, name: str) -> bytes:
        if self._process is None:
            self._process = self._git.start("cat-file", "--batch", stdin=subprocess.PIPE)
            weakref.finalize(self, _end, self._process)
        source, answers = self._process.stdin, self._process.stdout
        if source is None or answers is None:
            raise GitError("no pipe")
        source.write(name.encode() + b"\n")
        source.flush()
        header = answers.readline().decode("utf-8", "replace").split()
        if not header:
            raise GitError("git cat-file ended")
        if header[-1] == "missing" or len(header) < 3:
            raise MissingBlobError(_ABSENT)
        size = int(header[2])
        if header[1] != "blob" or size > MAX_BYTES:
            _drop(answers, size + 1)
            raise MissingBlobError(f"it has more than {MAX_BYTES // 1_000_000} MB")
        return answers.read(size + 1)[:size]


def _drop(stream: IO[bytes], size: int) -> None:
    while size > 0 and (block := stream.read(min(size, 1 << 16))):
        size -= len(block)


def _end(process: subprocess.Popen[bytes]) -> None:
    """It only reads, so it may be killed; forked workers could keep its input open for ever."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe is not None:
                pipe.close()
