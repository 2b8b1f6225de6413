"""Each capability of a `dokuwiki` source, tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ragaudit.contracts import CheckResult, CheckState, Ref
from ragaudit.errors import AuthExpiredError, AuthInvalidError
from ragaudit_connectors.remote import tried

if TYPE_CHECKING:
    from ragaudit_connectors.dokuwiki.connector import DokuWikiConnector

_OK, _FAILED, _NONE = CheckState.OK, CheckState.FAILED, CheckState.UNSUPPORTED


def checks(source: DokuWikiConnector) -> Iterator[CheckResult]:
    """One result each; without a wiki or an account the others are not tried."""
    first = tried("sign in", lambda: _sign_in(source))
    yield first
    refs: list[Ref] = []
    listed = tried("list", lambda: _list(source, refs))
    yield listed
    if first.state is not _OK or listed.state is not _OK:
        return
    yield tried("read", lambda: _read(source, refs))
    yield tried("access", lambda: _access(source))
    told = "DokuWiki tells neither accounts nor groups: name them under `identities`"
    yield CheckResult("groups", _NONE, told)
    for name in source.settings.personas:
        yield tried("ask as somebody", lambda name=name: _ask(source, name))  # type: ignore[misc]


def _sign_in(source: DokuWikiConnector) -> CheckResult:
    release = source.api.sign_in()
    if source.api.account is None:
        told = f"no account is configured: only what is public is read ({release})"
        return CheckResult("sign in", _OK, told)
    return CheckResult("sign in", _OK, f"as {source.account.user or 'a token'} ({release})")


def _list(source: DokuWikiConnector, refs: list[Ref]) -> CheckResult:
    """Fills `refs`, for what is tried afterwards."""
    pages = list(source.list_refs(None))
    refs += (ref for page in pages for ref in page.refs)
    closed = next((skip for page in pages for skip in page.skips), None)
    told = f"{len(refs):,} documents"
    if closed is not None:
        return CheckResult("list", _OK, f"{told}; {closed.detail}", "", closed.action)
    return CheckResult("list", _OK, told)


def _read(source: DokuWikiConnector, refs: list[Ref]) -> CheckResult:
    ref = next((ref for ref in refs if ref.format == "html"), None)
    if ref is None:
        return CheckResult("read", _OK, "there is no page to read")
    source.fetch(ref)
    return CheckResult("read", _OK, "a page was read")


def _access(source: DokuWikiConnector) -> CheckResult:
    if source.options.access == "public":
        told = "only what may be read without signing in is told, as configured"
        return CheckResult("access", _OK, told)
    rights = source.new_rights()
    told = f"{len(rights.lines):,} lines; {len(rights.implicit)} superusers or groups of them known"
    if rights.templates and rights.doubtful:
        action = "set `options: {wildcards: none}` or `used`"
        wild = f"; {len(rights.templates)} may stand for %USER% or %GROUP%"
        return CheckResult("access", _OK, told + wild, "", action)
    return CheckResult("access", _OK, told)


def _ask(source: DokuWikiConnector, name: str) -> CheckResult:
    asker = source.asker(name)
    if asker is None or asker.api.account is None:
        return CheckResult("ask as somebody", _OK, f"{name} does not sign in")
    try:
        admitted = asker.admitted()
    except (AuthInvalidError, AuthExpiredError):
        told = f"{name} is not let in"
        return CheckResult("ask as somebody", _FAILED, told, action="check `personas`")
    how = "" if admitted else ", though not to the remote interface: the web is asked"
    return CheckResult("ask as somebody", _OK, f"{name} is let in{how}")
