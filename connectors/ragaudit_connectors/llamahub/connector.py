"""The `llamahub` connector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

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
from ragaudit.errors import NotFoundError, RagauditError, SkipError
from ragaudit.model import AccessPolicy, Skip, SkipReason, SourceSettings
from ragaudit_connectors.llamahub.arguments import check_arguments
from ragaudit_connectors.llamahub.documents import Loaded
from ragaudit_connectors.llamahub.options import LlamaHubOptions
from ragaudit_connectors.llamahub.reader import Reader
from ragaudit_connectors.records import (
    Layout,
    Observer,
    Paths,
    Record,
    access_stamp_of,
    capabilities_of,
    digest,
    pages,
    plain_path,
    policy_of,
    ref_of,
    skip_of,
    too_large,
    wanted,
)
from ragaudit_connectors.remote import Asking, RemoteBase, now, read_options

_NO_LISTS = "a reader does not say who may read; `acl_rules` and the documents themselves may"
_COPY = "who may read is what the reader's metadata says; the system behind it was not asked"
_NAMELESS = (
    "the reader gives documents another id in every pass, so they are told apart by their text; "
    "name a metadata field under `options: {fields: {id: …}}` to follow them through changes"
)


class LlamaHubConnector(RemoteBase):
    """Loads everything a LlamaIndex reader gives, in every pass, and holds it until it is read."""

    def __init__(
        self,
        settings: SourceSettings,
        asking: Asking | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        super().__init__(settings, asking)
        self.options = read_options(settings, LlamaHubOptions)
        check_arguments(settings, "init", self.options.init)
        check_arguments(settings, "load", self.options.load)
        self.reader = Reader(self.options)
        self._clock = clock
        self._loaded: Loaded | None = None

    @property
    def layout(self) -> Layout:
        """How documents are named and read."""
        names = self.options.fields.given
        return Layout(names, f"{self.options.name}: ", "document", self.options.format)

    def capabilities(self) -> Capabilities:
        """See `RemoteConnector.capabilities`."""
        access = Support.NATIVE if self._has_lists else Support.NONE
        return capabilities_of(self.options.fields.given, access=access)

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """See `RemoteConnector.list_refs`: a reader has no listing without content."""
        self._loaded = loaded = self._load()
        yield from pages(self._items(loaded), cursor, whole=True)

    def fetch(self, ref: Ref) -> Fetched:
        """See `RemoteConnector.fetch`: out of memory, or by loading everything again."""
        if self._loaded is None:
            self._loaded = self._load()
        data = self._loaded.bodies.get(ref.native_id)
        if data is None:
            raise NotFoundError("the reader did not load it again", "run again")
        return Fetched(data)

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """See `RemoteConnector.fetch_access`: nothing, unless a field is said to hold it."""
        if not self._has_lists:
            return
        if self._loaded is None:
            self._loaded = self._load()
        observer = Observer(None, self.namespace, self._clock)
        for ref in refs:
            record = self._loaded.records.get(ref.native_id)
            if record is not None:
                yield ref, policy_of(record, observer)

    def check(self) -> Iterator[CheckResult]:
        """See `RemoteConnector.check`."""
        try:
            loaded = self._load()
        except RagauditError as error:
            failed = CheckState.FAILED
            yield CheckResult("list", failed, error.message, action=error.hint)
            yield CheckResult("read", failed, "nothing was loaded", action=error.hint)
        else:
            keys = ", ".join(list(loaded.keys)[:20]) or "no metadata"
            told = f"{len(loaded.records):,} documents were loaded; their metadata: {keys}"
            yield CheckResult("list", CheckState.OK, told)
            size = sum(map(len, loaded.bodies.values()))
            yield CheckResult("read", CheckState.OK, f"{size:,} bytes of text were loaded")
        unsupported = CheckState.UNSUPPORTED
        if self._has_lists:
            yield CheckResult("access", CheckState.OK, _COPY)
        else:
            yield CheckResult("access", unsupported, _NO_LISTS)
        yield CheckResult("groups", unsupported, "names are looked up in the directory")

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        yield _COPY if self._has_lists else _NO_LISTS
        if self._loaded is not None and self._loaded.nameless:
            yield _NAMELESS

    def _load(self) -> Loaded:
        return self.asking(self._load_once)

    def _load_once(self) -> Loaded:
        loaded = Loaded()
        documents = self.reader.documents()
        loaded.take(documents, self.options.fields, self.layout, self.options.max_held_bytes)
        return loaded

    def _items(self, loaded: Loaded) -> Iterator[tuple[str, Ref | Skip]]:
        """In order of id; paths are given to all, so that they are the same in every pass."""
        paths = Paths()
        for name, record in sorted(loaded.records.items()):
            if wanted(plain_path(record), self.settings):
                yield name, self._item(record, loaded, paths.take(record))

    def _item(self, record: Record, loaded: Loaded, path: str) -> Ref | Skip:
        try:
            data, limit = self._body(record, loaded), self.settings.limits.max_bytes
            if len(data) > limit:
                raise too_large(len(data), limit)
            return ref_of(record, path, len(data), digest(data), access_stamp_of(record))
        except SkipError as error:
            return skip_of(self.settings.id, path, error)

    def _body(self, record: Record, loaded: Loaded) -> bytes:
        if record.id in loaded.left_out:
            raise SkipError(
                SkipReason.MEMORY,
                f"the reader loaded more than {self.options.max_held_bytes:,} bytes",
                "raise `options: {max_held_bytes: …}`, or make sources of parts",
            )
        return loaded.bodies[record.id]

    @property
    def _has_lists(self) -> bool:
        return bool(self.options.fields.allow or self.options.fields.deny)
