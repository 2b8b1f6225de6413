"""The `webdav` connector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property

import httpx

from ragaudit.contracts import (
    Capabilities,
    CheckResult,
    Cursor,
    Deletes,
    Fetched,
    Incremental,
    Probed,
    Ref,
    RefPage,
    Support,
)
from ragaudit.errors import SourceError, TooLargeError
from ragaudit.model import AccessPolicy, Decision, SourceSettings
from ragaudit_connectors.remote import Account, Asking, RemoteBase, now, read_options
from ragaudit_connectors.webdav.access import Asker, without_signing_in
from ragaudit_connectors.webdav.acl import LISTS
from ragaudit_connectors.webdav.folder import Reading
from ragaudit_connectors.webdav.items import Entry
from ragaudit_connectors.webdav.listing import Pass, read_spot
from ragaudit_connectors.webdav.lists import Lists
from ragaudit_connectors.webdav.options import Access, WebdavOptions
from ragaudit_connectors.webdav.place import Place, read_native_id
from ragaudit_connectors.webdav.server import Dav

_NOBODY = frozenset({"anonymous", "nobody", "public"})
_NOT_TOLD = (
    "the server is not asked who may read; that is what `acl_rules` and the documents say. "
    "Configure `personas` to ask it as somebody"
)
_ADMINISTRATORS = "whoever administers the server may read everything and is in no access list"


class WebdavConnector(RemoteBase):
    """Files of one folder of a WebDAV server, and of the folders in it."""

    def __init__(
        self,
        settings: SourceSettings,
        asking: Asking | None = None,
        clock: Callable[[], datetime] = now,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__(settings, asking)
        self.options = read_options(settings, WebdavOptions)
        self.clock, self._transport = clock, transport
        self._askers: dict[str, Asker] = {}
        self._stopped = False

    @cached_property
    def place(self) -> Place:
        """The folder. Raises `UsageError`, `AuthInvalidError`."""
        return Place.of(self.url)

    @cached_property
    def dav(self) -> Dav:
        """The server, asked as the auditor."""
        return self._asked_as(self.account)

    @cached_property
    def nobody(self) -> Dav:
        """The server, asked without signing in."""
        return self._asked_as(None)

    @cached_property
    def lists(self) -> Lists:
        """The server's access lists."""
        return Lists(self.dav, self.account.user, self.namespace, self.clock)

    @property
    def mode(self) -> Access:
        """Where it is read who may read; never `auto`."""
        return self.options.mode(self.settings.auth)

    @property
    def sends_password_openly(self) -> bool:
        """Whether whoever listens on the way learns the secret."""
        return self.place.scheme == "http" and self.options.sign_in == "basic"

    def capabilities(self) -> Capabilities:
        """See `RemoteConnector.capabilities`."""
        access = {"acl": Support.NATIVE, "anonymous": Support.PROXY}
        return Capabilities(
            owner=Support.PROXY,
            changed=Support.PROXY,
            access=access.get(self.mode, Support.NONE),
            incremental=Incremental.VERSION,
            deletes=Deletes.SNAPSHOT,
            access_incremental=self.mode == "acl",
            impersonate=bool(self.settings.personas),
        )

    def check(self) -> Iterator[CheckResult]:
        """See `RemoteConnector.check`."""
        from ragaudit_connectors.webdav.checks import Checks

        yield from Checks(self).run()

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """See `RemoteConnector.list_refs`; every pass lists everything."""
        spot = read_spot(cursor)
        more = LISTS if self._reads_lists else ()
        reading = Reading(self.dav, self.settings, self.options, self.clock, more)
        self.lists.start_page()
        one = Pass(reading, self._access_stamp, spot, self.lists.start_page)
        yield from one.pages()
        self._stopped = one.stopped

    def fetch(self, ref: Ref) -> Fetched:
        """See `RemoteConnector.fetch`."""
        most = self.settings.limits.max_bytes
        if ref.size > most:
            raise TooLargeError(f"has {ref.size:,} bytes, the limit is {most:,}")
        key = read_native_id(ref.native_id)
        answer = self.dav.get(key)
        self.dav.check(answer, key)
        return Fetched(answer.data)

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """See `RemoteConnector.fetch_access`."""
        if self.mode == "acl":
            yield from self.lists.policies(refs)
        elif self.mode == "anonymous":
            for ref in refs:
                key = read_native_id(ref.native_id)
                yield ref, without_signing_in(self.nobody, key, self.options, self.clock)

    def probe_as(self, persona: str, ref: Ref) -> Probed | None:
        """See `RemoteConnector.probe_as`; a persona without a password has not signed in."""
        try:
            asker = self.asker(persona)
        except SourceError as error:
            return Probed(Decision.UNKNOWN, error.message)
        return asker.probe(read_native_id(ref.native_id)) if asker else None

    def asker(self, persona: str) -> Asker | None:
        """Who asks as somebody; None where no account is configured. Raises `AuthInvalidError`."""
        account = self.persona(persona)
        if account is None and persona not in _NOBODY:
            return None
        if persona not in self._askers:
            self._askers[persona] = Asker(self._asked_as(account), self.nobody, self.dav)
        return self._askers[persona]

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        if self._stopped:
            most = self.options.max_items
            yield f"there are more than {most:,} files and folders (`options: {{max_items: …}}`)"
        if self.mode == "config":
            yield _NOT_TOLD
        if self.mode == "acl":
            yield _ADMINISTRATORS

    @cached_property
    def _reads_lists(self) -> bool:
        return self.mode == "acl" and self.lists.kept

    def _access_stamp(self, entry: Entry) -> str | None:
        if self._reads_lists:
            return self.lists.take(entry.key, entry.said)
        # Nothing in a listing tells what strangers may read, so they ask once a day.
        today = self.clock().astimezone(UTC).date()
        return f"as on {today}" if self.mode == "anonymous" else None

    def _asked_as(self, account: Account | None) -> Dav:
        return Dav(self.place, self.settings, self.options, self.asking, account, self._transport)
