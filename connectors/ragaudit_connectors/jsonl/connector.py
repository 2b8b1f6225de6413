"""The `jsonl` connector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import BinaryIO

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
from ragaudit.errors import NotFoundError, RagauditError, ScopeMissingError, SkipError
from ragaudit.model import AccessPolicy, AccessState, SourceSettings
from ragaudit_connectors.jsonl.export import Export
from ragaudit_connectors.jsonl.listing import Index, Scan, body_stamp
from ragaudit_connectors.jsonl.options import JsonlOptions
from ragaudit_connectors.jsonl.reading import LineError, record_of
from ragaudit_connectors.records import (
    Layout,
    Observer,
    Record,
    body_bytes,
    capabilities_of,
    policy_of,
    stamp_of,
)
from ragaudit_connectors.remote import Asking, RemoteBase, now, read_options

_COPY = "who may read is what the export says; the system it was taken from was not asked"
_CHANGED = "the export was written after it was listed, and its text is another one"
_GONE = "the export was written after it was listed, and has no such record any more"


class JsonlConnector(RemoteBase):
    """Reads a file of JSON objects, one document a line, without holding it in memory."""

    def __init__(
        self,
        settings: SourceSettings,
        asking: Asking | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        super().__init__(settings, asking)
        self.options = read_options(settings, JsonlOptions)
        self.export = Export(settings)
        self._clock = clock
        self._index = Index()

    @property
    def layout(self) -> Layout:
        """How lines are named and read."""
        within = f"{self.export.name}: "
        return Layout(self.options.fields.given, within, "record", self.options.format)

    def capabilities(self) -> Capabilities:
        """See `RemoteConnector.capabilities`."""
        access = Support.NATIVE if self._has_lists else Support.NONE
        return capabilities_of(self.options.fields.given, access=access)

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """See `RemoteConnector.list_refs`; every pass reads the whole file."""
        scan = Scan(self.settings, self.export, self.layout)
        self._index = scan.index
        with self._opened() as file:
            yield from scan.pages(file, cursor)

    def fetch(self, ref: Ref) -> Fetched:
        """See `RemoteConnector.fetch`: reads one line."""
        _, record = next(self._records((ref,)))
        if record is None:
            raise NotFoundError(_GONE, "run again")
        if stamp_of(record, ref.path, body_stamp(record)) != ref.stamp:
            raise NotFoundError(_CHANGED, "run again")
        return Fetched(body_bytes(record.get("body"), self.settings.limits.max_bytes))

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """See `RemoteConnector.fetch_access`."""
        if not self._has_lists:
            return
        observer = Observer(None, self.namespace, self._clock)
        gone = AccessPolicy(AccessState.ERROR, note=_GONE, observed_at=self._clock())
        for ref, record in self._records(refs):
            yield ref, gone if record is None else policy_of(record, observer)

    def check(self) -> Iterator[CheckResult]:
        """See `RemoteConnector.check`."""
        unsupported = CheckState.UNSUPPORTED
        yield CheckResult("sign in", unsupported, "a file needs no account")
        try:
            page = next(self.list_refs(None))
            told = f"{len(page.refs)} documents and {len(page.skips)} skips in the first lines"
            yield CheckResult("list", CheckState.OK, told)
            yield from (self._check_read(ref) for ref in page.refs[:1])
        except ScopeMissingError as error:
            yield CheckResult("list", CheckState.MISSING, error.message, error.scope, error.hint)
        except RagauditError as error:
            yield CheckResult("list", CheckState.FAILED, error.message, action=error.hint)
        if self._has_lists:
            yield CheckResult("access", CheckState.OK, "each line says who may read")
        else:
            told, action = "no field says who may read", "map `fields: {allow: …}`"
            yield CheckResult("access", unsupported, told, action=action)
        yield CheckResult("groups", unsupported, "names are looked up in the directory")

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        return (f"{self.settings.id}: {_COPY}",) if self._has_lists else ()

    def _check_read(self, ref: Ref) -> CheckResult:
        try:
            self.fetch(ref)
        except SkipError as error:
            return CheckResult("read", CheckState.FAILED, error.detail, action=error.action)
        return CheckResult("read", CheckState.OK, "a line was read by its place in the file")

    @property
    def _has_lists(self) -> bool:
        return bool(self.options.fields.allow or self.options.fields.deny)

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        with ExitStack() as stack:
            yield self.asking(lambda: stack.enter_context(self.export.opened()))

    def _records(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, Record | None]]:
        """Each document's line; None where there is none any more."""
        with self._opened() as file:
            for ref in refs:
                known = ref.native_id in self._index.places or self._index.complete
                if not known or self._index.state != self.export.state(file):
                    self._find_all(file)
                yield ref, self._record(file, ref.native_id)

    def _record(self, file: BinaryIO, native_id: str) -> Record | None:
        place = self._index.places.get(native_id)
        if place is None:
            return None
        try:
            record = record_of(self.export.at(file, place[0]), self.layout)
        except LineError:
            return None
        return record if record.id == native_id else None

    def _find_all(self, file: BinaryIO) -> None:
        """Learn anew where every document stands, after a change or in another process."""
        file.seek(0)
        scan = Scan(self.settings, self.export, self.layout)
        for _ in scan.items(file):
            pass
        self._index = scan.index
