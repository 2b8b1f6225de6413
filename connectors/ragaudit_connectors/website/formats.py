"""What kind of document an address or an answer is."""

from __future__ import annotations

from collections.abc import Mapping

from ragaudit_connectors.parsing import format_of

_SUFFIXES = (
    "png jpg jpeg gif svg webp avif ico bmp tif tiff css js mjs map wasm woff woff2 ttf otf eot "
    "mp3 mp4 m4a m4v webm ogg ogv wav flac avi mov mkv zip gz tgz bz2 xz zst 7z rar tar exe dmg "
    "pkg msi deb rpm iso img bin jar war apk whl egg ics vcf torrent sig asc "
    "json jsonl xml txt lock webmanifest rss atom"
)
_FILES = frozenset(_SUFFIXES.split())
"""Suffixes of files that are no pages; of readable formats, for names that are no documents."""
_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/csv": "csv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    f"{_OFFICE}wordprocessingml.document": "docx",
    f"{_OFFICE}presentationml.presentation": "pptx",
    f"{_OFFICE}spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/epub+zip": "epub",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "message/rfc822": "eml",
}
_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
"""What servers say of files they do not know."""


def by_name(path: str, overrides: Mapping[str, str]) -> str | None:
    """The format a path's name says; `html` where it says none, None for what is no document."""
    name = path.partition("?")[0].rpartition("/")[2]
    found = format_of(name, overrides)
    if found is not None:
        return found.name
    _, dot, suffix = name.rpartition(".")
    return None if dot and suffix.lower() in _FILES else "html"


def by_answer(content_type: str, name: str | None) -> str | None:
    """The format of an answer; `name` is what the address says. None for what is no document."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in _VAGUE:
        return _TYPES.get(kind)
    if name == "html":
        return {"text/plain": "text", "": "html"}.get(kind)
    return name
