"""Documents of a catalogue, as short as they can be."""

from __future__ import annotations

from ragaudit.model import ContentSummary, Document


def document(
    path: str, source: str = "docs", native: str | None = None, link: str | None = None
) -> Document:
    """A document without anything but its names."""
    summary = ContentSummary("text", "0" * 64, 10)
    return Document(source, native or path, path, summary, "0" * 64, deep_link=link)
