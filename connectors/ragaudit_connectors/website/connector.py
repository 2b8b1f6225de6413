"""The `website` connector."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from ragaudit.contracts import (
    Capabilities,
    CheckResult,
    Cursor,
    Deletes,
    Fetched,
    Incremental,
    Probed,
    Ref,
    RefPage,
    Support,
)
from ragaudit.errors import CursorExpiredError, NotFoundError, SkipError
from ragaudit.model import AccessPolicy, SkipReason, SourceSettings
from ragaudit_connectors.remote import Account, Asking, RemoteBase, now, read_options
from ragaudit_connectors.website.access import SIGNED_IN, Asker, policy_of
from ragaudit_connectors.website.answer import as_stated, refusal
from ragaudit_connectors.website.checks import checks
from ragaudit_connectors.website.formats import by_answer, by_name
from ragaudit_connectors.website.memory import Memory
from ragaudit_connectors.website.options import WebsiteOptions
from ragaudit_connectors.website.passes import by_links, by_sitemaps, check_robots, told_by
from ragaudit_connectors.website.robots import read_robots
from ragaudit_connectors.website.scope import Scope
from ragaudit_connectors.website.site import Site
from ragaudit_connectors.website.sitemaps import Listed, Sitemaps
from ragaudit_connectors.website.web import Web

_NOBODY = frozenset({"anonymous", "nobody", "public"})


class WebsiteConnector(RemoteBase):
    """Pages of one web site, listed by its sitemaps or found by following its links."""

    def __init__(
        self,
        settings: SourceSettings,
        asking: Asking | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        super().__init__(settings, asking)
        self._clock = clock
        self._askers: dict[str, Asker] = {}

    @cached_property
    def options(self) -> WebsiteOptions:
        """What the user says about the site. Raises `UsageError`."""
        return read_options(self.settings, WebsiteOptions)

    @cached_property
    def scope(self) -> Scope:
        """Which addresses belong to it. Raises `UsageError`, `AuthInvalidError`."""
        return Scope.of(self.settings.url) if self.url else Scope.of("")

    @cached_property
    def site(self) -> Site:
        """The site with its robots.txt read. Raises `SourceError`."""
        web = self._web(self.account)
        robots = read_robots(web)
        if robots.delay:
            # What the site asks for and what the user allows: the slower counts.
            rates = (self.asking.settings.max_rps, 1 / robots.delay)
            slowest = min(rate for rate in rates if rate)
            self.asking.settings = replace(self.asking.settings, max_rps=slowest)
        return Site(self.settings, self.options, self.scope, web, robots, self._clock)

    def capabilities(self) -> Capabilities:
        """See `RemoteConnector.capabilities`."""
        credentials = self.settings.auth
        signed_in = bool(credentials.password_env or credentials.token_env)
        return Capabilities(
            changed=Support.PROXY,
            access=Support.NONE if signed_in else Support.PROXY,
            incremental=Incremental.VERSION,
            deletes=Deletes.SNAPSHOT,
            impersonate=bool(self.settings.personas),
        )

    def check(self) -> Iterator[CheckResult]:
        """See `RemoteConnector.check`."""
        return checks(self)

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """See `RemoteConnector.list_refs`: by sitemaps where there are any, else by links."""
        told = told_by(cursor, self._key)
        site = self.site
        site.start_pass()
        listed = self.listed()
        for note in listed.notes:
            site.note(note)
        check_robots(site, listed)
        if self._crawls(listed, told):
            if "after" in told:
                raise CursorExpiredError("the site no longer has the sitemap it was listed by")
            memory = Memory.of(told) if told else Memory({}, {})
            yield from by_links(site, memory, sorted(listed.pages), self._key)
        else:
            yield from by_sitemaps(site, listed, self._key, told.get("after", ""))

    def fetch(self, ref: Ref) -> Fetched:
        """See `RemoteConnector.fetch`."""
        site, address = self.site, ref.native_id
        answer = site.held.take(address)
        if answer is None:
            _, answer = site.web.follow(
                address, site.web.page, site.allows, stop=lambda one: one in site.pages
            )
            if answer is None:
                told = "is sent on to another page, which is listed by itself"
                raise NotFoundError(told, "take the address out of the sitemap")
            if error := refusal(answer, site.web.signed_in):
                raise error
            site.saw(address, answer)
        if by_answer(answer.content_type, by_name(address, self.settings.formats)) is None:
            told = answer.content_type.partition(";")[0][:60] or "something else"
            raise SkipError(SkipReason.UNSUPPORTED, f"is {told}, which is no document")
        return Fetched(as_stated(answer))

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """See `RemoteConnector.fetch_access`: a page served to nobody in particular is public."""
        if self.site.web.signed_in:
            # Nothing is known then, and saying so would silence what the configuration says.
            return
        for ref in refs:
            yield ref, policy_of(self.site, ref.native_id)

    def probe_as(self, persona: str, ref: Ref) -> Probed | None:
        """See `RemoteConnector.probe_as`."""
        asker = self.asker(persona)
        return asker.probe(ref.native_id) if asker else None

    def asker(self, persona: str) -> Asker | None:
        """Who asks as somebody; None where no account is configured. Raises `AuthInvalidError`."""
        account = self.persona(persona)
        if account is None and persona not in _NOBODY:
            return None
        if persona not in self._askers:
            nobody = self._web(None)
            web = self._web(account) if account else nobody
            self._askers[persona] = Asker(self.site, web, nobody if account else None)
        return self._askers[persona]

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        if "site" in self.__dict__:
            yield from self.site.notes
            if self.site.web.signed_in:
                yield SIGNED_IN

    def listed(self) -> Listed:
        """What the sitemaps say. Raises `SourceError`."""
        maps = Sitemaps(self.site.web, self.site.robots, self.options.max_pages)
        named = self.options.sitemaps
        if named is True:
            return maps.found()
        return maps.named(named) if named else Listed()

    def _crawls(self, listed: Listed, told: Mapping[str, Any]) -> bool:
        if self.options.crawl is not None:
            return self.options.crawl
        # A pass that was cut off goes on as it began.
        return not listed.found or told.get("done") is False

    def _web(self, account: Account | None) -> Web:
        return Web(self.scope, self.settings, self.asking, account)

    @property
    def _key(self) -> str:
        """What a cursor is good for: the same address, options and globs."""
        settings = self.settings
        parts = (settings.url, sorted(settings.options.items()), settings.include, settings.exclude)
        return hashlib.sha256(repr((parts, sorted(settings.formats.items()))).encode()).hexdigest()[
            :16
        ]
