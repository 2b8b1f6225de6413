"""FRS212: many documents were confirmed in one commit that changed none of their texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta

from ragaudit.contracts import Corpus, CorpusDetector, Member, NoFeatures
from ragaudit.model import (
    Confidence,
    Document,
    Observation,
    Origin,
    Related,
    Remedy,
    Rule,
    Severity,
)

_MANY = 20
"""So many pages nobody reads in one go."""
_NEAR = timedelta(days=7)
"""A review is often entered some days after it was made."""
_SHOWN = 5
_WRITTEN = (Origin.FRONT_MATTER, Origin.EMBEDDED, Origin.SIDECAR)


class RubberStamp(CorpusDetector):
    """Reports commits that moved the review date of many documents and no text."""

    extractor = NoFeatures()

    rule = Rule(
        code="FRS212",
        name="rubber-stamp",
        severity=Severity.INFO,
        summary="Many documents were marked as reviewed in one commit that changed no text.",
        why=(
            "A review date says that somebody read the page and found it right. Set by one "
            "search-and-replace it says nothing, and hides which pages nobody has read for years."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix=(
            "Ask who read them. Where nobody did, set the dates back, and have the pages reviewed."
        ),
        example=(
            "---\nlast_reviewed_on: 2026-09-01\n---\n"
            "# the same line came into 40 pages with one commit, which changed nothing else"
        ),
        not_reported=(
            "Fewer than 20 documents in one commit; documents whose text changed in it; review "
            "dates more than a week from the commit; sources without a history. Off unless asked "
            "for: whether a team did read its pages before one person entered the dates is not "
            "in the history, so a finding is a question."
        ),
        references=("https://www.getguru.com/features/verification",),
        enabled=False,
    )

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a commit."""
        stamped: defaultdict[tuple[str, str], list[Document]] = defaultdict(list)
        for document in corpus.documents.values():
            commit = _stamp(document)
            if commit is not None:
                stamped[document.source_id, commit].append(document)
        for (source, commit), documents in stamped.items():
            if len(documents) >= _MANY:
                yield _observation(source, commit, documents)


def _stamp(document: Document) -> str | None:
    """The commit that moved the review date and left the text alone."""
    reviewed, moved, changed = (
        document.times.reviewed, document.times.modified, document.times.content_modified,
    )  # fmt: skip
    if not reviewed.value or reviewed.origin not in _WRITTEN or not moved.value:
        return None
    if moved.origin is not Origin.VCS or changed.origin is not Origin.VCS or not changed.known:
        return None
    near = abs(reviewed.value - moved.value) <= _NEAR
    return moved.locator if near and moved.locator != changed.locator else None


def _observation(source: str, commit: str, documents: list[Document]) -> Observation:
    day = documents[0].times.modified.value
    return Observation(
        f"{commit[:1].upper()}{commit[1:]} marked {len(documents)} documents as reviewed on {day} "
        "and changed the text of none of them.",
        source=source,
        related=tuple(Related(document.id) for document in documents[:_SHOWN]),
        confidence=Confidence.LOW,
        key=commit,
    )
