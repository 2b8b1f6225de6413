"""Brings what is known of source systems up to date, without judging anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ragaudit import _registry
from ragaudit._audit.request import Request
from ragaudit._audit.survey import surveyed
from ragaudit._engine.reading import Listing
from ragaudit._sync import Mirror
from ragaudit.model import Skip, SourceFailure, SourceSettings


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of one source."""

    source: str
    documents: int
    """Known after the pass."""
    new: int
    changed: int
    access_changed: int
    gone: int
    fetched: int
    """Documents whose bytes were read."""
    requests: int
    resumed: bool
    """Whether the pass went on with one that was cut off."""
    skips: tuple[Skip, ...]
    failures: tuple[SourceFailure, ...]


def sync_sources(request: Request, sources: Sequence[SourceSettings]) -> list[Synced]:
    """List, fetch what changed, and remember what it amounts to."""
    systems = tuple(s for s in sources if _registry.is_remote(s))
    request = replace(request, settings=replace(request.settings, sources=systems))
    with surveyed(request, request.detectors) as survey:
        return [_synced(item, survey.reading.skips) for item in survey.listings]


def _synced(listing: Listing, skips: Sequence[Skip]) -> Synced:
    connector = listing.connector
    assert isinstance(connector, Mirror)  # noqa: S101 - only source systems are synced
    changes = connector.changes
    return Synced(
        source=listing.settings.id,
        documents=len(listing.refs),
        new=changes.new,
        changed=changes.changed,
        access_changed=changes.access_changed,
        gone=changes.gone,
        fetched=connector.fetched,
        requests=connector.remote.requests(),
        resumed=changes.resumed,
        skips=tuple(skip for skip in skips if skip.source_id == listing.settings.id),
        failures=connector.failures,
    )
