"""FRS213: the document was replaced or retired and is still in the source."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import Context, DocumentDetector
from ragaudit.detectors._words import as_written
from ragaudit.detectors.freshness._archive import in_archive
from ragaudit.model import Confidence, Document, Lifecycle, Observation, Remedy, Rule, Severity


class SupersededInUse(DocumentDetector):
    """Reports documents that name their replacement, or are marked as retired."""

    rule = Rule(
        code="FRS213",
        name="superseded-in-use",
        severity=Severity.ERROR,
        summary="A document that was replaced or retired is still among those in use.",
        why=(
            "An answer can be built on the old text although the new one is there too: both "
            "match the question, and the model cannot know which one counts."
        ),
        remedy=Remedy.ARCHIVE,
        how_to_fix=(
            "Move the document to an archive folder that is not indexed, or exclude it from the "
            "source. If it still counts, correct its status."
        ),
        example="---\ntitle: Travel policy 2023\nsuperseded_by: travel-policy-2025.md\n---",
        not_reported=(
            "Documents in a folder that says it is an archive (`archive/`, `attic/`, "
            "`deprecated/`); a document that names itself as its replacement. A document that is "
            "merely deprecated, with no replacement, is a warning: the status may be about the "
            "thing it describes."
        ),
        references=("https://arxiv.org/abs/2503.04800",),
    )

    def detect(self, document: Document, context: Context) -> Iterator[Observation]:
        """Yield one observation if the document is replaced, archived or deprecated."""
        if in_archive(document.path):
            return
        successor, status = document.superseded_by, document.lifecycle
        if successor.trusted and successor.value and not _is_itself(document, successor.value):
            yield Observation(
                f"Superseded by {successor.value}, and still in the source.",
                line=successor.line,
                quote=as_written(successor),
                action=f"Archive or exclude it, so that only {successor.value} is found.",
            )
        elif status.trusted and status.value is Lifecycle.ARCHIVED:
            yield Observation(
                "Marked as archived, and still in the source.",
                line=status.line,
                quote=as_written(status),
            )
        elif status.trusted and status.value is Lifecycle.DEPRECATED:
            yield Observation(
                "Marked as deprecated, with no replacement named, and still in the source.",
                line=status.line,
                quote=as_written(status),
                severity=Severity.WARN,
                confidence=Confidence.MEDIUM,
                action="Name the replacement (`superseded_by:`), or archive the document.",
            )


def _is_itself(document: Document, target: str) -> bool:
    plain = target.partition("#")[0].removeprefix("./").strip("/")
    return plain in (document.path, document.path.rsplit("/", 1)[-1])
