"""Paths that differ in a version or a language only, so that their likeness is meant."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath

_VERSION_FOLDER = re.compile(
    r"v?\d{1,4}(?:[._-]\d{1,4}){0,3}(?:[._-]?x)?|(?:version|release|docs)[-_]v?\d[\w.-]{0,20}"
    r"|[a-z]{1,20}[-_]v?\d{1,4}(?:\.(?:\d{1,4}|x)){1,3}|versioned_docs"
    r"|next|latest|stable|current|master|main|dev|develop|edge|nightly|legacy|lts|canary",
    re.IGNORECASE,
)
_LOCALE = re.compile(
    r"(?:ar|bg|bn|cs|da|de|el|en|es|et|fa|fi|fr|he|hi|hr|hu|id|it|ja|ko|lt|lv|ms|nb|nl|no|pl|pt|ro"
    r"|ru|sk|sl|sr|sv|th|tr|uk|ur|vi|zh)(?:[-_](?:[a-z]{2}|[a-z]{4}|\d{3}))?",
    re.IGNORECASE,
)
_TRANSLATED = re.compile(rf"(.{{2,120}}?)[-_]({_LOCALE.pattern})", re.IGNORECASE)
_DEPARTMENTS = frozenset({"hr", "it", "cs", "id", "no", "ms", "da", "pt"})
"""Codes that name a department or a team as often as a language."""
_RELEASE_LINES = re.compile(r"(?!(?:19|20)\d\d$)v?\d.*|version.*|release.*", re.IGNORECASE)
"""Version folders that stand beside an unversioned tree; `legacy` alone may mean a rotten copy."""


def parallel(a: str, b: str) -> bool:
    """Whether two paths differ in a folder for a version or a language only."""
    if a == b:
        return False
    versioned = "versioned_docs/" in a or "versioned_docs/" in b
    return _one_folder_apart(a, b) or _skeleton(a, versioned) == _skeleton(b, versioned)


@lru_cache(maxsize=65536)
def without_variant(path: str) -> str:
    """The path without the folders, or the suffix, that say which version or language it is."""
    *folders, name = _skeleton(path, versioned=True)
    return "/".join((*(f for f in folders if not _is_version(f)), name))


def _one_folder_apart(a: str, b: str) -> bool:
    left, right = PurePosixPath(a).parts, PurePosixPath(b).parts
    if len(left) != len(right) or left[-1] != right[-1]:
        return False
    apart = [(x, y) for x, y in zip(left, right, strict=True) if x != y]
    if len(apart) != 1:
        return False
    x, y = apart[0]
    both_departments = x.lower() in _DEPARTMENTS and y.lower() in _DEPARTMENTS
    return (_is_version(x) and _is_version(y)) or (
        is_locale(x) and is_locale(y) and not both_departments
    )


def _skeleton(path: str, versioned: bool) -> tuple[str, ...]:
    """The path without version and language, where nothing else could be meant by them."""
    *folders, name = PurePosixPath(path).parts
    first, *suffixes = name.split(".")
    first = split_language(first)[0]
    plain = [s for s in suffixes[:-1] if not sure_locale(s)] + suffixes[-1:]
    dropped = {"docs", "versioned_docs"} if versioned else set()
    kept = [f for f in folders if not (_is_release_line(f) or sure_locale(f) or f in dropped)]
    return (*kept, ".".join([first, *plain]))


def split_language(name: str) -> tuple[str, str]:
    """A name and the language it ends in: `readme-de` is `readme` and `de`."""
    match = _TRANSLATED.fullmatch(name)
    return (match[1], match[2]) if match and sure_locale(match[2]) else (name, "")


def _is_version(folder: str) -> bool:
    return _VERSION_FOLDER.fullmatch(folder) is not None


def _is_release_line(folder: str) -> bool:
    return _is_version(folder) and _RELEASE_LINES.fullmatch(folder) is not None


def is_locale(folder: str) -> bool:
    """Whether a folder's name can be a language."""
    return _LOCALE.fullmatch(folder) is not None


def sure_locale(folder: str) -> bool:
    """Whether a name is a language and hardly anything else."""
    return is_locale(folder) and folder.lower() not in _DEPARTMENTS
