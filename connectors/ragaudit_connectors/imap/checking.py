"""Each capability of an `imap` source, tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from ragaudit.contracts import CheckResult, CheckState
from ragaudit.errors import ScopeMissingError
from ragaudit.model import AccessState
from ragaudit_connectors.imap.messages import Box
from ragaudit_connectors.imap.session import RefusedError
from ragaudit_connectors.remote import tried

if TYPE_CHECKING:
    from ragaudit_connectors.imap.connector import ImapConnector

_CAPABILITIES = ("sign in", "list", "read", "access", "groups")
_ASK = "ask as somebody"


class Checks:
    """Tries one source; whatever goes wrong becomes a result."""

    def __init__(self, source: ImapConnector) -> None:
        self._source = source

    def run(self) -> Iterator[CheckResult]:
        """One result each; without a connection the others are not tried."""
        first = self._tried("sign in", self._sign_in)
        yield first
        if first.state is not CheckState.OK:
            told = "not tried, because signing in failed"
            for capability in _CAPABILITIES[1:]:
                yield CheckResult(capability, CheckState.FAILED, told, action=first.action)
            return
        yield self._tried("list", self._list)
        yield self._tried("read", self._read)
        yield self._tried("access", self._access)
        told = "IMAP names groups and does not say who is in them"
        action = "list members under `identities`"
        yield CheckResult("groups", CheckState.UNSUPPORTED, told, action=action)
        for persona in self._source.settings.personas:
            yield self._tried(_ASK, lambda name=persona: self._become(name))  # type: ignore[misc]

    def _tried(self, capability: str, attempt: Callable[[], CheckResult]) -> CheckResult:
        try:
            return tried(capability, attempt)
        except RefusedError as error:
            told = f"the server answered NO {error.code}".strip()
            return CheckResult(capability, CheckState.FAILED, told)

    def _sign_in(self) -> CheckResult:
        server = self._source.server
        software = server.software or "an IMAP server"
        told = f"{server.address.shown} ({software}) as {server.account.user}"
        return CheckResult("sign in", CheckState.OK, told)

    @cached_property
    def _boxes(self) -> list[Box]:
        return [box for box in self._source.mailboxes.listed() if isinstance(box, Box)]

    def _list(self) -> CheckResult:
        if not self._boxes:
            raise ScopeMissingError(
                "list",
                "l",
                "no mailbox that others share is shown to the account",
                "give it the rights “l” and “r” in them, or name mailboxes of its own under "
                "`options: {mailboxes: […]}`",
            )
        return CheckResult("list", CheckState.OK, f"{len(self._boxes)} mailboxes")

    def _read(self) -> CheckResult:
        """Opens every mailbox, and takes a byte of one message."""
        closed, read = 0, False
        for box in self._boxes:
            try:
                read = self._first_byte(box) or read
            except RefusedError:
                closed += 1
        if closed:
            told = f"{closed} of {len(self._boxes)} mailboxes cannot be opened"
            raise ScopeMissingError("read", "r", told)
        told = "a message was read, unseen" if read else "the mailboxes open, and none has messages"
        return CheckResult("read", CheckState.OK, told)

    def _first_byte(self, box: Box) -> bool:
        server = self._source.server
        validity = server.status(box.raw).validity
        uids = server.uids(box.raw, validity)
        return bool(uids) and server.message(box.raw, validity, uids[0], 1) is not None

    def _access(self) -> CheckResult:
        source = self._source
        if source.options.access == "config":
            told = "access lists are not asked for, as the configuration wants it"
            return CheckResult("access", CheckState.UNSUPPORTED, told)
        if "ACL" not in source.server.offered:
            told = "the server tells no access lists"
            action = "say who may read under `acl_rules`, and set `options: {access: config}`"
            return CheckResult("access", CheckState.UNSUPPORTED, told, action=action)
        policies = [source.mailboxes.policy(box) for box in self._boxes]
        unread = sum(policy.state is AccessState.ERROR for policy in policies)
        if unread:
            told = f"{unread} of {len(policies)} access lists cannot be read"
            raise ScopeMissingError("access", "a", told)
        note = next((policy.note for policy in policies if policy.note), None)
        if note:
            return CheckResult("access", CheckState.FAILED, note)
        return CheckResult("access", CheckState.OK, f"{len(policies)} access lists were read")

    def _become(self, persona: str) -> CheckResult:
        source = self._source
        account = source.persona(persona)
        if account is None or not account.given:
            anybody = source.server.lets_anybody_in
            told = f"{persona}: nobody gets in without an account"
            if not anybody:
                return CheckResult(_ASK, CheckState.OK, told)
            account = account or source.account
        software = source.somebody(persona, account).software
        return CheckResult(_ASK, CheckState.OK, f"{persona} signs in to {software or 'the server'}")
