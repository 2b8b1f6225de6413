"""One pass over a site as pages of references, each with where to go on from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ragaudit.contracts import Cursor, OtherFile, PassEnd, Ref, RefPage
from ragaudit.errors import (
    AuthInvalidError,
    CursorExpiredError,
    ForbiddenError,
    MalformedError,
    ScopeMissingError,
    SkipError,
    SourceError,
    TransientError,
)
from ragaudit.model import Skip, SkipReason
from ragaudit_connectors.website.answer import SignInError
from ragaudit_connectors.website.crawl import Crawl
from ragaudit_connectors.website.listing import Listing
from ragaudit_connectors.website.memory import Memory
from ragaudit_connectors.website.robots import AGENT
from ragaudit_connectors.website.site import Gone, Item, Site
from ragaudit_connectors.website.sitemaps import Listed

PAGE = 100
_VERSION = 1


def told_by(cursor: Cursor | None, key: str) -> dict[str, Any]:
    """The parts of a cursor. Raises `CursorExpiredError`."""
    if cursor is None:
        return {}
    try:
        told = json.loads(cursor)
        known = told["version"] == _VERSION and told["key"] == key
    except (ValueError, LookupError, TypeError) as error:
        raise CursorExpiredError("the cursor cannot be read") from error
    if not known or not ("after" in told or "crawl" in told):
        raise CursorExpiredError("the source is configured in another way than before")
    found: dict[str, Any] = told
    return found


def check_robots(site: Site, listed: Listed) -> None:
    """Raise an error where robots.txt lets nobody in: nothing listed is not nothing there."""
    wanted = (site.scope.start, *listed.pages)
    if not any(site.robots.allows(address) for address in wanted):
        raise ScopeMissingError(
            "list",
            f"Allow: {site.scope.prefix}",
            f"{site.scope.host}: robots.txt lets no crawler named {AGENT} in",
            f"allow it in robots.txt under `User-agent: {AGENT}`",
        )


def by_sitemaps(site: Site, listed: Listed, key: str, after: str) -> Iterator[RefPage]:
    """What the sitemaps list, after an address."""
    listing, items, last = Listing(site, listed, after), list[Item](), after
    for address, found in listing:
        if len(items) >= PAGE:
            resume = json.dumps({"version": _VERSION, "key": key, "after": last})
            yield _page(items, resume)
            items = []
        items += found
        last = address
    whole = listed.whole and not listing.broken
    yield _page(items, None, PassEnd(whole))


def by_links(site: Site, memory: Memory, seeds: Iterable[str], key: str) -> Iterator[RefPage]:
    """What links lead to from the start. Raises `SourceError` where that cannot be had."""
    crawl, items = Crawl(site, memory, (site.scope.start, *seeds)), list[Item]()
    for found in crawl:
        if crawl.error is not None and len(memory.nodes) == 1:
            raise _start_failed(site, crawl.error)
        items += found
        if len(items) >= PAGE:
            yield _page(items, memory.write(key, done=False))
            items = []
    _note_limits(site, crawl)
    whole = not (memory.broken or crawl.stopped)
    yield _page(items, None, PassEnd(whole, memory.write(key, done=True)))


def _page(items: list[Item], resume: Cursor | None, end: PassEnd | None = None) -> RefPage:
    return RefPage(
        refs=tuple(item for item in items if isinstance(item, Ref)),
        gone=tuple(item.address for item in items if isinstance(item, Gone)),
        skips=tuple(item for item in items if isinstance(item, Skip)),
        other=tuple(item for item in items if isinstance(item, OtherFile)),
        resume=resume,
        end=end,
    )


def _note_limits(site: Site, crawl: Crawl) -> None:
    options = site.options
    if crawl.stopped:
        site.note(
            f"more than {options.max_pages:,} addresses are linked; the rest was not asked for "
            "(`options: {max_pages: …}`)"
        )
    if len(crawl.memory.nodes) == 1:
        site.note("the start page has no links; pages that only scripts lead to are not seen")
    if crawl.deeper:
        site.note(
            f"links lead more than {options.max_depth} steps from the start; those pages were not "
            "asked for (`options: {max_depth: …}`)"
        )


def _start_failed(site: Site, error: SkipError) -> SourceError:
    told = f"{site.scope.host}: the start page {error.detail}"
    if isinstance(error, SignInError):
        return AuthInvalidError(told, "name an account under `auth`")
    if isinstance(error, ForbiddenError):
        return ScopeMissingError("list", "read", told)
    if error.reason is SkipReason.UNREACHABLE:
        return TransientError(told, error.action)
    return MalformedError(told, error.action or "check `url`")
