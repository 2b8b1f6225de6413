"""One document's facts, from all that is written in it and around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from ragaudit.contracts import Ref
from ragaudit.model import (
    ContentSummary,
    Directory,
    Document,
    Fact,
    OwnerClaim,
    Quality,
    SourceSettings,
    Times,
)
from ragaudit_connectors.files.folders import Folders
from ragaudit_connectors.files.reading import read_small
from ragaudit_connectors.files.worktree import git_top
from ragaudit_connectors.metadata.access import AccessReader
from ragaudit_connectors.metadata.codeowners import Codeowners, find_codeowners
from ragaudit_connectors.metadata.dates import Readings, read_dates
from ragaudit_connectors.metadata.directory_file import DirectoryFile, read_found
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


def _no_date() -> Fact[date]:
    return Fact.absent()


@dataclass(frozen=True, slots=True)
class Extra:
    """What a connector knows about a document that is not written in or beside it."""

    mtime: Fact[date] = field(default_factory=_no_date)
    times: Mapping[str, Fact[date]] = field(default_factory=dict)
    """From a history, by name of the clock. A known `content_modified` beats a declared one;
    of the others a declared one beats what is given here."""
    owners: tuple[OwnerClaim, ...] = ()
    """Appended to what is declared."""
    looked_in: tuple[str, ...] = ()
    deep_link: str | None = None


class Resolver:
    """Resolves the documents of one source; reads each file around them once."""

    def __init__(self, settings: SourceSettings, base: Path) -> None:
        self._settings = settings
        self._base = base
        self.folders = Folders(base)
        self._sidecars = Sidecars(self.folders)
        self._access = AccessReader(settings, self.folders)

    def resolve(self, ref: Ref, summary: ContentSummary, raw_sha256: str, extra: Extra) -> Document:
        """Return the document with everything known about it."""
        beside, broken = self._sidecars.fields(ref.path)
        fields = Fields([*written(summary.metadata), *beside])
        unread = next((f"{f.locator}: {f.note}" for f in broken), _front_matter_failure(summary))
        readings = read_dates(fields)
        add_review_due(readings, fields, ref.path, self._settings.review_rules)
        waiver = review_waiver(fields)
        return Document(
            source_id=self._settings.id,
            native_id=ref.native_id,
            path=ref.path,
            content=summary,
            raw_sha256=raw_sha256,
            size=ref.size,
            deep_link=extra.deep_link,
            times=_times(readings, extra),
            owners=self._owners(fields, ref.path, extra),
            lifecycle=read_lifecycle(fields),
            superseded_by=read_superseded_by(fields),
            canonical=read_canonical(fields, ref.path),
            generated=read_generated(fields),
            review_waiver=waiver,
            classification=read_classification(fields),
            access=self._access.policy(ref.path, fields, self.directory, unread),
            metadata_errors=(*readings.errors, *broken),
            looked_in=self._looked_in(fields, summary.format, bool(broken), extra),
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
        top = git_top(self._base)
        return find_codeowners(self._base, top, self._settings.codeowners, read_small)

    def _owners(self, fields: Fields, path: str, extra: Extra) -> tuple[OwnerClaim, ...]:
        return (
            *declared_owners(fields),
            *ruled_owners(path, self._settings.owner_rules),
            *codeowners_claims(path, self._codeowners),
            *extra.owners,
        )

    def _looked_in(
        self, fields: Fields, format: str, broken: bool, extra: Extra
    ) -> tuple[str, ...]:
        document = _PLACES.get(format, "front matter")
        if empty := ", ".join(f"`{key}`" for key in empty_owner_keys(fields)):
            document += f" ({empty} names nobody)"
        rules = "owner_rules" if self._settings.owner_rules else "owner_rules (none set)"
        name = self._codeowners.name if self._codeowners else "CODEOWNERS (none found)"
        sidecar = "sidecar (which cannot be read)" if broken else "sidecar"
        return (document, sidecar, rules, name, *extra.looked_in)


def _front_matter_failure(summary: ContentSummary) -> str | None:
    """Why the front matter was not read in full, if it was not."""
    failures = (f for f in summary.failures if f.reason == "front-matter-invalid")
    return next((f"front matter: {f.detail}" for f in failures), None)


def _times(readings: Readings, extra: Extra) -> Times:
    facts = {
        clock: fact if _says_more(fact) else extra.times.get(clock, fact)
        for clock, fact in readings.facts.items()
    }
    changed = extra.times.get("content_modified")
    if changed is None or not changed.trusted:
        declared = _derived(readings.facts["modified"])
        changed = declared if declared.known or changed is None else changed
    return Times(content_modified=changed, mtime=extra.mtime, **facts)


def _says_more(fact: Fact[date]) -> bool:
    """Whether something is written, usable or not, that a history must not hide."""
    return fact.locator is not None


def _derived(modified: Fact[date]) -> Fact[date]:
    """A declared last change, for want of a history to compare the text in."""
    if not modified.known:
        return Fact.absent()
    return replace(modified, quality=Quality.DERIVED, note="declared, not compared with the text")
