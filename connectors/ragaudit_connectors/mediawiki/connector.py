"""The `mediawiki` connector."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import httpx

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
from ragaudit.errors import ItemError, MalformedError, TooLargeError
from ragaudit.model import AccessPolicy, Directory, SkipReason, SourceFacts, SourceSettings
from ragaudit_connectors.mediawiki.access import Observer
from ragaudit_connectors.mediawiki.api import Api
from ragaudit_connectors.mediawiki.listing import SETTLED, Pass
from ragaudit_connectors.mediawiki.options import MediaWikiOptions
from ragaudit_connectors.mediawiki.pages import history
from ragaudit_connectors.mediawiki.people import directory_of
from ragaudit_connectors.mediawiki.probing import Stranger, probe
from ragaudit_connectors.mediawiki.refusals import UnknownCodeError
from ragaudit_connectors.mediawiki.rendering import Renderer
from ragaudit_connectors.mediawiki.site import Site, read_site
from ragaudit_connectors.mediawiki.templates import stated
from ragaudit_connectors.remote import Account, Asking, RemoteBase, now, read_options

ENVELOPE = 1_000_000
"""Bytes an answer may have besides the text."""
_LIMITS = (
    "what extensions and hooks refuse is not shown by MediaWiki; who may read single pages is left "
    "open until `options: {page_restrictions: none}` says that nothing but groups decides"
)
_PROXIES = "MediaWiki names no owner of a page; first and last editor are proxies"


class MediaWikiConnector(RemoteBase):
    """Pages of one wiki."""

    own_namespace = True

    def __init__(
        self,
        settings: SourceSettings,
        asking: Asking | None = None,
        clock: Callable[[], datetime] = now,
        settled: timedelta = SETTLED,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__(settings, asking)
        self.options = read_options(settings, MediaWikiOptions)
        self._clock, self._settled, self._transport = clock, settled, transport

    @cached_property
    def api(self) -> Api:
        """The wiki, asked as the auditor."""
        return self.asked_as(self.account)

    @cached_property
    def site(self) -> Site:
        """What the wiki says about itself in this pass. Raises `SourceError`."""
        return read_site(self.api)

    @cached_property
    def stranger(self) -> Stranger:
        """The wiki, asked as nobody. Raises `SourceError`."""
        return Stranger(self.asked_as(None), self.site)

    def asked_as(self, account: Account | None) -> Api:
        """The wiki, asked as somebody; None, or an account without a secret, is nobody."""
        return Api(self.url, self.asking, account, self.settings.sync, self._transport)

    def capabilities(self) -> Capabilities:
        """See `RemoteConnector.capabilities`."""
        stated = self.options.template_fields
        return Capabilities(
            owner=Support.CONFIG if "owner" in stated else Support.PROXY,
            changed=Support.NATIVE,
            review=Support.CONFIG if {"reviewed", "review_due"} & set(stated) else Support.NONE,
            expiry=Support.CONFIG if "expires" in stated else Support.NONE,
            access=Support.CONFIG,
            groups=Support.NATIVE,
            incremental=Incremental.VERSION,
            deletes=Deletes.SNAPSHOT,
            access_incremental=True,
            impersonate=True,
        )

    def check(self) -> Iterator[CheckResult]:
        """See `RemoteConnector.check`."""
        from ragaudit_connectors.mediawiki.checks import checks

        yield from checks(self)

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """See `RemoteConnector.list_refs`; every pass lists everything."""
        for known in ("site", "stranger", "_renderer"):
            self.__dict__.pop(known, None)
        yield from self._pass().pages(cursor)

    def _pass(self) -> Pass:
        key = self._access_key()
        return Pass(self.settings, self.options, self.api, self.site, key, self._settled)

    def _access_key(self) -> str:
        """Changes whenever access lists have to be made anew.

        What strangers are shown is asked every day, or every week where each page is a request.
        """
        site, options = self.site, self.options
        today = self._clock().date()
        when = today.isocalendar()[:2] if site.private else today
        declared = sorted(options.namespace_readers.items())
        key = (
            sorted(site.readers), options.page_restrictions, declared,
            when if options.ask_anonymously else None,
        )  # fmt: skip
        return hashlib.sha256(repr(key).encode()).hexdigest()

    def fetch(self, ref: Ref) -> Fetched:
        """See `RemoteConnector.fetch`."""
        parsed = self._parsed(ref.native_id)
        title, text = parsed.get("title"), parsed.get("text")
        if not isinstance(title, str) or not isinstance(text, str):
            raise MalformedError(f"{self.api.host} answered with something that is no page")
        data = self._renderer.page(title, text)
        if len(data) > self.settings.limits.max_bytes:
            raise TooLargeError(f"is larger than {self.settings.limits.max_bytes:,} bytes")
        told, written = history(self.api, ref.native_id), stated(self.options, parsed)
        return Fetched(data, _both(told, written))

    def _parsed(self, page_id: str) -> Mapping[str, Any]:
        """A page with its templates expanded. Raises `SourceError`, `ItemError`."""
        asked = {
            "pageid": page_id,
            "prop": "text|categories" + ("|parsetree" if self.options.template_fields else ""),
            "disableeditsection": "1",
            "disabletoc": "1",
            "disablelimitreport": "1",
        }
        # A quotation mark takes two bytes in JSON, and the page's source may come with it.
        limit = 3 * self.settings.limits.max_bytes + ENVELOPE
        try:
            found = self.api.call("parse", limit, **asked).get("parse")
        except UnknownCodeError as error:
            told = f"the wiki refused it with the error “{error.code}”"
            raise ItemError(SkipReason.UNREADABLE, told, error.hint) from error
        return found if isinstance(found, dict) else {}

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer(self.site, frozenset(self._pass().namespaces), self.url)

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """See `RemoteConnector.fetch_access`."""
        if not refs:
            return
        user = self.account.user
        observer = Observer(self.site, self.options, self.namespace, user, self._clock())
        told: dict[str, bool | None] = {}
        if self.options.ask_anonymously:
            told.update(self.stranger.may_read([ref.native_id for ref in refs]))
        for ref in refs:
            yield ref, observer.policy(ref.path, told.get(ref.native_id))

    def identities(self) -> Directory:
        """See `RemoteConnector.identities`."""
        return directory_of(self.api, self.site, self.namespace)

    def probe_as(self, persona: str, ref: Ref) -> Probed | None:
        """See `RemoteConnector.probe_as`; a persona without a password has not signed in."""
        account = self.persona(persona)
        if account is None:
            return None
        known = self._personas.setdefault(persona, self.asked_as(account))
        return probe(known, self.stranger, ref.native_id)

    @cached_property
    def _personas(self) -> dict[str, Api]:
        return {}

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        if self.options.page_restrictions == "unknown":
            yield _LIMITS
        if "owner" not in self.options.template_fields:
            yield _PROXIES


def _both(told: SourceFacts, written: SourceFacts) -> SourceFacts:
    return replace(
        written,
        times={**told.times, **written.times},
        owners=(*written.owners, *told.owners),
    )
