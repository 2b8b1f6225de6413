"""A pass over a wiki: all pages of each namespace, in order of title.

A page that is renamed meanwhile may leave the part that is still to come for the part that was
listed already. Such pages are looked up in the log of moves at the end, so that none gets lost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ragaudit.contracts import Cursor, OtherFile, PassEnd, Ref, RefPage
from ragaudit.errors import CursorExpiredError, MalformedError
from ragaudit.model import Skip, SkipReason, SourceSettings
from ragaudit.text import matches
from ragaudit_connectors.mediawiki.api import Api, going_on
from ragaudit_connectors.mediawiki.options import MediaWikiOptions
from ragaudit_connectors.mediawiki.pages import Page, facts_of, page_of
from ragaudit_connectors.mediawiki.site import Site
from ragaudit_connectors.remote import moment

BY_ID = 50
"""Pages that may be asked for by their ids at once."""
MOST_PARTS = 1_000
"""Answers that one batch of a listing may come in."""
SETTLED = timedelta(seconds=10)
"""How old a change must be before another in the same second can no longer follow it."""
_PROPS = {
    "prop": "info|revisions",
    "inprop": "url",
    "rvprop": "ids|timestamp",
    "curtimestamp": "1",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pass is."""

    since: str
    """When it began, by the wiki's clock."""
    namespace: int = -1
    """What comes before is listed."""
    going_on: Mapping[str, str] | None = None
    """How the wiki wants to be asked for the rest of the namespace."""


class Pass:
    """One pass."""

    def __init__(
        self,
        settings: SourceSettings,
        options: MediaWikiOptions,
        api: Api,
        site: Site,
        access_key: str,
        settled: timedelta = SETTLED,
    ) -> None:
        self._settings, self._options, self._api, self._site = settings, options, api, site
        self._access_key, self._settled = access_key, settled
        chosen = site.numbers(options.namespaces) if options.namespaces else site.content
        self.namespaces = tuple(sorted(set(chosen)))

    def pages(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """Pages from a cursor on. Raises `SourceError`."""
        place = _read(cursor) if cursor else Place(self._site.now)
        seen: set[str] = set()
        for number in self.namespaces:
            if number < place.namespace:
                continue
            following = place.going_on if number == place.namespace else None
            while True:
                found, following = self._batch(number, following, seen)
                after = Place(place.since, number if following else number + 1, following)
                yield self._page(found, _written(after))
                if not following:
                    break
        yield self._page(self._moved(place.since), None, PassEnd(whole=True))

    def _batch(
        self, number: int, following: Mapping[str, str] | None, seen: set[str]
    ) -> tuple[list[dict[str, Any]], Mapping[str, str] | None]:
        """Some of a namespace, and how to ask for what follows."""
        query = {
            **_PROPS,
            "generator": "allpages",
            "gapnamespace": str(number),
            "gaplimit": str(self._options.page_size),
        }
        return self._complete(query, following, seen)

    def _complete(
        self, query: Mapping[str, str], following: Mapping[str, str] | None, seen: set[str]
    ) -> tuple[list[dict[str, Any]], Mapping[str, str] | None]:
        """An answer in as many parts as the wiki makes of it."""
        pages: dict[int, dict[str, Any]] = {}
        for _ in range(MOST_PARTS):
            answer = self._api.query(**{**query, **(following or {})})
            now = str(answer.get("curtimestamp", ""))
            for one in pages_of(answer, self._api.host):
                pages[one["pageid"]] = {**pages.get(one["pageid"], {}), **one, "asked": now}
            following = going_on(answer, seen, self._api.host)
            if answer.get("batchcomplete"):
                return list(pages.values()), following
            if following is None:
                break
        raise MalformedError(
            f"{self._api.host} does not finish a listing", "run again to go on from there"
        )

    def _moved(self, since: str) -> list[dict[str, Any]]:
        """The pages renamed since then, where they are now."""
        ids: set[int] = set()
        seen: set[str] = set()
        following: Mapping[str, str] | None = {}
        while following is not None:
            asked = {"list": "logevents", "letype": "move", "leprop": "ids", "lelimit": "500"}
            answer = self._api.query(**asked, leend=since, **following)
            ids |= set(_logged(answer))
            following = going_on(answer, seen, self._api.host)
        found: list[dict[str, Any]] = []
        for batch in _batches(sorted(ids), BY_ID):
            query = {**_PROPS, "pageids": "|".join(map(str, batch))}
            pages, _ = self._complete(query, None, set())
            found += [one for one in pages if one.get("ns") in self.namespaces]
        return found

    def _page(
        self, found: Iterable[dict[str, Any]], resume: Cursor | None, end: PassEnd | None = None
    ) -> RefPage:
        refs, skips, others = [], [], []
        for values in found:
            page = page_of(values)
            if page is None:
                skips.append(self._odd())
            elif not page.is_document:
                others.append(OtherFile(page.path))
            elif self._wanted(page.path):
                refs.append(self._ref(page))
        return RefPage(tuple(refs), (), tuple(skips), tuple(others), resume, end)

    def _ref(self, page: Page) -> Ref:
        key = (self._access_key, page.namespace, page.path)
        return Ref(
            native_id=str(page.id),
            path=page.path,
            size=page.size,
            format="html",
            stamp=self._stamp(page),
            access_stamp=hashlib.sha256(repr(key).encode()).hexdigest()[:32],
            facts=facts_of(page),
        )

    def _stamp(self, page: Page) -> str:
        """The revision; with templates also when it last looked different, once that is over."""
        if not self._options.follow_templates:
            return str(page.revision)
        touched, now = moment(page.touched), moment(page.asked)
        if touched is None or now is None or now - touched < self._settled:
            return ""
        return f"{page.revision} {page.touched}"

    def _wanted(self, path: str) -> bool:
        settings = self._settings
        if any(matches(glob, path) for glob in settings.exclude):
            return False
        return not settings.include or any(matches(glob, path) for glob in settings.include)

    def _odd(self) -> Skip:
        told, action = "a page has no usable title or revision", "run rebuildall.php on the wiki"
        return Skip(self._settings.id, "(odd page)", SkipReason.CORRUPT, told, action)


def pages_of(answer: Mapping[str, Any], host: str) -> list[dict[str, Any]]:
    """The pages of an answer that exist. Raises `MalformedError`."""
    query = answer.get("query", {})
    listed = query.get("pages", []) if isinstance(query, dict) else None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise MalformedError(f"{host} answered a query with something else", "check `url`")
    there = [one for one in listed if not one.get("missing") and not one.get("invalid")]
    if not all(isinstance(one.get("pageid"), int) for one in there):
        raise MalformedError(f"{host} lists pages without an id", "check `url`")
    return there


def _logged(answer: Mapping[str, Any]) -> Iterator[int]:
    query = answer.get("query")
    events = query.get("logevents") if isinstance(query, dict) else None
    for event in events if isinstance(events, list) else ():
        # One is the page that was moved, the other what is now where it was.
        for key in ("logpage", "pageid"):
            number = event.get(key) if isinstance(event, dict) else None
            if isinstance(number, int) and number > 0:
                yield number


def _batches(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _written(place: Place) -> Cursor:
    return json.dumps([place.since, place.namespace, place.going_on])


def _read(cursor: Cursor) -> Place:
    try:
        since, number, going_on = json.loads(cursor)
        kept = None if going_on is None else {str(k): str(v) for k, v in going_on.items()}
        return Place(str(since), int(number), kept)
    except (ValueError, TypeError, AttributeError) as error:
        raise CursorExpiredError("the place in the listing cannot be read") from error
