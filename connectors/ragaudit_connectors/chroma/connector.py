"""The `chroma` connector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from ragaudit.contracts import (
    Capabilities,
    CheckResult,
    CheckState,
    Cursor,
    Fetched,
    Ref,
    RefPage,
    Support,
)
from ragaudit.errors import (
    MalformedError,
    NotFoundError,
    SkipError,
)
from ragaudit.model import AccessPolicy, Skip, SourceSettings
from ragaudit_connectors.chroma.facts import undecided
from ragaudit_connectors.chroma.grouping import Groups, chunk_id, found_out, identity, joined
from ragaudit_connectors.chroma.index import AT_ONCE, IDS, METADATA, TEXTS, Chunk, Index, every
from ragaudit_connectors.chroma.local import LocalIndex
from ragaudit_connectors.chroma.options import ChromaOptions
from ragaudit_connectors.chroma.server import ServerIndex
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.records import (
    Observer,
    Paths,
    body_bytes,
    capabilities_of,
    pages,
    plain_path,
    ref_of,
    skip_of,
    too_large,
    wanted,
)
from ragaudit_connectors.remote import Asking, RemoteBase, now, read_options, tried

FIRST = 100
"""Chunks that are looked at to see what there is."""
_LARGEST = 2**63
_NO_LISTS = "an index does not say who may read; its metadata is no access list unless you say so"
_COPY = (
    "who may be served a chunk is what the index was told when it was written; neither the source "
    "of the documents nor the application in front of the index was asked"
)


class ChromaConnector(RemoteBase):
    """Reads what is really served: every chunk of one collection, grouped into documents."""

    def __init__(
        self,
        settings: SourceSettings,
        asking: Asking | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        super().__init__(settings, asking)
        self.options = read_options(settings, ChromaOptions)
        self._clock = clock
        self._groups: Groups | None = None

    def capabilities(self) -> Capabilities:
        """See `RemoteConnector.capabilities`."""
        mapped = bool(self.options.access)
        told = capabilities_of(
            self.options.names, access=Support.CONFIG if mapped else Support.NONE
        )
        return replace(told, access_incremental=mapped)

    @cached_property
    def index(self) -> Index:
        """The collection; nothing is opened before it is asked."""
        if self._is_served:
            return ServerIndex(self.settings, self.options, self.asking, self.account)
        return LocalIndex(self.settings, self.options)

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """See `RemoteConnector.list_refs`: every chunk is read, for its text may have changed."""
        self.close()
        self._groups, whole = self._read()
        yield from pages(self._items(self._groups), cursor, whole=whole)

    def fetch(self, ref: Ref) -> Fetched:
        """See `RemoteConnector.fetch`: the text of every chunk, one after the other."""
        limit = self.settings.limits.max_bytes
        chunks = self._chunks(ref.native_id)
        if not chunks:
            raise NotFoundError("its chunks are not in the index any more")
        return Fetched(body_bytes(joined(chunks, self.options), limit))

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """See `RemoteConnector.fetch_access`: nothing, unless a field is said to hold it."""
        if not self.options.access:
            return
        if self._groups is None:
            self._groups, _ = self._read()
        observer = Observer(None, self.namespace, self._clock)
        for ref in refs:
            group = self._groups.by_id.get(ref.native_id)
            if group is not None:
                yield ref, group.policy(observer)

    def check(self) -> Iterator[CheckResult]:
        """See `RemoteConnector.check`."""
        unsupported = CheckState.UNSUPPORTED
        yield _tried("list", lambda: f"{self.index.count():,} chunks")
        yield _tried("read", self._try_reading)
        if self.options.access:
            yield _tried("access", self._try_access)
        else:
            yield CheckResult("access", unsupported, _NO_LISTS)
        yield CheckResult("groups", unsupported, "names are looked up in the directory")
        for name in self.settings.personas:
            told = f"{name}: an index serves whoever asks it"
            yield CheckResult("ask as somebody", unsupported, told)

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        yield _COPY if self.options.access else _NO_LISTS
        if self._is_served and self._groups is not None and not self.account.given:
            yield "the server asked for no account: whoever reaches it is served every chunk"
        if self._groups is not None:
            yield from found_out(self._groups)

    def close(self) -> None:
        """Drop what was read; a local index is copied anew when it is next asked."""
        index = self.__dict__.pop("index", None)
        if index is not None:
            index.close()

    def _read(self) -> tuple[Groups, bool]:
        """Every document, and whether the collection stood still meanwhile."""
        groups, index = Groups(self.options), self.index
        before = index.count()
        groups.take(every(index, METADATA if "version" in self.options.fields else self._include))
        whole = before == index.count() == groups.chunks and not groups.twice
        if whole and not index.still and groups.chunks > AT_ONCE:
            # One that goes between two pages moves another past the place of the second.
            whole = groups.ids == {chunk.id for chunk in every(index, IDS)}
        return groups, whole

    @property
    def _is_served(self) -> bool:
        return bool(self.settings.url or self.settings.url_env)

    @property
    def _include(self) -> Sequence[str]:
        return METADATA if self.options.text else TEXTS

    def _items(self, groups: Groups) -> Iterator[tuple[str, Ref | Skip]]:
        """In order of id; paths are given to all, so that they are the same in every pass."""
        paths = Paths()
        for name, group in sorted(groups.by_id.items()):
            record = groups.record(group)
            if not wanted(plain_path(record), self.settings):
                continue
            path = paths.take(record)
            try:
                if group.size > (limit := self.settings.limits.max_bytes):
                    raise too_large(group.size, limit)
                stamps = (group.stamp(), group.access_stamp())
                ref = ref_of(record, path, group.size, *stamps)
                yield name, replace(ref, facts=undecided(ref.facts, record, group.differ))
            except SkipError as error:
                yield name, skip_of(self.settings.id, path, error)

    def _chunks(self, native_id: str) -> list[Chunk]:
        known = self._groups.by_id.get(native_id) if self._groups else None
        name, values = self.options.document, known.told if known is not None else []
        if not values:
            alone = self.index.get(0, 1, include=self._include, ids=[chunk_id(native_id)])
            if [identity(chunk, name)[0] for chunk in alone] == [native_id]:
                return alone
            # In a run that has not listed anything, what kind of value it was is not known.
            values = list(_readings(native_id))
        # One question, so that they come in the order they are listed in.
        either: list[dict[str, Any]] = [{name: value} for value in values]
        where = {"$or": either} if len(either) > 1 else either[0]
        found = every(self.index, self._include, where=where)
        return [chunk for chunk in found if identity(chunk, name)[0] == native_id]

    def _try_reading(self) -> str:
        chunks = self.index.get(0, FIRST, include=TEXTS)
        named = sum(identity(chunk, self.options.document)[1] is not None for chunk in chunks)
        keys = dict.fromkeys(key for chunk in chunks for key in chunk.metadata)
        names = ", ".join(shown(str(key)) for key in list(keys)[:20]) or "no metadata"
        told = f"{named} of the first {len(chunks)} chunks name their document; metadata: {names}"
        if chunks and not named:
            raise MalformedError(told, "name the field under `options: {document: …}`")
        return told

    def _try_access(self) -> str:
        """Whether the field is there at all."""
        chunks = self.index.get(0, FIRST, include=METADATA)
        listed = sum(self.options.access in chunk.metadata for chunk in chunks)
        told = f"{listed} of the first {len(chunks)} chunks have `{self.options.access}`"
        if chunks and not listed:
            raise MalformedError(told, "check `options: {access: …}`")
        return f"{told}; {_COPY}"


def _tried(capability: str, trial: Callable[[], str]) -> CheckResult:
    return tried(capability, lambda: CheckResult(capability, CheckState.OK, trial()))


def _readings(text: str) -> Iterator[str | int | float]:
    """Every value that is written like this."""
    yield text
    for kind in (int, float):
        try:
            value = kind(text)
        except ValueError:
            continue
        if str(value) == text and abs(value) < _LARGEST:
            yield value
