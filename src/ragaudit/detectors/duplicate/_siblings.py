"""Which documents are alike on purpose: versions side by side, translations, declared mirrors."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from ragaudit.detectors._parallel import parallel
from ragaudit.detectors.duplicate._names import stem
from ragaudit.model import Document, SourceSettings
from ragaudit.text import matches

_CONTENT_ROOTS = frozenset({"content", "docs", "source", "src", "pages", "site", "website"})
_PER_PACKAGE = re.compile(
    r"licen[cs]es?(?:[-_.]\w{1,20})?|copying|notice|code[-_ ]of[-_ ]conduct|contributors"
    r"|third[-_ ]party[-_ ](?:licen[cs]es|notices)",
    re.IGNORECASE,
)


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
    return document.canonical.value is not None and _names(document.canonical.value, document)


def names_as_original(copy: Document, original: Document) -> bool:
    """Whether a copy declares one document, by path or by address, to be its original."""
    value = copy.canonical.value
    if value is None:
        return False
    if _names(value, original):
        return True
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(copy.path), value))
    return copy.source_id == original.source_id and _address(beside) == _address(original.path)


def _names(value: str, document: Document) -> bool:
    """Whether an address ends in the document's path."""
    named = _address(re.sub(r"^[a-z]+://[^/]+/?", "", value, count=1))
    own = _address(document.path)
    first, _, below = own.partition("/")
    return named in (own, below if first in _CONTENT_ROOTS else own) or named.endswith("/" + own)


def in_versions(document: Document, sources: Mapping[str, SourceSettings]) -> bool:
    """Whether the configuration says that parallel versions live here."""
    settings = sources.get(document.source_id)
    return settings is not None and any(matches(g, document.path) for g in settings.versions)


def _per_package(a: str, b: str) -> bool:
    """Licences and their like stand in every package by law or custom."""
    return all(_PER_PACKAGE.fullmatch(stem(path)) for path in (a, b))


def _address(path: str) -> str:
    clean = path.split("#")[0].split("?")[0].strip("/").lower()
    return re.sub(r"(?:/index|/readme)?\.[a-z]{2,5}$", "", clean)
