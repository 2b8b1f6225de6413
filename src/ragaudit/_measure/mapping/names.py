"""What a retriever calls a document, in one spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from ragaudit.model import Hit

LONGEST = 4_096
FIELDS = (
    *("source", "file_path", "path", "url", "uri", "link", "deep_link", "source_url"),
    *("ref_doc_id", "doc_id", "document_id", "document", "file_name", "filename"),
)
"""Metadata that may name a document, the surest first."""
_SOURCES = ("source_id", "source", "collection", "dataset")
_WITHIN = ("native_id", "path", "file_path", "id", "doc_id", "document_id")
"""Pairs of these make `source:path`, as the catalogue writes it."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_WEB = ("http", "https")
_PORTS = {("http", 80), ("https", 443)}
_CUTS = ("#", "::")
"""What stands between a document and the number of a chunk."""
_PLAIN = re.compile(r"[^/.:]{1,15}")


def tidy(name: str) -> str:
    """A name in NFC without space around it; file systems do not agree on composed letters."""
    return unicodedata.normalize("NFC", name[:LONGEST]).strip()


def path_of(name: str) -> str:
    """A name as a path: `/` between its parts, none at the ends, no `.` and nothing doubled."""
    if match := _SCHEME.match(name):
        name = unquote(name[match.end() :].partition("#")[0].partition("?")[0])
    parts = tidy(name).replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", "."))


def address_of(name: str) -> str:
    """A web address without what does not tell pages apart; empty for anything else.

    The scheme, a default port, a closing slash and the fragment are left out, and escapes undone.
    """
    try:
        parts = urlsplit(name)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    if parts.scheme.lower() not in _WEB or not host:
        return ""
    shown = host if port is None or (parts.scheme.lower(), port) in _PORTS else f"{host}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{shown}/{tidy(unquote(parts.path)).strip('/')}{query}"


def names_of(hit: Hit) -> Iterator[str]:
    """Everything that may name the document of a result, the surest first, none twice."""
    seen: set[str] = set()
    for name in _all_names(hit):
        tidied = tidy(name)
        for one in (tidied, *_without_chunk(tidied)):
            if one and one not in seen:
                seen.add(one)
                yield one


def tails(path: str) -> Iterator[str]:
    """A path and its ends at each `/`, longest first."""
    while path:
        yield path
        _, _, path = path.partition("/")


def is_weak(name: str) -> bool:
    """Whether a name is so short and plain that it may as well be a number of something else."""
    return _PLAIN.fullmatch(name) is not None


def _all_names(hit: Hit) -> Iterator[str]:
    metadata = hit.metadata
    for source in _SOURCES:
        for within in _WITHIN:
            if source != within and metadata.get(source) and metadata.get(within):
                yield f"{metadata[source]}:{metadata[within]}"
    yield hit.document
    yield from (metadata[field] for field in FIELDS if metadata.get(field))
    yield hit.id


def _without_chunk(name: str) -> Iterator[str]:
    for cut in _CUTS:
        head, found, _ = name.partition(cut)
        if found:
            yield head.rstrip()
