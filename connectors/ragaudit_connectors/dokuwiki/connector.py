"""The `dokuwiki` connector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
from ragaudit.errors import ForbiddenError, MalformedError, NotFoundError
from ragaudit.model import AccessPolicy, Decision, SourceSettings
from ragaudit_connectors.dokuwiki.answers import AnswerError, file_of, rows
from ragaudit_connectors.dokuwiki.api import Api
from ragaudit_connectors.dokuwiki.items import read_facts, split
from ragaudit_connectors.dokuwiki.listing import SETTLED, Pass
from ragaudit_connectors.dokuwiki.options import DokuWikiOptions
from ragaudit_connectors.dokuwiki.probing import Asker
from ragaudit_connectors.dokuwiki.rendering import page_html
from ragaudit_connectors.dokuwiki.rights import Rights, public_policy
from ragaudit_connectors.remote import Account, Asking, RemoteBase, now, read_options

_FORBIDDEN = "the wiki refuses it to the account"
_NOTES = (
    "DokuWiki does not tell who is a superuser: only the account, `personas` and the names in "
    "`options: {superusers: …}` are asked for; others are taken to read what the access list says",
)
_WILDCARDS = (
    "some lines of the access list may stand for %USER% or %GROUP%, which DokuWiki does not tell; "
    "decisions that hang on it are unknown: set `options: {wildcards: none}` or `used`"
)


class DokuWikiConnector(RemoteBase):
    """Pages and uploaded files of one wiki."""

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
        self.options = read_options(settings, DokuWikiOptions)
        self._clock, self._settled, self._transport = clock, settled, transport
        self._askers: dict[str, Asker] = {}

    @cached_property
    def api(self) -> Api:
        """The wiki, asked as the auditor."""
        return self.asked_as(self.account)

    @cached_property
    def rights(self) -> Rights:
        """What is known about rights in this pass."""
        return self.new_rights()

    def new_rights(self) -> Rights:
        """Rights, to be asked for anew."""
        named = self.settings.personas.items()
        people = [one.user or name for name, one in named if one.password_env or one.token_env]
        return Rights(self.api, self.options, self.namespace, people, self._clock())

    def asked_as(self, account: Account | None) -> Api:
        """The wiki, asked as somebody; None, or an account without a password, is nobody."""
        return Api(self.url, self.asking, account, self.settings.sync, self._transport)

    def capabilities(self) -> Capabilities:
        """See `RemoteConnector.capabilities`."""
        public = self.options.access == "public"
        return Capabilities(
            owner=Support.PROXY,
            changed=Support.NATIVE,
            access=Support.PROXY if public else Support.NATIVE,
            groups=Support.CONFIG,
            incremental=Incremental.VERSION,
            deletes=Deletes.SNAPSHOT,
            impersonate=True,
        )

    def check(self) -> Iterator[CheckResult]:
        """See `RemoteConnector.check`."""
        from ragaudit_connectors.dokuwiki.checks import checks

        yield from checks(self)

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """See `RemoteConnector.list_refs`; every pass lists everything."""
        self.__dict__.pop("rights", None)
        yield from Pass(self.settings, self.options, self.api, self._settled).pages(cursor)

    def fetch(self, ref: Ref) -> Fetched:
        """See `RemoteConnector.fetch`."""
        kind, name = split(ref.native_id)
        try:
            return self._page(name) if kind == "page" else self._file(name)
        except ForbiddenError as error:
            action = "let the account read it: it takes level 1 in the access list"
            raise ForbiddenError(_FORBIDDEN, action) from error

    def _page(self, name: str) -> Fetched:
        limit = self.settings.limits.max_bytes
        rendered = self.api.item("wiki.getPageHTML", name, max_bytes=2 * limit)
        # A page that is gone is answered like one on which there is nothing to see.
        if rendered in (None, "") and self.api.item("wiki.getPageInfo", name) is None:
            raise NotFoundError
        if not isinstance(rendered, str | None):
            raise MalformedError(f"{self.api.host} renders something that is no text")
        versions = self._list(self.api.item("wiki.getPageVersions", name, 0))
        return Fetched(page_html(rendered or "", name), read_facts(versions))

    def _list(self, found: Any) -> list[dict[str, Any]]:
        try:
            return rows([] if found is None else found)
        except AnswerError as error:
            raise MalformedError(f"{self.api.host}: {error}") from error

    def _file(self, name: str) -> Fetched:
        # As text a file takes a third more than it has bytes.
        limit = self.settings.limits.max_bytes * 3 // 2 + 10_000
        found = self.api.item("wiki.getAttachment", name, max_bytes=limit)
        if found is None:
            raise NotFoundError
        try:
            return Fetched(file_of(found))
        except AnswerError as error:
            raise MalformedError(f"{self.api.host}: {error}") from error

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """See `RemoteConnector.fetch_access`."""
        if not refs:
            return
        if self.options.access == "lists":
            yield from self.rights.policies(refs)
            return
        nobody = Asker(self.asked_as(None))
        for ref in refs:
            found = nobody.probe(*split(ref.native_id))
            shown = None if found.decision is Decision.UNKNOWN else found.decision is Decision.ALLOW
            how = f"asked without signing in: {found.detail}"
            yield ref, public_policy(shown, how, self._clock())

    def asker(self, persona: str) -> Asker | None:
        """The wiki, asked as a persona; None where none is configured."""
        if persona not in self._askers and (account := self.persona(persona)):
            self._askers[persona] = Asker(self.asked_as(account))
        return self._askers.get(persona)

    def probe_as(self, persona: str, ref: Ref) -> Probed | None:
        """See `RemoteConnector.probe_as`; a persona without a password has not signed in."""
        asker = self.asker(persona)
        return None if asker is None else asker.probe(*split(ref.native_id))

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        if self.options.access == "public":
            return ()
        known = self.__dict__.get("rights")
        return (*_NOTES, _WILDCARDS) if known is not None and known.doubtful else _NOTES
