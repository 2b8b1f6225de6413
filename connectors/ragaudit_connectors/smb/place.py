"""Where a pass over a share stands: a folder, and a name in it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ragaudit.contracts import Cursor
from ragaudit.errors import CursorExpiredError

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Place:
    """All that comes before is done: names in order, the files of a folder before its folders."""

    folder: str = ""
    after: str = ""
    whole: bool = True
    """Whether everything before could be listed."""
    seen: int = 0
    """Folders so far."""
    begun: bool = False

    def written(self) -> Cursor:
        """As text."""
        parts = [_VERSION, self.folder, self.after, self.whole, self.seen]
        return json.dumps(parts, ensure_ascii=False)

    def is_below(self, folder: str) -> bool:
        """Whether the pass has gone on from the files of a folder into one of its folders."""
        return self.begun and self.folder != folder and f"{self.folder}/".startswith(_start(folder))

    def is_done(self, folder: str, name: str) -> bool:
        """Whether a file of a folder was listed."""
        if not self.begun:
            return False
        return self.is_below(folder) or (self.folder == folder and name <= self.after)

    def is_behind(self, folder: str, name: str) -> bool:
        """Whether a folder in a folder is done with all that is in it."""
        if not self.is_below(folder):
            return False
        return name < self.folder.removeprefix(_start(folder)).split("/", 1)[0]


def _start(folder: str) -> str:
    return f"{folder}/" if folder else ""


def read_place(cursor: Cursor | None) -> Place:
    """Raises `CursorExpiredError` for what this version did not write."""
    if cursor is None:
        return Place()
    try:
        version, folder, after, whole, seen = json.loads(cursor)
        if version != _VERSION:
            raise ValueError(version)
        return Place(str(folder), str(after), bool(whole), int(seen), begun=True)
    except (ValueError, TypeError, RecursionError) as error:
        told = "the place in the share was written by another version"
        raise CursorExpiredError(told, "everything is listed from the beginning") from error
