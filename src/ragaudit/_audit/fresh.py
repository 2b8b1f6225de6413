"""Holds every source of a run against its freshness contract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from ragaudit._config import Settings
from ragaudit._engine.freshness import CODES, Level, Read, source_freshness
from ragaudit._engine.reading import Listing, Reading
from ragaudit.model import (
    Directory,
    Document,
    Finding,
    SourceFailure,
    SourceFreshness,
    SourceSettings,
    Status,
)


def freshness_of(
    settings: Settings,
    as_of: date,
    listings: Sequence[Listing],
    reading: Reading,
    directory: Directory,
    findings: Sequence[Finding],
    failures: Sequence[SourceFailure],
) -> tuple[SourceFreshness, ...]:
    """A state for each source. What somebody accepted, by a reason on record, is excused."""
    inside: dict[str, list[Document]] = defaultdict(list)
    for document in reading.documents.values():
        inside[document.source_id].append(document)
    accepted = _accepted(findings)
    failed = {failure.source for failure in failures}
    return tuple(
        source_freshness(
            listing.settings,
            inside[listing.settings.id],
            as_of,
            Read(
                _level(settings, listing.settings),
                accepted,
                sum(skip.source_id == listing.settings.id for skip in reading.skips),
                reading.interrupted or listing.settings.id in failed,
                directory,
            ),
        )
        for listing in listings
    )


def _accepted(findings: Sequence[Finding]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        if (
            finding.document
            and finding.code in CODES.values()
            and finding.status is not Status.OPEN
        ):
            found[finding.document].add(finding.code)
    return {document: frozenset(codes) for document, codes in found.items()}


def _level(settings: Settings, source: SourceSettings) -> Level:
    levels = {code: settings.severity(code, source) for code in CODES.values()}
    return levels.get
