"""Whether a pattern that a stranger wrote can be matched in reasonable time."""

from __future__ import annotations

_IN_ONE_NAME = 3
_ACROSS_FOLDERS = 4


def is_cheap(pattern: str) -> bool:
    """Every further wildcard multiplies the time by the length of a path; nobody needs many."""
    most = max(name.count("*") for name in pattern.split("/"))
    return most <= _IN_ONE_NAME and pattern.count("**") <= _ACROSS_FOLDERS
