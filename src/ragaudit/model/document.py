"""One document with everything the audit knows about it but its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from operator import attrgetter

from ragaudit.model.access import AccessPolicy
from ragaudit.model.content import ContentSummary
from ragaudit.model.fact import Fact


class Lifecycle(StrEnum):
    """Where a document stands in its life."""

    DRAFT = "draft"
    CURRENT = "current"
    DEPRECATED = "deprecated"
    ARCHIVED = "archived"
    EXPIRED = "expired"


class OwnerRole(StrEnum):
    """In what way somebody is tied to a document."""

    ACCOUNTABLE = "accountable"
    """From an owner field, CODEOWNERS or a config rule only."""
    STEWARD = "steward"
    CREATOR = "creator"
    LAST_EDITOR = "last_editor"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True)
class OwnerClaim:
    """One statement that somebody answers for a document."""

    role: OwnerRole
    principal: str
    """As written: `ann@x.org`, `@org/team`, `#docs`, `group:hr`."""
    fact: Fact[str]


def _no_date() -> Fact[date]:
    return Fact.absent()


@dataclass(frozen=True, slots=True)
class Times:
    """Every date a document carries, each with its provenance. Day precision."""

    created: Fact[date] = field(default_factory=_no_date)
    content_modified: Fact[date] = field(default_factory=_no_date)
    """When the text last changed in substance."""
    modified: Fact[date] = field(default_factory=_no_date)
    """When anything about the document last moved: a declared `lastmod`, the newest commit."""
    published: Fact[date] = field(default_factory=_no_date)
    effective_from: Fact[date] = field(default_factory=_no_date)
    expires: Fact[date] = field(default_factory=_no_date)
    reviewed: Fact[date] = field(default_factory=_no_date)
    review_due: Fact[date] = field(default_factory=_no_date)
    """Declared, or `reviewed` plus a declared interval (`note` says which)."""
    mtime: Fact[date] = field(default_factory=_no_date)
    """The file system's; always a proxy."""

    def items(self) -> tuple[tuple[str, Fact[date]], ...]:
        """Every clock by name, in the order above."""
        return tuple(zip(self.__slots__, _EVERY_CLOCK(self), strict=True))


_EVERY_CLOCK = attrgetter(*Times.__slots__)


def _no_lifecycle() -> Fact[Lifecycle]:
    return Fact.absent()


def _no_text() -> Fact[str]:
    return Fact.absent()


@dataclass(frozen=True, slots=True)
class Document:
    """A unit of source content, without its text."""

    source_id: str
    native_id: str
    """Stable within the source; for files the path below the root, with `/`."""
    path: str
    content: ContentSummary
    raw_sha256: str
    size: int = 0
    deep_link: str | None = None
    times: Times = field(default_factory=Times)
    owners: tuple[OwnerClaim, ...] = ()
    lifecycle: Fact[Lifecycle] = field(default_factory=_no_lifecycle)
    superseded_by: Fact[str] = field(default_factory=_no_text)
    canonical: Fact[str] = field(default_factory=_no_text)
    """A declared original of which this is an intended mirror."""
    generated: Fact[str] = field(default_factory=_no_text)
    """Set where the document declares that a program writes it."""
    review_waiver: Fact[str] = field(default_factory=_no_text)
    """`review: never` with its reason."""
    classification: Fact[str] = field(default_factory=_no_text)
    access: AccessPolicy = field(default_factory=AccessPolicy)
    metadata_errors: tuple[Fact[str], ...] = ()
    """Metadata that is written but cannot be used, other than dates."""
    looked_in: tuple[str, ...] = ()
    """Where an owner was looked for, for the message of OWN101."""

    @property
    def id(self) -> str:
        """`source_id:native_id`."""
        return f"{self.source_id}:{self.native_id}"

    @property
    def title(self) -> str | None:
        """The document's own title, if it has one."""
        return self.content.title

    @property
    def accountable(self) -> tuple[OwnerClaim, ...]:
        """The claims that make somebody answerable for the document."""
        return tuple(c for c in self.owners if c.role is OwnerRole.ACCOUNTABLE)

    @property
    def owner(self) -> OwnerClaim | None:
        """The claim that counts: the first accountable one; claims stand in order of precedence."""
        return next(iter(self.accountable), None)
