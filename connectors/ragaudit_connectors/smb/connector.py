"""The `smb` connector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property

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
from ragaudit.errors import AuthInvalidError, TooLargeError
from ragaudit.model import (
    AccessPolicy,
    Decision,
    Directory,
    OwnerClaim,
    OwnerRole,
    SourceFacts,
    SourceSettings,
)
from ragaudit_connectors.remote import Account, Asking, RemoteBase, claim, now, read_options
from ragaudit_connectors.smb.access import Access
from ragaudit_connectors.smb.accounts import directory_of, elsewhere
from ragaudit_connectors.smb.descriptor import Descriptor
from ragaudit_connectors.smb.entries import Found
from ragaudit_connectors.smb.failures import RefusedError, no_item
from ragaudit_connectors.smb.options import SmbOptions, address_of
from ragaudit_connectors.smb.probing import probe
from ragaudit_connectors.smb.refs import is_settled, ref_of
from ragaudit_connectors.smb.server import Server
from ragaudit_connectors.smb.walk import Walk

_OWNER = "owner of the security descriptor"


class SmbConnector(RemoteBase):
    """Files of one share of a Windows or Samba server."""

    own_namespace = True

    def __init__(
        self,
        settings: SourceSettings,
        asking: Asking | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        super().__init__(settings, asking)
        self.options = read_options(settings, SmbOptions)
        self._clock = clock
        self._people: dict[str, Server] = {}

    def capabilities(self) -> Capabilities:
        """See `RemoteConnector.capabilities`."""
        asked = Support.NATIVE if self._asks_access else Support.NONE
        return Capabilities(
            owner=Support.PROXY,
            changed=Support.PROXY,
            access=asked,
            groups=asked,
            incremental=Incremental.VERSION,
            deletes=Deletes.SNAPSHOT,
            access_incremental=self.options.shows_access,
            impersonate=True,
        )

    def check(self) -> Iterator[CheckResult]:
        """See `RemoteConnector.check`."""
        from ragaudit_connectors.smb.checks import checks

        yield from checks(self)

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """See `RemoteConnector.list_refs`; every pass lists every folder."""
        self.__dict__.pop("access", None)
        yield from self.walk().pages(cursor)

    def walk(self) -> Walk:
        """A pass that was not begun."""
        return Walk(self.settings, self.options, self.server, self._ref_of)

    def fetch(self, ref: Ref) -> Fetched:
        """See `RemoteConnector.fetch`; nothing is locked, and nobody is kept from the file."""
        most = self.settings.limits.max_bytes
        try:
            data = self.server.read(ref.native_id, most + 1)
        except RefusedError as error:
            raise no_item(error.status) from error
        if len(data) > most:
            raise TooLargeError(f"has more than {most:,} bytes, which is the limit")
        return Fetched(data, self._facts(ref) if self._asks_access else None)

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """See `RemoteConnector.fetch_access`: one message a file, several on their way at once."""
        if refs and self._asks_access:
            yield from self.access.policies(refs)

    def identities(self) -> Directory:
        """See `RemoteConnector.identities`: the server's own accounts, where it tells them."""
        if not self._asks_access:
            return Directory()
        known = self.access.accounts
        self.access.principals.learn(elsewhere(known))
        kinds = self.access.principals.kinds
        return directory_of(known, kinds, self.namespace, self.server.address.shown)

    def probe_as(self, persona: str, ref: Ref) -> Probed | None:
        """See `RemoteConnector.probe_as`: opens the file for reading, as that account."""
        try:
            account = self.persona(persona)
        except AuthInvalidError as error:
            return Probed(Decision.UNKNOWN, error.message)
        if account is None:
            return None
        return probe(self.somebody(persona, account), ref.native_id)

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        return self.access.notes() if "access" in self.__dict__ else ()

    @cached_property
    def server(self) -> Server:
        """The share, as the audit's account sees it; connecting waits for the first request."""
        account = self.account
        if not account.given and self.options.sign_in != "kerberos":
            raise AuthInvalidError(
                "no account is configured", "name `user` and `password_env` under `auth`"
            )
        return self._server_for(account)

    @cached_property
    def access(self) -> Access:
        """Access lists, as they are in this pass."""
        nobody = self._server_for(None)
        return Access(self.server, nobody, self.options, self.namespace, self._clock)

    def somebody(self, persona: str, account: Account) -> Server:
        """The share as somebody else sees it; nobody, where no password is configured."""
        if persona not in self._people:
            self._people[persona] = self._server_for(account if account.given else None)
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

    def _server_for(self, account: Account | None) -> Server:
        return Server(address_of(self.url, self.settings), account, self.options, self.asking)

    def _ref_of(self, path: str, found: Found, form: str) -> Ref:
        now = self._clock()
        shows = self._asks_access and self.options.shows_access
        settled = shows and is_settled(found.change, now)
        stamp = self.access.stamp(found.change) if settled else None
        return ref_of(path, found, form, self.server.address, now, stamp)

    def _facts(self, ref: Ref) -> SourceFacts:
        """Who made a file, as far as its owner says: whoever copies it becomes the owner."""
        owner = self.access.owners.get(ref.native_id)
        if owner is None:
            found = self.server.descriptors([self.server.address.place(ref.native_id)])[0]
            owner = found.owner if isinstance(found, Descriptor) else ""
            self.access.principals.learn([owner] if owner else [])
        who = self.access.principals.owner(owner) if owner else None
        owners: tuple[OwnerClaim, ...] = ()
        if who is not None:
            owners = (claim(OwnerRole.CREATOR, who.key, _OWNER),)
        return SourceFacts(owners=owners)
