"""Each capability of a `mediawiki` source, tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ragaudit.contracts import CheckResult, CheckState
from ragaudit_connectors.mediawiki.people import directory_of
from ragaudit_connectors.mediawiki.refusals import safe
from ragaudit_connectors.remote import tried

if TYPE_CHECKING:
    from ragaudit_connectors.mediawiki.connector import MediaWikiConnector

_OK, _FAILED = CheckState.OK, CheckState.FAILED


def checks(source: MediaWikiConnector) -> Iterator[CheckResult]:
    """One result each; without a wiki or an account the others are not tried."""
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


def _sign_in(source: MediaWikiConnector) -> CheckResult:
    if source.api.account is None:
        return CheckResult("sign in", _OK, "no account is configured: only what is public is read")
    source.api.sign_in()
    return CheckResult("sign in", _OK, f"as {source.account.user or 'the owner of the token'}")


def _list(source: MediaWikiConnector) -> CheckResult:
    numbers = list(source.site.numbers(source.options.namespaces)) or source.site.content
    spaces = ", ".join(source.site.names.get(number) or "main" for number in numbers)
    count = "" if source.site.articles is None else f", {source.site.articles:,} content pages"
    return CheckResult("list", _OK, f"namespaces: {spaces}{count}")


def _read(source: MediaWikiConnector) -> CheckResult:
    for page in source.list_refs(None):
        if page.refs:
            source.fetch(page.refs[0])
            return CheckResult("read", _OK, "a page was read")
    return CheckResult("read", _OK, "there is no page to read")


def _access(source: MediaWikiConnector) -> CheckResult:
    readers = ", ".join(safe(name) if name != "*" else "*" for name in sorted(source.site.readers))
    told = f"group rights let {readers or 'nobody'} read"
    if source.options.page_restrictions == "unknown":
        told += "; what extensions and hooks refuse is not shown"
        action = "set `options: {page_restrictions: none}` if nothing else limits reading"
        return CheckResult("access", _FAILED, told + _limiting(source), action=action)
    if source.site.limiting and not source.options.namespace_readers:
        action = "write what it limits to `options: {namespace_readers: …}`"
        return CheckResult("access", _FAILED, told + _limiting(source), action=action)
    return CheckResult("access", _OK, f"{told}; nothing else limits it, as configured")


def _limiting(source: MediaWikiConnector) -> str:
    names = ", ".join(source.site.limiting)
    return f"; {names} is installed, which limits reading" if names else ""


def _groups(source: MediaWikiConnector) -> CheckResult:
    found = directory_of(source.api, source.site, source.namespace)
    told = f"{len(found.users):,} accounts and {len(found.groups):,} groups"
    return CheckResult("groups", _OK, told)


def _ask(source: MediaWikiConnector, name: str) -> CheckResult:
    asked = source.asked_as(source.persona(name))
    if asked.account is None:
        return CheckResult("ask as somebody", _OK, f"{name} does not sign in")
    asked.sign_in()
    return CheckResult("ask as somebody", _OK, f"{name} is let in")
