"""A pass over a wiki: everything in one answer, cut into pages here.

The interface lists all pages below a namespace at once, and neither in parts nor namespaces alone.
Pages come with the MD5 of their text, so two edits in one second are told apart; media come
without, as the wiki would have to read every file in every pass.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ragaudit.contracts import Cursor, OtherFile, PassEnd, Ref, RefPage
from ragaudit.errors import CursorExpiredError, MalformedError, ScopeMissingError
from ragaudit.model import Skip, SkipReason, SourceSettings
from ragaudit.text import matches
from ragaudit_connectors.dokuwiki.answers import AnswerError, rows
from ragaudit_connectors.dokuwiki.api import Api
from ragaudit_connectors.dokuwiki.items import Item, Kind, item_of, listed_facts
from ragaudit_connectors.dokuwiki.options import DokuWikiOptions
from ragaudit_connectors.parsing import format_of

KINDS: tuple[Kind, ...] = ("page", "media")
PAGE = 200
DEPTH = 1_000
"""Newer releases answer without a depth from their search index, which lacks new pages."""
SETTLED = timedelta(seconds=10)
"""How old a change must be before another in the same second can no longer follow it."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass."""

    settings: SourceSettings
    options: DokuWikiOptions
    api: Api
    settled: timedelta = SETTLED

    def pages(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """Pages from a cursor on. Raises `SourceError`."""
        after = _read_cursor(cursor)
        self.api.sign_in()
        found, skips = self._everything()
        left = [item for item in found if item.native_id > after]
        while len(left) > PAGE:
            batch, left = left[:PAGE], left[PAGE:]
            yield self._page(batch, (), json.dumps({"after": batch[-1].native_id}), None)
        whole = all(skip.reason is not SkipReason.FORBIDDEN for skip in skips)
        yield self._page(left, skips, None, PassEnd(whole))

    def _everything(self) -> tuple[list[Item], tuple[Skip, ...]]:
        """Everything in order, each once, and what of it cannot be had."""
        found: dict[str, Item] = {}
        skips: dict[Skip, None] = {}
        for root in self.options.roots:
            for kind in KINDS if self.options.media else KINDS[:1]:
                for listed in self._listed(kind, root, skips):
                    item = item_of(kind, listed)
                    if item is None:
                        skips[self._odd()] = None
                    else:
                        found[item.native_id] = item
        return [found[name] for name in sorted(found)], tuple(skips)

    def _listed(self, kind: Kind, root: str, skips: dict[Skip, None]) -> list[dict[str, Any]]:
        method = "dokuwiki.getPagelist" if kind == "page" else "wiki.getAttachments"
        options = {"depth": DEPTH, "hash": kind == "page"}
        try:
            return rows(self.api.needed("list", method, root, options))
        except ScopeMissingError:
            # Older releases list no media to whom the namespace itself is closed.
            if kind == "page":
                raise
            skips[self._closed()] = None
            return []
        except AnswerError as error:
            raise MalformedError(f"{self.api.host}: {error}", "check `url`") from error

    def _page(
        self, items: list[Item], skips: tuple[Skip, ...], resume: Cursor | None, end: PassEnd | None
    ) -> RefPage:
        refs, others = [], []
        for item in items:
            if item.kind == "media" and format_of(item.path, self.settings.formats) is None:
                others.append(OtherFile(item.path))
            elif self._wanted(item.path):
                refs.append(self._ref(item))
        return RefPage(tuple(refs), (), skips, tuple(others), resume, end)

    def _ref(self, item: Item) -> Ref:
        name = "html" if item.kind == "page" else ""
        facts = listed_facts(item, self.api.url)
        return Ref(
            item.native_id, item.path, item.size, name, self._stamp(item), "", None, facts
        )  # fmt: skip

    def _stamp(self, item: Item) -> str:
        """Its second of change with what else tells; empty while the second may see another."""
        if item.changed is None:
            return ""
        if item.digest:
            return f"{item.changed} {item.digest}"
        now = self.api.now or datetime.now(UTC)
        if abs(now.timestamp() - item.changed) < self.settled.total_seconds():
            return ""
        return f"{item.changed} {item.size}"

    def _wanted(self, path: str) -> bool:
        settings = self.settings
        if any(matches(glob, path) for glob in settings.exclude):
            return False
        return not settings.include or any(matches(glob, path) for glob in settings.include)

    def _closed(self) -> Skip:
        told = "the account may not list the uploaded files"
        action = "let it read the top namespace, or name `options: {namespaces: […]}` it may read"
        return Skip(self.settings.id, "(media)", SkipReason.FORBIDDEN, told, action)

    def _odd(self) -> Skip:
        told, action = "something is listed by a name no page has", "look at the wiki's data folder"
        return Skip(self.settings.id, "(odd names)", SkipReason.CORRUPT, told, action)


def _read_cursor(cursor: Cursor | None) -> str:
    if cursor is None:
        return ""
    try:
        return str(json.loads(cursor)["after"])
    except (ValueError, TypeError, KeyError) as error:
        raise CursorExpiredError("the place in the listing cannot be read") from error
