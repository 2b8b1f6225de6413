"""FRS211: the declared date moved and the text did not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ragaudit.contracts import Context, DocumentDetector
from ragaudit.detectors._words import as_written, days_between, known_date
from ragaudit.model import Confidence, Document, Observation, Origin, Remedy, Rule, Severity

_TOLERANCE = timedelta(days=7)
"""A date is often written some days before or after the change it belongs to is merged."""


class TouchedNotChanged(DocumentDetector):
    """Reports documents that declare a later update than the history of their text shows."""

    rule = Rule(
        code="FRS211",
        name="touched-not-changed",
        severity=Severity.INFO,
        summary="The document says it was updated after its text last changed.",
        why=(
            "A bulk edit or a tool that bumps dates makes every page look fresh. Rankers that "
            "prefer recent documents then prefer these. The date of the last change of the text "
            "keeps counting."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix=(
            "If somebody checked the text on that day, record it as a review "
            "(`last_reviewed_on`); otherwise set the date back."
        ),
        example=(
            "---\nlastmod: 2026-09-01   # the last commit that changed the text: 2023-04-11\n---"
        ),
        not_reported=(
            "Review dates: a review is an attestation and needs no change of text; differences "
            "of up to a week; commits that only reformat, which declare nothing; documents "
            "without a history; dates in the future (FRS209)."
        ),
        references=("https://git-scm.com/docs/git-blame",),
    )

    def detect(self, document: Document, context: Context) -> Iterator[Observation]:
        """Yield one observation if a declared change is later than the history's last one."""
        declared, changed = document.times.modified, document.times.content_modified
        said, real = known_date(declared), known_date(changed)
        if said is None or real is None:
            return
        if declared.origin is Origin.VCS or changed.origin is not Origin.VCS:
            return
        if said - real <= _TOLERANCE or said > context.as_of + timedelta(days=1):
            return
        source = f" ({changed.locator})" if changed.locator else ""
        yield Observation(
            f"{declared.key or 'The document'} says {said}, but the text last changed on "
            f"{real}{source}, {days_between(real, said)} earlier.",
            line=declared.line,
            quote=as_written(declared),
            confidence=Confidence.MEDIUM,
        )
