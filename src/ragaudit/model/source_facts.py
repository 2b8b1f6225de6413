"""What a source knows about a document besides its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ragaudit.model.access import AccessPolicy
from ragaudit.model.document import Lifecycle, OwnerClaim
from ragaudit.model.fact import Fact


def _no_date() -> Fact[date]:
    return Fact.absent()


def _no_lifecycle() -> Fact[Lifecycle]:
    return Fact.absent()


def _no_text() -> Fact[str]:
    return Fact.absent()


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a connector knows about a document that is not written in or beside it."""

    mtime: Fact[date] = field(default_factory=_no_date)
    times: Mapping[str, Fact[date]] = field(default_factory=dict)
    """By name of the clock (see `Times`). A known `content_modified` beats a declared one; of the
    others a declared one beats what is given here."""
    owners: tuple[OwnerClaim, ...] = ()
    """Appended to what is declared."""
    looked_in: tuple[str, ...] = ()
    """Where an owner was looked for, for the message of OWN101."""
    lifecycle: Fact[Lifecycle] = field(default_factory=_no_lifecycle)
    classification: Fact[str] = field(default_factory=_no_text)
    superseded_by: Fact[str] = field(default_factory=_no_text)
    deep_link: str | None = None
    access: AccessPolicy | None = None
    """Who may read by the source's own lists, which beat whatever a document says of itself. None
    where the source has none: then the document, the files around it and the configuration say."""
