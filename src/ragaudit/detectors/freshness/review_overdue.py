"""FRS202: the date the document's own metadata sets for its next review has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ragaudit.contracts import Context, DocumentDetector
from ragaudit.detectors._words import as_written, days_between
from ragaudit.detectors.freshness._contract import review_due, review_late
from ragaudit.model import Document, Fact, Observation, Quality, Remedy, Rule, Severity


class ReviewOverdue(DocumentDetector):
    """Reports documents whose declared review date is before the day of the audit."""

    rule = Rule(
        code="FRS202",
        name="review-overdue",
        severity=Severity.ERROR,
        summary="The review date that the document declares for itself has passed.",
        why=(
            "Its owner promised readers a review by that day. Until it happens nobody has "
            "confirmed the text, and a RAG system quotes it as if somebody had. Overdue does not "
            "mean wrong: it means not verified since."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix=(
            "Read the document, correct what changed, and set the new review date. If it need "
            "not be reviewed, say so with `review: never` and a reason."
        ),
        example="---\ntitle: Pen tests\nlast_reviewed_on: 2025-02-06\nreview_in: 6 months\n---",
        not_reported=(
            "A review due on the day of the audit or later; documents without a review date "
            "(FRS210); a date that cannot be read (FRS209); `review: never`; archived documents; "
            "a declared review date after which a review is on record."
        ),
        references=(
            "https://help.getguru.com/en/articles/4681197-choosing-a-verifier-and-verification-interval",
            "https://github.com/alphagov/tech-docs-gem",
        ),
    )

    def detect(self, document: Document, context: Context) -> Iterator[Observation]:
        """Yield one observation if the review is due strictly before `as_of`."""
        due = review_due(document)
        if due is None or not review_late(document, context.as_of):
            return
        fact = _evidence(document)
        late = days_between(due, context.as_of)
        basis = document.times.review_due.note or document.times.review_due.key
        yield Observation(
            f"Review was due {due}, {late} ago{f' ({basis})' if basis else ''}.",
            line=fact.line,
            quote=as_written(fact),
        )


def _evidence(document: Document) -> Fact[date]:
    """The fact to quote: a due date that was worked out rests on the last review."""
    due, reviewed = document.times.review_due, document.times.reviewed
    worked_out = due.quality is Quality.DERIVED or not due.raw
    return reviewed if worked_out and reviewed.raw else due
