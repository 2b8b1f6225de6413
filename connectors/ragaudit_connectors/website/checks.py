"""Trying everything the connector can do, with the configured account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ragaudit.contracts import CheckResult, CheckState
from ragaudit.errors import NotFoundError
from ragaudit.model import Decision
from ragaudit_connectors.remote import tried
from ragaudit_connectors.website.answer import Answer, refusal
from ragaudit_connectors.website.passes import check_robots
from ragaudit_connectors.website.site import Site

if TYPE_CHECKING:
    from ragaudit_connectors.website.connector import WebsiteConnector

Trial = Callable[[], CheckResult]
_OK, _UNSUPPORTED = CheckState.OK, CheckState.UNSUPPORTED


def checks(connector: WebsiteConnector) -> Iterator[CheckResult]:
    """One result a capability; raises nothing."""
    yield tried("sign in", lambda: _sign_in(connector))
    yield tried("list", lambda: _list(connector))
    yield tried("read", lambda: _read(connector))
    yield tried("access", lambda: _access(connector))
    yield CheckResult("groups", _UNSUPPORTED, "a web site names no groups")
    for persona in connector.settings.personas:
        yield tried("ask as somebody", lambda name=persona: _ask(connector, name))  # type: ignore[misc]


def _start(site: Site) -> Answer:
    """The start page. Raises `SkipError` and `SourceError`."""
    _, answer = site.web.follow(site.scope.start, site.web.page, site.allows)
    if answer is None:
        raise NotFoundError("the start page cannot be read")
    if error := refusal(answer, site.web.signed_in):
        raise error
    return answer


def _sign_in(connector: WebsiteConnector) -> CheckResult:
    _start(connector.site)
    if not connector.site.web.signed_in:
        return CheckResult("sign in", _OK, "the site is read without signing in")
    return CheckResult("sign in", _OK, "the account is not refused")


def _list(connector: WebsiteConnector) -> CheckResult:
    listed, site = connector.listed(), connector.site
    slowly = f"; robots.txt asks for {site.robots.delay:g} s between requests"
    pace = slowly if site.robots.delay else ""
    if listed.found and connector.options.crawl is not True:
        check_robots(site, listed)
        return CheckResult("list", _OK, f"sitemaps list {len(listed.pages):,} pages{pace}")
    if connector.options.crawl is False:
        action = "name one under `options: {sitemaps: …}`, or allow `crawl`"
        return CheckResult("list", CheckState.FAILED, "no sitemap was found", action=action)
    check_robots(site, listed)
    _start(site)
    return CheckResult("list", _OK, f"links are followed from the start page{pace}")


def _read(connector: WebsiteConnector) -> CheckResult:
    size = len(_start(connector.site).data)
    return CheckResult("read", _OK, f"the start page has {size:,} bytes")


def _access(connector: WebsiteConnector) -> CheckResult:
    if connector.site.web.signed_in:
        detail = "with an account, who else may read a page is not known; configure `personas`"
        return CheckResult("access", _UNSUPPORTED, detail)
    return CheckResult("access", _OK, "pages served without signing in are known to be public")


def _ask(connector: WebsiteConnector, persona: str) -> CheckResult:
    asker = connector.asker(persona)
    found = asker.probe(connector.scope.start) if asker else None
    if found is None or found.decision is Decision.UNKNOWN:
        detail = found.detail if found else "no account is configured"
        return CheckResult(
            "ask as somebody", CheckState.FAILED, f"{persona}: {detail}", action="check `personas`"
        )
    return CheckResult("ask as somebody", _OK, f"{persona}: the start page {found.detail}")
