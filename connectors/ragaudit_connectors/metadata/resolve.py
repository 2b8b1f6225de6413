"""One document's facts, from all that is written in it and around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from ragaudit.contracts import Ref
from ragaudit.model import (
    ContentSummary,
    Directory,
    Document,
    Fact,
    OwnerClaim,
    Quality,
    SourceFacts,
    SourceSettings,
    Times,
)
from ragaudit_connectors.files.folders import Folders
from ragaudit_connectors.files.reading import read_small
from ragaudit_connectors.files.worktree import git_top
from ragaudit_connectors.identities.yaml_file import DirectoryFile, read_found
from ragaudit_connectors.metadata.access import AccessReader
from ragaudit_connectors.metadata.codeowners import Codeowners, find_codeowners
from ragaudit_connectors.metadata.conventions import REVIEWED
from ragaudit_connectors.metadata.dates import Readings, read_dates
from ragaudit_connectors.metadata.fields import Fields, written
from ragaudit_connectors.metadata.labels import read_canonical, read_classification, read_generated
from ragaudit_connectors.metadata.lifecycle import read_lifecycle, read_superseded_by
from ragaudit_connectors.metadata.owners import (
    codeowners_claims,
    declared_owners,
    empty_owner_keys,
    ruled_owners,
)
from ragaudit_connectors.metadata.review import add_review_due, review_waiver
from ragaudit_connectors.metadata.sidecar import Sidecars

_PLACES = {
    "html": "html meta",
    "pdf": "pdf properties",
    "docx": "docx properties",
    "pptx": "pptx properties",
    "xlsx": "xlsx properties",
    "odt": "odt properties",
    "epub": "epub properties",
    "eml": "mail header",
    "msg": "mail header",
}
"""Where each format can name an owner; front matter in all others."""


T = TypeVar("T")


class Resolver:
    """Resolves the documents of one source; reads each file around them once."""

    def __init__(self, settings: SourceSettings, base: Path | None) -> None:
        """`base` is the folder the documents lie in; None where they lie in no folder."""
        self._settings = settings
        self._base = base
        self.folders = Folders(base)
        self._sidecars = Sidecars(self.folders)
        self._access = AccessReader(settings, self.folders)

    def resolve(
        self, ref: Ref, summary: ContentSummary, raw_sha256: str, facts: SourceFacts
    ) -> Document:
        """Return the document with everything known about it."""
        beside, broken = self._sidecars.fields(ref.path)
        fields = Fields([*written(summary.metadata), *beside])
        unread = next((f"{f.locator}: {f.note}" for f in broken), _front_matter_failure(summary))
        readings = read_dates(fields)
        _take_reviewed(readings, facts)
        contract = self._settings.freshness
        calendar = contract.calendar if contract else None
        add_review_due(readings, fields, ref.path, self._settings.review_rules, calendar)
        waiver = review_waiver(fields)
        return Document(
            source_id=self._settings.id,
            native_id=ref.native_id,
            path=ref.path,
            content=summary,
            raw_sha256=raw_sha256,
            size=ref.size,
            deep_link=facts.deep_link,
            times=_times(readings, facts),
            owners=self._owners(fields, ref.path, facts),
            lifecycle=_first(read_lifecycle(fields), facts.lifecycle),
            superseded_by=_first(read_superseded_by(fields), facts.superseded_by),
            canonical=read_canonical(fields, ref.path),
            generated=read_generated(fields),
            review_waiver=waiver,
            classification=_first(read_classification(fields), facts.classification),
            access=facts.access or self._access.policy(ref.path, fields, self.directory, unread),
            metadata_errors=(*readings.errors, *broken),
            looked_in=self._looked_in(fields, summary.format, bool(broken), facts),
        )

    @property
    def directory(self) -> Directory:
        """The people and groups of `directory.yaml` in the root."""
        return self._directory_file.directory

    def notes(self) -> tuple[str, ...]:
        """What is wrong with the files that carry metadata for more than one document."""
        broken = self._codeowners.broken if self._codeowners else ()
        name = self._codeowners.name if self._codeowners else ""
        lines = tuple(
            f"{name}:{line} is not a rule that can be read; it is ignored" for line in broken
        )
        around = (*self._access.notes(), *self._sidecars.notes())
        return (*self._directory_file.notes, *lines, *around)

    @cached_property
    def _directory_file(self) -> DirectoryFile:
        return read_found(self.folders.place("directory.yaml"), "directory.yaml")

    @cached_property
    def _codeowners(self) -> Codeowners | None:
        if self._base is None:
            return None
        top = git_top(self._base)
        return find_codeowners(self._base, top, self._settings.codeowners, read_small)

    def _owners(self, fields: Fields, path: str, facts: SourceFacts) -> tuple[OwnerClaim, ...]:
        return (
            *declared_owners(fields),
            *ruled_owners(path, self._settings.owner_rules),
            *codeowners_claims(path, self._codeowners),
            *facts.owners,
        )

    def _looked_in(
        self, fields: Fields, format: str, broken: bool, facts: SourceFacts
    ) -> tuple[str, ...]:
        document = _PLACES.get(format, "front matter")
        if empty := ", ".join(f"`{key}`" for key in empty_owner_keys(fields)):
            document += f" ({empty} names nobody)"
        rules = "owner_rules" if self._settings.owner_rules else "owner_rules (none set)"
        name = self._codeowners.name if self._codeowners else "CODEOWNERS (none found)"
        sidecar = "sidecar (which cannot be read)" if broken else "sidecar"
        return (document, sidecar, rules, name, *facts.looked_in)


def _front_matter_failure(summary: ContentSummary) -> str | None:
    """Why the front matter was not read in full, if it was not."""
    failures = (f for f in summary.failures if f.reason == "front-matter-invalid")
    return next((f"front matter: {f.detail}" for f in failures), None)


def _take_reviewed(readings: Readings, told: SourceFacts) -> None:
    """A last review only the source tells is what a review interval counts from, too."""
    if not _says_more(readings.facts[REVIEWED]) and REVIEWED in told.times:
        readings.facts[REVIEWED] = told.times[REVIEWED]


def _times(readings: Readings, told: SourceFacts) -> Times:
    facts = {
        clock: fact if _says_more(fact) else told.times.get(clock, fact)
        for clock, fact in readings.facts.items()
    }
    changed = told.times.get("content_modified")
    if changed is None or not changed.trusted:
        declared = _derived(readings.facts["modified"])
        changed = declared if declared.known or changed is None else changed
    return Times(content_modified=changed, mtime=told.mtime, **facts)


def _first(written: Fact[T], told: Fact[T]) -> Fact[T]:
    """What the document says of itself, else what its source says of it."""
    return told if told.locator and not written.locator else written


def _says_more(fact: Fact[date]) -> bool:
    """Whether something is written, usable or not, that a history must not hide."""
    return fact.locator is not None


def _derived(modified: Fact[date]) -> Fact[date]:
    """A declared last change, for want of a history to compare the text in."""
    if not modified.known:
        return Fact.absent()
    return replace(modified, quality=Quality.DERIVED, note="declared, not compared with the text")
