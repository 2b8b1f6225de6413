"""Each capability of a `plone` source, tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ragaudit.contracts import CheckResult, CheckState
from ragaudit.errors import ScopeMissingError
from ragaudit_connectors.plone.access import SITE_WIDE
from ragaudit_connectors.plone.items import Item, item_of, place_of
from ragaudit_connectors.plone.listing import search
from ragaudit_connectors.plone.options import WORKFLOWS
from ragaudit_connectors.plone.people import directory_of
from ragaudit_connectors.plone.rights import missing
from ragaudit_connectors.remote import tried

if TYPE_CHECKING:
    from ragaudit_connectors.plone.connector import PloneConnector

_OK, _FAILED, _NONE = CheckState.OK, CheckState.FAILED, CheckState.UNSUPPORTED


def checks(source: PloneConnector) -> Iterator[CheckResult]:
    """One result each; without a site or an account the others are not tried."""
    first = tried("sign in", lambda: _sign_in(source))
    yield first
    listed = tried("list", lambda: _list(source))
    yield listed
    if first.state is not _OK or listed.state is not _OK:
        return
    yield tried("read", lambda: _read(source))
    yield tried("access", lambda: _access(source))
    yield tried("groups", lambda: _groups(source))
    for name in source.settings.personas:
        yield tried("ask as somebody", lambda name=name: _ask(source, name))  # type: ignore[misc]


def _sign_in(source: PloneConnector) -> CheckResult:
    source.api.sign_in()
    if source.api.account is None:
        return CheckResult("sign in", _OK, "no account is configured: only what is public is read")
    return CheckResult("sign in", _OK, f"as {source.account.user or 'the owner of the token'}")


def _list(source: PloneConnector) -> CheckResult:
    source.root()
    return CheckResult("list", _OK, f"the catalog lists {search(source.api, 0, 1).total:,} items")


def _read(source: PloneConnector) -> CheckResult:
    root = source.root()
    for listed in search(source.api, 0, 100).items:
        item = item_of(listed.values, root)
        if item is not None and _is_page(source, item):
            answer = source.api.answer(place_of(item.path))
            if answer.ok:
                return CheckResult("read", _OK, "a page was read")
            action = "give the account the role Reader in the site"
            told = f"a page was refused ({answer.status})"
            return CheckResult("read", _FAILED, told, action=action)
    return CheckResult("read", _OK, "there is no page among the first items to read")


def _is_page(source: PloneConnector, item: Item) -> bool:
    return source.options.is_document(item.text("portal_type")) and not item.is_file


def _access(source: PloneConnector) -> CheckResult:
    if source.options.access == "public":
        told = "only what may be read without signing in is told, as configured"
        return CheckResult("access", _OK, told)
    if not source.rights.may_see_roles():
        raise missing(source.api)
    hidden = sorted(source.options.roles - SITE_WIDE - (source.rights.roles_seen() or frozenset()))
    if hidden:
        told = f"who has {', '.join(hidden)} in an item is not shown to the account"
        scope = ", ".join(f"Sharing page: Delegate {role} role" for role in hidden)
        raise ScopeMissingError("access", scope, told)
    if not source.options.workflows and not source.options.view:
        told = "local roles are shown, but not which roles may view in which state"
        action = f"set `options: {{workflows: [{WORKFLOWS[0]}]}}` if that is the site's, or `view`"
        return CheckResult("access", _FAILED, told, action=action)
    return CheckResult("access", _OK, "local roles are shown")


def _groups(source: PloneConnector) -> CheckResult:
    if source.options.access == "public":
        return CheckResult("groups", _NONE, "not asked for, as configured")
    found = directory_of(source.api, source.namespace)
    told = f"{len(found.users):,} accounts and {len(found.groups):,} groups and roles"
    return CheckResult("groups", _OK, told)


def _ask(source: PloneConnector, name: str) -> CheckResult:
    asked = source.asked_as(source.persona(name))
    if asked.account is None:
        return CheckResult("ask as somebody", _OK, f"{name} does not sign in")
    if asked.is_in():
        return CheckResult("ask as somebody", _OK, f"{name} is let in")
    told = f"{name} is not let in"
    return CheckResult("ask as somebody", _FAILED, told, action="check `personas`")
