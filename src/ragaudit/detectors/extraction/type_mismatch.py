"""EXT709: a file that is not what its name says."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import ContentDetector
from ragaudit.model import Content, Observation, Remedy, Rule, Severity

_NAMES = {
    "markdown": "Markdown", "html": "HTML", "text": "plain text", "rst": "reStructuredText",
    "docx": "a Word document", "pptx": "a PowerPoint presentation", "xlsx": "an Excel workbook",
    "odt": "an OpenDocument text", "eml": "an e-mail message", "msg": "an Outlook message",
    "epub": "an EPUB book",
}  # fmt: skip


class TypeMismatch(ContentDetector):
    """Reports content that contradicts the file's name."""

    rule = Rule(
        code="EXT709",
        name="type-mismatch",
        severity=Severity.WARN,
        summary="The file's bytes are of another type than its name says.",
        why=(
            "An indexer that goes by the name reads a login page saved as `report.pdf`, or a PDF "
            "named `.txt`, as noise, or not at all."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Give the file the suffix of what it holds, or put the file that was meant in its "
            "place: a page saved instead of a download is often a login or an error page."
        ),
        example="`handbook.pdf` begins with `<!DOCTYPE html>`.",
        not_reported=(
            "Formats that are text under another name (a Markdown file named `.txt`, JSON in a "
            "`.log`)."
        ),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield at most one observation."""
        if content.detected is None:
            return
        real = _NAMES.get(content.detected, content.detected.upper())
        yield Observation(
            message=(
                f"The file holds {real}, which its name does not say; it was read as {real} here, "
                "but a tool that goes by the name reads nothing or noise."
            ),
            key=content.detected,
        )
