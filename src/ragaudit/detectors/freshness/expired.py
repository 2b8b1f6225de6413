"""FRS203: the document's own validity has ended."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import Context, DocumentDetector
from ragaudit.detectors._words import as_written, days_between
from ragaudit.detectors.freshness._contract import expired, valid_until
from ragaudit.model import Document, Observation, Remedy, Rule, Severity


class Expired(DocumentDetector):
    """Reports documents past their expiry date or marked as expired."""

    rule = Rule(
        code="FRS203",
        name="expired",
        severity=Severity.ERROR,
        summary="The document's validity ended, by its own expiry date or status.",
        why=(
            "The author said from when on the text should not be relied on. Knowledge bases hide "
            "expired articles from search for that reason; a RAG index made from the files does "
            "not, and quotes them."
        ),
        remedy=Remedy.ARCHIVE,
        how_to_fix=(
            "Take the document out of what is indexed, or confirm that it still holds and set a "
            "new date."
        ),
        example="---\ntitle: Winter travel allowance\nvalid_until: 2026-03-31\n---",
        not_reported=(
            "A document on its last day of validity; dates that stand for “no expiry”, such as "
            "2100-01-01; documents in a folder that says it is an archive (`archive/`, `attic/`); "
            "an expiry date that cannot be read (FRS209)."
        ),
        references=(
            "https://www.servicenow.com/docs/r/zurich/servicenow-platform/knowledge-management/article-validity.html",
        ),
    )

    def detect(self, document: Document, context: Context) -> Iterator[Observation]:
        """Yield one observation if the last valid day is before `as_of`, or the status says so."""
        if not expired(document, context.as_of):
            return
        expires = valid_until(document)
        if expires is not None and expires < context.as_of:
            fact = document.times.expires
            ago = days_between(expires, context.as_of)
            name = f" ({fact.key})" if fact.key else ""
            yield Observation(
                f"Expired on {expires}{name}, {ago} ago, and still in the source.",
                line=fact.line,
                quote=as_written(fact),
            )
        else:
            status = document.lifecycle
            yield Observation(
                "Marked as expired and still in the source.",
                line=status.line,
                quote=as_written(status),
            )
