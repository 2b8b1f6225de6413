"""The `imap` connector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

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
from ragaudit.errors import (
    AuthInvalidError,
    CursorExpiredError,
    ForbiddenError,
    NotFoundError,
    TooLargeError,
)
from ragaudit.model import AccessPolicy, Decision, SourceSettings
from ragaudit_connectors.imap.names import read_native_id
from ragaudit_connectors.imap.options import ImapOptions, address_of
from ragaudit_connectors.remote import Account, Asking, RemoteBase, now, read_options

if TYPE_CHECKING:
    from ragaudit_connectors.imap.boxes import Mailboxes
    from ragaudit_connectors.imap.messages import Box
    from ragaudit_connectors.imap.server import Mailserver

_GROUPS = (
    "IMAP names groups and does not say who is in them; members come from the organisation's "
    "directory."
)


class ImapConnector(RemoteBase):
    """Reads shared mailboxes, one document a message, and leaves no trace in them."""

    own_namespace = True

    def __init__(
        self,
        settings: SourceSettings,
        asking: Asking | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        super().__init__(settings, asking)
        self.options = read_options(settings, ImapOptions)
        self._clock = clock
        self._people: dict[str, Mailserver] = {}

    def capabilities(self) -> Capabilities:
        """See `RemoteConnector.capabilities`."""
        return Capabilities(
            owner=Support.PROXY,
            changed=Support.NATIVE,
            expiry=Support.NATIVE,
            access=Support.NATIVE if self._asks_access else Support.NONE,
            incremental=Incremental.CURSOR,
            deletes=Deletes.TOMBSTONE,
            access_incremental=True,
            impersonate=True,
        )

    def check(self) -> Iterator[CheckResult]:
        """See `RemoteConnector.check`."""
        from ragaudit_connectors.imap.checking import Checks

        yield from Checks(self).run()

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """See `RemoteConnector.list_refs`."""
        from ragaudit_connectors.imap.listing import Listing

        listing = Listing(self.server, self.settings, self._access_stamp)
        yield from listing.pages(self.mailboxes.listed(), cursor)

    def fetch(self, ref: Ref) -> Fetched:
        """See `RemoteConnector.fetch`; never marks a message as seen."""
        from ragaudit_connectors.imap.session import RefusedError

        most = self.settings.limits.max_bytes
        if ref.size > most:
            raise _too_large(ref.size, most)
        try:
            data = self.server.message(*read_native_id(ref.native_id), most + 1)
        except RefusedError as error:
            if error.code == "NOPERM":
                told = f"{self.server.address.shown} refuses the mailbox (NOPERM)"
                raise ForbiddenError(told, "give the audit's account the right “r”") from error
            raise NotFoundError("its mailbox is not there any more") from error
        except CursorExpiredError as error:
            raise NotFoundError("its mailbox has numbered its messages anew") from error
        except ValueError as error:
            raise NotFoundError from error
        if data is None:
            raise NotFoundError
        if len(data) > most:
            raise _too_large(len(data), most)
        return Fetched(data)

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """See `RemoteConnector.fetch_access`: one question a mailbox."""
        known: dict[bytes, AccessPolicy] = {}
        for ref in refs if self._asks_access else ():
            box = self._box_of(ref)
            if box.raw not in known:
                known[box.raw] = self.mailboxes.policy(box)
            yield ref, known[box.raw]

    def probe_as(self, persona: str, ref: Ref) -> Probed | None:
        """See `RemoteConnector.probe_as`: opens the mailbox as that account."""
        from ragaudit_connectors.imap.probing import as_nobody, probe

        try:
            account = self.persona(persona)
            place = read_native_id(ref.native_id)
        except (AuthInvalidError, ValueError) as error:
            return Probed(Decision.UNKNOWN, str(error))
        if account is None:
            return None
        if not account.given and (refused := as_nobody(self.server)):
            return refused
        return probe(self.server, self.somebody(persona, account), *place)

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        if self._asks_access:
            yield _GROUPS

    @cached_property
    def server(self) -> Mailserver:
        """The server, as the audit's account sees it; connecting waits for the first command."""
        return self._server_for(self.account)

    @cached_property
    def mailboxes(self) -> Mailboxes:
        """The mailboxes of the source."""
        from ragaudit_connectors.imap.boxes import Mailboxes

        return Mailboxes(self.server, self.settings, self.options, self.namespace, self._clock)

    def somebody(self, persona: str, account: Account) -> Mailserver:
        """The server as somebody else sees it; one connection each."""
        if persona not in self._people:
            self._people[persona] = self._server_for(account)
        return self._people[persona]

    def close(self) -> None:
        """End every connection."""
        # Where no account could be had, there is no connection to end.
        own = self.__dict__.get("server")
        for server in (*([own] if own else []), *self._people.values()):
            server.close()

    @property
    def _asks_access(self) -> bool:
        return self.options.access != "config"

    def _server_for(self, account: Account) -> Mailserver:
        from ragaudit_connectors.imap.server import Mailserver

        address = address_of(self.url, self.settings, self.options)
        return Mailserver(address, account, self.asking)

    def _access_stamp(self, box: Box) -> str | None:
        digest = self.mailboxes.policy(box).digest if self._asks_access else None
        return digest[:16] if digest else None

    def _box_of(self, ref: Ref) -> Box:
        from ragaudit_connectors.imap.messages import Box

        raw, validity, _ = read_native_id(ref.native_id)
        path = ref.path.rpartition("/")[0]
        return Box(raw, path, self.server.address.shown, validity)


def _too_large(size: int, most: int) -> TooLargeError:
    return TooLargeError(f"has {size:,} bytes, the limit is {most:,}")
