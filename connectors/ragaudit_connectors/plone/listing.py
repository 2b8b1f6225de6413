"""A pass over a site: the catalog, ordered by an id that never changes.

The interface counts places in a list from its start. Where items before a place were deleted in
the meantime, a page would begin too late and leave some out; so each page begins a little early,
and goes back further until it meets what was there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from ragaudit.contracts import Cursor, OtherFile, PassEnd, Ref, RefPage
from ragaudit.errors import CursorExpiredError, MalformedError
from ragaudit.model import Skip, SkipReason, SourceSettings
from ragaudit.text import matches
from ragaudit_connectors.parsing import format_of
from ragaudit_connectors.plone.api import Api
from ragaudit_connectors.plone.items import (
    FIELDS,
    Item,
    facts_of,
    format_of_file,
    item_of,
)
from ragaudit_connectors.plone.options import PloneOptions

PAGE = 100
SETTLED = timedelta(seconds=10)
"""How old a change must be before another in the same second can no longer follow it."""
SEARCH = "@search"
MOST_IDLE = 100
"""Pages in a row with nothing new, which new items before a place can bring about."""


class Pass:
    """One pass."""

    def __init__(
        self,
        settings: SourceSettings,
        options: PloneOptions,
        api: Api,
        root: str,
        settled: timedelta = SETTLED,
    ) -> None:
        self._settings, self._options, self._api, self._root = settings, options, api, root
        self._settled = settled

    def pages(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """Pages from a cursor on. Raises `SourceError`."""
        start, after = _read_cursor(cursor)
        self._api.sign_in()
        idle = 0
        while True:
            found = self._after(start, after)
            idle = 0 if found.items else idle + 1
            if idle > MOST_IDLE:
                raise MalformedError(f"{self._api.host} lists the same items without an end")
            if found.last:
                # Whoever is no longer let in is shown what is public, as if that were all.
                self._api.sign_in()
            start, after = found.next, found.items[-1].uid if found.items else after
            yield self._page(found, None if found.last else _cursor(start, after))
            if found.last:
                return

    def _after(self, start: int, after: str) -> Found:
        """The items that follow an id, from about a place on."""
        back = 1 if after else 0
        while True:
            begin = max(0, start - back)
            found = search(self._api, begin, PAGE + back)
            self._check_order(found)
            if begin == 0 or (found.items and found.items[0].uid <= after):
                return replace(found, items=[one for one in found.items if one.uid > after])
            back = min(start, back * 10) if found.items else start

    def _check_order(self, found: Found) -> None:
        """Whoever is out of order would be passed over, and count as gone."""
        ids = [item.uid for item in found.items]
        if ids != sorted(set(ids)):
            told = f"{self._api.host} does not list its items in the order of their ids"
            raise MalformedError(told, "rebuild the index UID of its catalog")

    def _page(self, found: Found, resume: Cursor | None) -> RefPage:
        refs, skips, others = [], [], []
        for listed in found.items:
            item = item_of(listed.values, self._root)
            if item is None:
                skips.append(self._odd())
                continue
            name = self._format(item)
            if name is None:
                others.append(OtherFile(item.path))
            elif self._wanted(item.path):
                refs.append(self._ref(item, name, found.now))
        end = PassEnd(whole=True) if found.last else None
        return RefPage(tuple(refs), (), tuple(skips), tuple(others), resume, end)

    def _ref(self, item: Item, format_name: str, now: datetime) -> Ref:
        # A page has its title in its text.
        title = item.text("Title") if item.is_file else ""
        stamp = self._stamp(item, now)
        return Ref(item.uid, item.path, 0, format_name, stamp, title, None, facts_of(item))

    def _format(self, item: Item) -> str | None:
        """The parser's name for it, empty to go by its path; None for what is no document."""
        if not self._options.is_document(item.text("portal_type")):
            return None
        if not item.is_file:
            return "html"
        if format_of(item.path, self._settings.formats) is not None:
            return ""
        return format_of_file(item) or None

    def _stamp(self, item: Item, now: datetime) -> str:
        """Its date of change, once no other change can have the same."""
        changed = item.modified
        if changed is None or now - changed < self._settled:
            return ""
        return item.text("modified")

    def _wanted(self, path: str) -> bool:
        settings = self._settings
        if any(matches(glob, path) for glob in settings.exclude):
            return False
        return not settings.include or any(matches(glob, path) for glob in settings.include)

    def _odd(self) -> Skip:
        told, action = "an item lies outside the site, or has no id", "reindex the catalog"
        return Skip(self._settings.id, "(odd item)", SkipReason.CORRUPT, told, action)


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the catalog in order of id."""

    items: list[Item]
    next: int
    """The place behind them."""
    last: bool
    """Whether nothing follows."""
    total: int
    now: datetime
    """The server's time."""


def search(api: Api, start: int, size: int, fields: Sequence[str] = FIELDS, **query: Any) -> Found:
    """Ask the catalog. Items that have expired or are not out yet are part of it.

    Raises `SourceError`.
    """
    params = {"sort_on": "UID", "b_start": start, "b_size": size, "show_inactive": 1, **query}
    read, now = api.dated_json(SEARCH, {**params, "metadata_fields": list(fields)})
    listed = read.get("items") if isinstance(read, dict) else None
    total = read.get("items_total") if isinstance(read, dict) else None
    if not isinstance(listed, list) or not isinstance(total, int):
        raise MalformedError(f"{api.host} answered a search with something else", "check `url`")
    items = [Item(one, "") for one in listed if isinstance(one, dict)]
    if len(items) < len(listed) or not all(item.uid for item in items):
        raise MalformedError(f"{api.host} lists items without an id", "reindex its catalog")
    following = start + len(items)
    return Found(items, following, not items or following >= total, total, now)


def _cursor(start: int, after: str) -> Cursor:
    return json.dumps({"start": start, "after": after})


def _read_cursor(cursor: Cursor | None) -> tuple[int, str]:
    if cursor is None:
        return 0, ""
    try:
        read = json.loads(cursor)
        return int(read["start"]), str(read["after"])
    except (ValueError, TypeError, KeyError) as error:
        raise CursorExpiredError("the place in the listing cannot be read") from error
