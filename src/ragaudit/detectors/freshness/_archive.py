"""Folders that say by their name that what is in them no longer counts."""

from __future__ import annotations

import re
from functools import lru_cache

_ARCHIVE = re.compile(
    r"[_.-]?(?:archived?|archives?|attic|graveyard|obsolete|deprecated|superseded|retired|"
    r"historic(?:al)?)",
    re.IGNORECASE,
)


def in_archive(path: str) -> bool:
    """Whether a folder above the file is an archive; the file's own name does not count."""
    return _is_archive(path.rpartition("/")[0])


@lru_cache(maxsize=8192)  # many documents lie in one folder
def _is_archive(folder: str) -> bool:
    return any(_ARCHIVE.fullmatch(part) for part in folder.split("/"))
