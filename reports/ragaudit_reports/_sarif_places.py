"""Where results are: artifact locations relative to the root of the repository or of a source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from ragaudit.model import Audit, SourceSummary
from ragaudit_reports._clean import one_line, printable

SRCROOT = "SRCROOT"
_SRCROOT_TOLD = "The folder of ragaudit.yaml, or the one ragaudit was run in without one."
_FOLDERS = ("filesystem", "git")
"""Types of source whose documents are files below the root."""


class Places:
    """The artifact locations of an audit's documents."""

    def __init__(self, audit: Audit) -> None:
        self._prefix: dict[str, str | None] = {s.id: _prefix(s) for s in audit.sources}
        self._bases = {s.id: _base(s) for s in audit.sources if self._prefix[s.id] is None}
        self._documents = {d.id: (d.source_id, d.path) for d in audit.documents}
        self._links = {d.id: d.deep_link for d in audit.documents if d.deep_link}

    def bases(self) -> dict[str, Any]:
        """`originalUriBaseIds`: absolute addresses only where the user gave one."""
        named = {_base_id(source): base for source, base in self._bases.items()}
        return {SRCROOT: {"description": {"text": _SRCROOT_TOLD}}, **named}

    def artifact(self, source: str, path: str | None) -> dict[str, Any]:
        """The location of a document; of the whole source where `path` is None."""
        prefix = self._prefix.get(source)
        shown = encoded(path) if path is not None else ""
        if prefix is None:
            return {"uri": shown or encoded(source), "uriBaseId": _base_id(source)}
        return {"uri": f"{prefix}{shown}" or "./", "uriBaseId": SRCROOT}

    def of(self, document: str) -> tuple[str, str]:
        """Source and path of a document id."""
        if document in self._documents:
            return self._documents[document]
        ids = (s for s in self._prefix if document.startswith(f"{s}:"))
        source = max(ids, key=len, default="")
        return source, document[len(source) + 1 :] if source else document

    def link(self, document: str | None) -> str | None:
        """The address a document is read at, where its source has one."""
        return self._links.get(document or "")


def location(
    artifact: Mapping[str, Any], line: int | None = None, text: str = ""
) -> dict[str, Any]:
    """A location. Code hosts want a line: the first stands for the document as a whole."""
    region: dict[str, Any] = {"startLine": max(1, line or 1)}
    if text and line:
        region["snippet"] = {"text": printable(text)}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def encoded(path: str) -> str:
    """A path as a relative reference that cannot leave its base; any bytes a name may have."""
    safe = [quote(_bytes(part), safe="") for part in path.split("/") if part not in ("", ".")]
    return "/".join("%2E%2E" if part == ".." else part for part in safe)


def _bytes(part: str) -> bytes:
    try:
        return part.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return part.encode("utf-8", "backslashreplace")


def _prefix(source: SourceSummary) -> str | None:
    """`kb/wiki/` for a folder given relative to where the audit was run; None for all others."""
    root = source.root.replace("\\", "/")
    outside = "://" in root or root.startswith(("/", "~", "$")) or root[1:2] == ":"
    folder = source.type in _FOLDERS and not root.endswith(".bundle")
    if outside or not folder or ".." in root.split("/"):
        return None
    inside = encoded(root)
    return f"{inside}/" if inside else ""


def _base_id(source: str) -> str:
    return f"source:{one_line(source, 200)}"


def _base(source: SourceSummary) -> dict[str, Any]:
    told = f"The root of the source {one_line(source.id, 200)} ({one_line(source.type, 60)})."
    base: dict[str, Any] = {"description": {"text": told}}
    if address := _address(source.root):
        base["uri"] = address
    return base


def _address(root: str) -> str | None:
    """An absolute address without names, secrets and queries; None where there is none."""
    if root.startswith("/") and not root.startswith("//"):
        return f"file:///{encoded(root)}/"
    try:
        parts = urlsplit(root)
        host = f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host.isascii() or not parts.hostname:
        return None
    inside = encoded(unquote(parts.path))
    return urlunsplit((parts.scheme, host, f"/{inside}/" if inside else "/", "", ""))
