"""Each capability of an `smb` source, tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from ragaudit.contracts import CheckResult, CheckState, Ref
from ragaudit.errors import ScopeMissingError
from ragaudit.model import AccessState
from ragaudit_connectors.remote import tried
from ragaudit_connectors.smb.access import HOW_TO_SHARE, SCOPE, SHARE_SCOPE, UNKNOWN_SHARE
from ragaudit_connectors.smb.accounts import SCOPE as SAMR_SCOPE
from ragaudit_connectors.smb.failures import ACCESS_DENIED, RefusedError, is_login_failure, named

if TYPE_CHECKING:
    from ragaudit_connectors.smb.connector import SmbConnector

_OK, _FAILED, _NONE = CheckState.OK, CheckState.FAILED, CheckState.UNSUPPORTED
_ASK = "ask as somebody"
_PAGES, _LISTS = 3, 50
"""How far a check looks."""


def checks(source: SmbConnector) -> Iterator[CheckResult]:
    """One result each; without a share the others are not tried."""
    first = _tried("sign in", lambda: _sign_in(source))
    yield first
    if first.state is not _OK:
        told = "not tried, because signing in failed"
        for capability in ("list", "read", "access", "groups"):
            yield CheckResult(capability, _FAILED, told, action=first.action)
        return
    refs: list[Ref] = []
    yield _tried("list", lambda: _list(source, refs))
    yield _tried("read", lambda: _read(source, refs))
    yield _tried("access", lambda: _access(source, refs))
    yield _tried("groups", lambda: _groups(source))
    for name in source.settings.personas:
        yield _tried(_ASK, lambda name=name: _become(source, name))  # type: ignore[misc]


def _tried(capability: str, attempt: Callable[[], CheckResult]) -> CheckResult:
    try:
        return tried(capability, attempt)
    except RefusedError as error:
        return CheckResult(capability, _FAILED, f"the server answered {named(error.status)}")


def _sign_in(source: SmbConnector) -> CheckResult:
    server = source.server
    server.open()
    who = source.account.user or "the holder of the ticket"
    return CheckResult("sign in", _OK, f"{server.address.shown} ({server.protocol}) as {who}")


def _list(source: SmbConnector, refs: list[Ref]) -> CheckResult:
    skips = 0
    for page in islice(source.walk().pages(None), _PAGES):
        refs += page.refs
        skips += len(page.skips)
    told = f"{len(refs)} documents and {skips} that cannot be read, as far as was looked"
    return CheckResult("list", _OK, told)


def _read(source: SmbConnector, refs: Sequence[Ref]) -> CheckResult:
    if not refs:
        return CheckResult("read", _OK, "there is no document to read")
    refused = 0
    for ref in refs[:_LISTS]:
        try:
            source.server.read(ref.native_id, 1)
        except RefusedError as error:
            refused += error.status == ACCESS_DENIED
    if refused:
        told = f"{refused} of {len(refs[:_LISTS])} documents are refused to the account"
        raise ScopeMissingError("read", "Read data (FILE_READ_DATA)", told)
    return CheckResult("read", _OK, f"{len(refs[:_LISTS])} documents were opened")


def _access(source: SmbConnector, refs: Sequence[Ref]) -> CheckResult:
    if source.options.access == "config":
        told = "access lists are not asked for, as the configuration wants it"
        return CheckResult("access", _NONE, told)
    policies = [policy for _, policy in source.access.policies(refs[:_LISTS])]
    unread = sum(policy.state is AccessState.ERROR for policy in policies)
    if unread:
        told = f"{unread} of {len(policies)} access lists cannot be read"
        raise ScopeMissingError("access", SCOPE, told)
    if source.options.share_permissions == "ask" and source.access.share_list is None:
        raise ScopeMissingError("access", SHARE_SCOPE, UNKNOWN_SHARE, HOW_TO_SHARE)
    if source.options.share_permissions == "unknown":
        return CheckResult("access", _FAILED, UNKNOWN_SHARE, action=HOW_TO_SHARE)
    return CheckResult("access", _OK, f"{len(policies)} access lists were read")


def _groups(source: SmbConnector) -> CheckResult:
    if source.options.access == "config":
        return CheckResult("groups", _NONE, "not asked for, as the configuration wants it")
    known = source.access.accounts
    if known.refused:
        told = f"the server does not tell its accounts and groups ({known.refused})"
        action = "list people and groups under `identities`, with their security identifiers"
        raise ScopeMissingError("groups", SAMR_SCOPE, told, action)
    told = f"{len(known.users)} accounts and {len(known.groups)} groups of the server"
    return CheckResult("groups", _OK, told)


def _become(source: SmbConnector, name: str) -> CheckResult:
    account = source.persona(name)
    if account is None or account.given:
        somebody = source.somebody(name, account) if account else source.server
        somebody.open()
        return CheckResult(_ASK, _OK, f"{name} is let in")
    try:
        source.somebody(name, account).open()
    except RefusedError as error:
        if error.status != ACCESS_DENIED and not is_login_failure(error.status):
            raise
        return CheckResult(_ASK, _OK, f"{name}: nobody gets in without an account")
    return CheckResult(_ASK, _OK, f"{name} gets in without an account")
