"""When people were last seen at work in the sources: commits, edits and reviews on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ragaudit.contracts import Corpus
from ragaudit.detectors._people import Kind, clean, find, kind_of, standing_owners
from ragaudit.detectors._words import known_date
from ragaudit.model import Document, Group, OwnerRole, User

_NOREPLY = "@users.noreply.github.com"
_REVIEWERS = frozenset(
    ("reviewed_by", "last_reviewed_by", "reviewer", "verified_by", "last_verified_by",
     "approved_by", "verified.by", "verified.0.by", "checked_by")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Activity:
    """The last day of each person, by every name it is known under."""

    days: Mapping[str, date]
    authors: frozenset[str] = frozenset()
    """The names that stand in a history; a review on record alone does not make an author."""

    def last(self, names: Iterator[str] | tuple[str, ...]) -> date | None:
        """The last day under any of the names; None for those who never wrote in a history."""
        names = tuple(names)
        if not any(name.casefold() in self.authors for name in names):
            return None
        found = [day for name in names if (day := self.days.get(name.casefold())) is not None]
        return max(found, default=None)


def activity_of(corpus: Corpus) -> Activity:
    """Everything the sources and the documents' metadata tell, up to the day of the audit."""
    return corpus.once("activity", lambda: Activity(_gather(corpus), _authors(corpus)))


def _authors(corpus: Corpus) -> frozenset[str]:
    return frozenset(who.casefold() for who, _ in _worked(corpus))


def _gather(corpus: Corpus) -> dict[str, date]:
    days: dict[str, date] = {}
    for who, day in (*_worked(corpus), *_recorded(corpus)):
        if day <= corpus.as_of and days.get(who, day) <= day:
            days[who] = day
    return days


def _worked(corpus: Corpus) -> Iterator[tuple[str, date]]:
    for who, day in corpus.activity.items():
        yield who, day
        if who.endswith(_NOREPLY):
            # GitHub writes `12345+ann@users.noreply.github.com` for the account @ann.
            yield who.removesuffix(_NOREPLY).rpartition("+")[2], day


def _recorded(corpus: Corpus) -> Iterator[tuple[str, date]]:
    for document in corpus.documents.values():
        reviewed = known_date(document.times.reviewed)
        if reviewed is not None:
            for name in _reviewers(document):
                yield clean(name).lstrip("@").casefold(), reviewed
        changed = known_date(document.times.modified)
        for claim in document.owners if changed is not None else ():
            if claim.role is OwnerRole.LAST_EDITOR and changed is not None:
                yield clean(claim.principal).lstrip("@").casefold(), changed


def _reviewers(document: Document) -> list[str]:
    """Who reviewed a document; where nobody is named, its owners are taken to have."""
    metadata = document.content.metadata
    named = [field.value for field in metadata if field.key in _REVIEWERS and field.value.strip()]
    return named or [claim.principal for claim in standing_owners(document)]


def names_of(corpus: Corpus, written: str) -> tuple[str, ...]:
    """Every name somebody is known under; nothing for groups, channels and links."""
    found = find(corpus.directory, written)
    if isinstance(found, Group) or kind_of(written) in (Kind.TEAM, Kind.CHANNEL, Kind.URL):
        return ()
    own = clean(written).removeprefix("user:").removeprefix("person:").lstrip("@")
    if not isinstance(found, User):
        return (own,)
    known = (found.id, found.name, found.email, *found.aliases)
    return (own, *(name.lstrip("@") for name in known if name))
