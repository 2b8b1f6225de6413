"""Which documents are alike on purpose: versions side by side, translations, declared mirrors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from ragaudit.detectors.duplicate._names import stem
from ragaudit.model import Document, SourceSettings
from ragaudit.text import matches

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
_DEPARTMENTS = frozenset({"hr", "it", "cs", "id", "no", "ms", "da", "pt"})
"""Codes that name a department or a team as often as a language."""
_PER_PACKAGE = re.compile(
    r"licen[cs]es?(?:[-_.]\w{1,20})?|copying|notice|code[-_ ]of[-_ ]conduct|contributors"
    r"|third[-_ ]party[-_ ](?:licen[cs]es|notices)",
    re.IGNORECASE,
)
_RELEASE_LINES = re.compile(r"(?!(?:19|20)\d\d$)v?\d.*|version.*|release.*", re.IGNORECASE)
"""Version folders that stand beside an unversioned tree; `legacy` alone may mean a rotten copy."""


def intended(a: Document, b: Document, sources: Mapping[str, SourceSettings]) -> bool:
    """Whether the likeness of two documents is declared or plain from where they stand."""
    return (
        is_mirror(a)
        or is_mirror(b)
        or a.superseded_by.known
        or b.superseded_by.known
        or in_versions(a, sources)
        or in_versions(b, sources)
        or parallel(a.path, b.path)
        or _per_package(a.path, b.path)
    )


def is_mirror(document: Document) -> bool:
    """Whether a document names another one as its original."""
    return document.canonical.known and not is_own_canonical(document)


def is_own_canonical(document: Document) -> bool:
    """Whether a document declares itself to be the original."""
    value = document.canonical.value
    if value is None:
        return False
    named = _address(re.sub(r"^[a-z]+://[^/]+/?", "", value, count=1))
    own = _address(document.path)
    return bool(named) and (own == named or own.endswith("/" + named) or named.endswith("/" + own))


def in_versions(document: Document, sources: Mapping[str, SourceSettings]) -> bool:
    """Whether the configuration says that parallel versions live here."""
    settings = sources.get(document.source_id)
    return settings is not None and any(matches(g, document.path) for g in settings.versions)


def parallel(a: str, b: str) -> bool:
    """Whether two paths differ in a folder for a version or a language only."""
    if a == b:
        return False
    versioned = "versioned_docs/" in a or "versioned_docs/" in b
    return _one_folder_apart(a, b) or _skeleton(a, versioned) == _skeleton(b, versioned)


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
        _is_locale(x) and _is_locale(y) and not both_departments
    )


def _skeleton(path: str, versioned: bool) -> tuple[str, ...]:
    """The path without version and language, where nothing else could be meant by them."""
    *folders, name = PurePosixPath(path).parts
    first, *suffixes = name.split(".")
    plain = [s for s in suffixes[:-1] if not _sure_locale(s)] + suffixes[-1:]
    dropped = {"docs", "versioned_docs"} if versioned else set()
    kept = [f for f in folders if not (_is_release_line(f) or _sure_locale(f) or f in dropped)]
    return (*kept, ".".join([first, *plain]))


def _is_version(folder: str) -> bool:
    return _VERSION_FOLDER.fullmatch(folder) is not None


def _is_release_line(folder: str) -> bool:
    return _is_version(folder) and _RELEASE_LINES.fullmatch(folder) is not None


def _is_locale(folder: str) -> bool:
    return _LOCALE.fullmatch(folder) is not None


def _sure_locale(folder: str) -> bool:
    return _is_locale(folder) and folder.lower() not in _DEPARTMENTS


def _per_package(a: str, b: str) -> bool:
    """Licences and their like stand in every package by law or custom."""
    return all(_PER_PACKAGE.fullmatch(stem(path)) for path in (a, b))


def _address(path: str) -> str:
    clean = path.split("#")[0].split("?")[0].strip("/").lower()
    return re.sub(r"(?:/index|/readme)?\.[a-z]{2,5}$", "", clean)
