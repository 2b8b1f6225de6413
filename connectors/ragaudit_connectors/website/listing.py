"""Listing a site by its sitemaps: pages are not read, and asked for only where nothing is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from ragaudit.contracts import OtherFile
from ragaudit.errors import NotFoundError, SkipError
from ragaudit.model import SkipReason
from ragaudit_connectors.remote import moment
from ragaudit_connectors.website.answer import Validators, refusal
from ragaudit_connectors.website.formats import by_answer, by_name
from ragaudit_connectors.website.scope import path_of
from ragaudit_connectors.website.site import Gone, Item, Site
from ragaudit_connectors.website.sitemaps import Listed

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_IS_OVER = timedelta(days=2)
"""After its start, everywhere on earth."""
_SETTLED = timedelta(minutes=1)


class Listing:
    """What sitemaps list, in order of address, after one of them."""

    def __init__(self, site: Site, listed: Listed, after: str = "") -> None:
        self._site, self._listed, self._after = site, listed, after
        self.broken = False
        """Whether anything could not be told, so that nothing may count as gone."""

    def __iter__(self) -> Iterator[tuple[str, list[Item]]]:
        """Each address with what there is to say about it."""
        for address in sorted(self._listed.pages):
            if address > self._after:
                yield address, self._items(address, self._listed.pages[address])

    def _items(self, address: str, lastmod: str) -> list[Item]:
        site = self._site
        form = by_name(address, site.settings.formats)
        if form is None or not site.wants(path_of(address)) or not site.allows(address):
            return [OtherFile(path_of(address))]
        now = site.clock()
        if site.options.trust_lastmod and is_settled(lastmod, now):
            # Who may read it is asked for once a day; nothing in a sitemap would tell.
            day = "" if site.web.signed_in else f"as on {now.astimezone(UTC).date()}"
            stamp = f"lastmod {lastmod}"
            return [site.ref(address, form, stamp, lastmod=lastmod, access_stamp=day or None)]
        try:
            return self._asked(address, form, lastmod)
        except NotFoundError:
            return [Gone(address)]
        except SkipError as error:
            self.broken = self.broken or error.reason is SkipReason.UNREACHABLE
            return [site.skip(address, error)]

    def _asked(self, address: str, name: str, lastmod: str) -> list[Item]:
        site = self._site
        chain, answer = site.web.follow(
            address, site.web.head, site.allows, stop=lambda one: one in self._listed.pages
        )
        if answer is None:
            return [OtherFile(path_of(address))]
        if error := refusal(answer, site.web.signed_in):
            raise error
        form = by_answer(answer.content_type, name)
        if form is None:
            return [OtherFile(path_of(address))]
        if answer.data and len(chain) == 1:
            site.held.put(address, answer)
        site.saw(address, answer, "GET" if answer.data else "HEAD")
        validators = Validators.of(answer.headers)
        return [
            site.ref(
                address,
                form,
                validators.stamp,
                size=answer.size,
                modified=validators.modified,
                lastmod=lastmod,
            )
        ]


def is_settled(lastmod: str, now: datetime) -> bool:
    """Whether a page that changes once more gets another `lastmod`.

    One that names the day alone stays as it is until the day is over.
    """
    when = moment(lastmod)
    if when is None:
        return False
    return now - when >= (_DAY_IS_OVER if _DAY.fullmatch(lastmod) else _SETTLED)
