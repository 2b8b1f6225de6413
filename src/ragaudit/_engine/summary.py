"""One source in numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ragaudit._engine import age
from ragaudit._engine.freshness_words import contract_in_words
from ragaudit._engine.reading import Listing
from ragaudit.model import AccessState, Document, Skip, SourceSummary

_CLOCKS = ("reviewed", "content_modified", "modified", "published", "review_due", "expires")
_KNOWN = (AccessState.KNOWN, AccessState.NOT_APPLICABLE)


def summarise_source(
    listing: Listing, documents: Sequence[Document], skips: Sequence[Skip]
) -> SourceSummary:
    """Count what is known about the documents of a source, and what is not."""
    settings = listing.settings
    first = age.oldest(documents)
    return SourceSummary(
        id=settings.id,
        type=settings.type,
        root=settings.shown_root or str(settings.root),
        documents=len(documents),
        skipped=sum(skip.source_id == settings.id for skip in skips),
        owned=sum(d.owner is not None for d in documents),
        dated=sum(_dated(d) for d in documents),
        access_known=sum(d.access.state in _KNOWN for d in documents),
        other_files=len(listing.other),
        other_types=listing.other_types,
        oldest=first[0] if first else None,
        clock=contract_in_words(settings.freshness) if settings.freshness else None,
    )


def _dated(document: Document) -> bool:
    return any(getattr(document.times, clock).trusted for clock in _CLOCKS)
