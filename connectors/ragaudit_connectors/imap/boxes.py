"""Which mailboxes are read, and who may read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from ragaudit.errors import MalformedError
from ragaudit.model import AccessPolicy, AccessState, Skip, SkipReason, SourceSettings
from ragaudit.text import matches
from ragaudit_connectors.imap.acl import Setting, policy_of
from ragaudit_connectors.imap.answers import Listed
from ragaudit_connectors.imap.messages import Box
from ragaudit_connectors.imap.names import is_speakable, path_of
from ragaudit_connectors.imap.namespaces import Kind
from ragaudit_connectors.imap.options import ImapOptions
from ragaudit_connectors.imap.server import Mailserver
from ragaudit_connectors.imap.session import RefusedError

_UNTOLD = "the server does not tell access lists (no ACL among its capabilities)"
_NO_ADMIN = "the account may not read the access list (GETACL: it lacks the right “a”)"
_NAME_THEM = "name the mailboxes to read under `options: {mailboxes: […]}`"


@dataclass(frozen=True)
class Mailboxes:
    """Those of one source, as its account sees them."""

    server: Mailserver
    settings: SourceSettings
    options: ImapOptions
    namespace: str
    clock: Callable[[], datetime]

    def listed(self) -> Iterator[Box | Skip]:
        """Every mailbox that is to be read. Raises `SourceError`."""
        for found in self.server.mailboxes():
            path = path_of(found.raw, found.delimiter)
            if not (found.selectable and self._is_chosen(found, path)):
                continue
            if is_speakable(found.raw):
                yield Box(found.raw, path, self.server.address.shown)
            else:
                told = "its name is not in the encoding of the protocol"
                yield Skip(self.settings.id, path, SkipReason.UNREADABLE, told, "rename it")

    def policy(self, box: Box) -> AccessPolicy:
        """Who may read a mailbox; asked anew each time. Raises `SourceError`."""
        policy = self._asked(box)
        return replace(policy, observed_as=self.server.account.user, observed_at=self.clock())

    @cached_property
    def rules(self) -> str:
        """How rights come together; empty where neither the server nor the user says."""
        if self.options.access != "auto":
            return self.options.access
        return "dovecot" if self.server.software.lower().startswith("dovecot") else ""

    def _asked(self, box: Box) -> AccessPolicy:
        if "ACL" not in self.server.offered:
            return AccessPolicy(AccessState.UNKNOWN, note=_UNTOLD)
        try:
            rights = self.server.rights(box.raw)
        except RefusedError:
            return AccessPolicy(AccessState.ERROR, note=_NO_ADMIN)
        return policy_of(rights, self._setting(box))

    def _setting(self, box: Box) -> Setting:
        place = self.server.namespaces.place(box.raw)
        account = self.server.account.user or ""
        owner = None
        if place is not None and place.kind is not Kind.SHARED:
            owner = place.owner.decode("utf-8", "surrogateescape") or account
        anybody = self.server.lets_anybody_in
        return Setting(box.path, self.namespace, owner, account, anybody, self.rules)

    def _is_chosen(self, found: Listed, path: str) -> bool:
        if self.options.mailboxes:
            return any(matches(glob, path) for glob in self.options.mailboxes)
        if not self.server.namespaces.all:
            told = f"{self.server.address.shown} does not tell shared mailboxes from private ones"
            raise MalformedError(told, _NAME_THEM)
        place = self.server.namespaces.place(found.raw)
        return place is not None and place.kind is not Kind.PERSONAL
