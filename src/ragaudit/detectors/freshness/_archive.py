"""Folders that say by their name that what is in them no longer counts."""

from __future__ import annotations

import re

_ARCHIVE = re.compile(
    r"[_.-]?(?:archived?|archives?|attic|graveyard|obsolete|deprecated|superseded|retired|"
    r"historic(?:al)?)",
    re.IGNORECASE,
)


def in_archive(path: str) -> bool:
    """Whether a folder above the file is an archive; the file's own name does not count."""
    return any(_ARCHIVE.fullmatch(folder) for folder in path.split("/")[:-1])
