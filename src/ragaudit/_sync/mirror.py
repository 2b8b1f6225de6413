"""A source system as the engine reads it: listed from the catalogue, fetched where changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from ragaudit._sync.catalogue import Catalogue, Item
from ragaudit._sync.passes import Changes, Syncing, failure, sync
from ragaudit.contracts import Connector, OtherFile, Ref, RemoteConnector
from ragaudit.errors import SkipError, SourceError
from ragaudit.model import (
    Content,
    ContentSummary,
    Directory,
    Document,
    Fact,
    Skip,
    SkipReason,
    SourceFacts,
    SourceFailure,
    SourceSettings,
)

T = TypeVar("T")
NOT_FETCHED = "was listed, and not read before the source failed"


class Mirror(Connector):
    """Wraps a `RemoteConnector`. Only the main process connects; workers parse what it read."""

    local = False

    def __init__(
        self,
        settings: SourceSettings,
        remote: RemoteConnector,
        catalogue: Catalogue,
        *,
        accept_deletions: bool = False,
        on_page: Callable[[int], None] = lambda count: None,
    ) -> None:
        self.settings, self.remote, self.catalogue = settings, remote, catalogue
        self._syncing = Syncing(settings, remote, catalogue, accept_deletions, on_page)
        self.changes = Changes(settings.id)
        self.fetched = 0
        """Documents whose bytes were read."""
        self._failed: SourceFailure | None = None
        self._people: SourceFailure | None = None
        self._facts: dict[str, Item] = {}

    @property
    def failures(self) -> tuple[SourceFailure, ...]:
        """Why the source was not read to its end; empty where it was."""
        found = (*self.changes.failures, self._failed, self._people)
        return tuple(dict.fromkeys(failed for failed in found if failed is not None))

    def list_refs(self) -> Iterator[Ref | Skip | OtherFile]:
        """Bring the catalogue up to date, and yield what it holds."""
        self.changes = sync(self._syncing)
        self._facts = {item.ref.native_id: item for item in self.catalogue.items(self.settings.id)}
        taken: set[str] = set()
        for item in self._facts.values():
            # What reading told is only worth anything for the bytes it was read from.
            same = item.fetched is not None and item.fetched == item.ref.stamp
            ref = item.ref if same else replace(item.ref, stamp="")
            yield replace(ref, path=f"{ref.path}#{ref.native_id}") if ref.path in taken else ref
            taken.add(ref.path)
        yield from self.catalogue.skips(self.settings.id)
        yield from map(OtherFile, self.catalogue.others(self.settings.id))

    def read(self, ref: Ref) -> bytes:
        """Fetch a document. After the source has failed, nothing more is asked of it."""
        if self._failed is not None:
            raise SkipError(SkipReason.NOT_FETCHED, NOT_FETCHED, self._failed.action)
        known = self._facts.get(ref.native_id)
        listed = known.ref if known else ref
        try:
            fetched = self.remote.fetch(listed)
        except SourceError as error:
            self._failed = failure(self.settings.id, error)
            raise SkipError(SkipReason.NOT_FETCHED, NOT_FETCHED, error.hint) from error
        self.fetched += 1
        self.catalogue.put_fetched(self.settings.id, listed, fetched.facts)
        if known is not None:
            self._facts[ref.native_id] = replace(known, facts=fetched.facts, fetched=listed.stamp)
        return fetched.data

    def parse(self, ref: Ref, data: bytes) -> Content:
        """See `RemoteConnector.parse`."""
        return self.remote.parse(ref, data)

    def describe(self, ref: Ref, summary: ContentSummary, raw_sha256: str) -> Document:
        """Join what the source told with what is written in the document."""
        item = self._facts.get(ref.native_id) or Item(ref)
        facts = _joined(item.ref.facts, item.facts)
        if item.access is not None:
            facts = replace(facts, access=item.access)
        return self.remote.describe(item.ref, summary, raw_sha256, facts)

    def as_read(self, ref: Ref) -> Ref:
        """See `Connector.as_read`."""
        item = self._facts.get(ref.native_id)
        return replace(ref, stamp=item.ref.stamp) if item else ref

    def has(self, path: str) -> bool | None:
        """Whether a path is listed; None where the listing did not come to its end."""
        if any(item.ref.path == path for item in self._facts.values()):
            return True
        return False if self.changes.finished else None

    def directory(self) -> Directory:
        """People and groups of the system."""
        try:
            return self.remote.identities()
        except SourceError as error:
            self._people = failure(self.settings.id, error)
        except SkipError as error:
            self._people = SourceFailure(
                self.settings.id, "scope-missing", error.detail, error.action
            )
        return Directory()

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`; each names the source."""
        own = f"{self.settings.id}: "
        return [note if note.startswith(own) else own + note for note in self.remote.notes()]


def _joined(listed: SourceFacts, read: SourceFacts | None) -> SourceFacts:
    """What the listing says, and what only reading told; the latter goes first."""
    if read is None:
        return listed
    return replace(
        listed,
        mtime=read.mtime if read.mtime.known else listed.mtime,
        times={**listed.times, **read.times},
        owners=(*listed.owners, *(o for o in read.owners if o not in listed.owners)),
        looked_in=tuple(dict.fromkeys((*listed.looked_in, *read.looked_in))),
        lifecycle=_told(read.lifecycle, listed.lifecycle),
        classification=read.classification
        if read.classification.locator
        else listed.classification,
        superseded_by=read.superseded_by if read.superseded_by.locator else listed.superseded_by,
        deep_link=read.deep_link or listed.deep_link,
        access=read.access or listed.access,
    )


def _told(read: Fact[T], listed: Fact[T]) -> Fact[T]:
    return read if read.locator else listed
