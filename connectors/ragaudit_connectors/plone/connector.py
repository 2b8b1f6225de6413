"""The `plone` connector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property

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
from ragaudit.errors import ForbiddenError, MalformedError, NotFoundError, SourceError
from ragaudit.model import AccessPolicy, Decision, Directory, SourceSettings
from ragaudit_connectors.plone.access import Observer
from ragaudit_connectors.plone.api import MOVED, REFUSED, SHOWN, Answer, Api
from ragaudit_connectors.plone.items import FILE, place_of
from ragaudit_connectors.plone.listing import SETTLED, Pass
from ragaudit_connectors.plone.options import PloneOptions
from ragaudit_connectors.plone.people import directory_of
from ragaudit_connectors.plone.rendering import as_uploaded, page_html
from ragaudit_connectors.plone.rights import Rights
from ragaudit_connectors.remote import Account, Asking, RemoteBase, now, read_options

FILE_ADDRESS = "@@download/file"
_NOTES = (
    "who owns an item is not told by Plone's REST interface; taken is who made it and the folders "
    "above it, for whom it is left open whether that is still theirs; somebody else whom it was "
    "handed over to is not seen, nor who was made Manager of a single folder",
    "accounts of the Zope server itself are in no list of the site, and may read everything",
)


class PloneConnector(RemoteBase):
    """Pages and files of one Plone site."""

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
        self.options = read_options(settings, PloneOptions)
        self._clock, self._settled, self._transport = clock, settled, transport
        self._people: dict[str, Api] = {}

    @cached_property
    def api(self) -> Api:
        """The site, asked as the auditor."""
        return self.asked_as(self.account)

    @cached_property
    def nobody(self) -> Api:
        """The site, asked without signing in."""
        return self.asked_as(None)

    @cached_property
    def rights(self) -> Rights:
        """What is known about rights in this pass."""
        return Rights(self.api, self.nobody, self.options)

    def asked_as(self, account: Account | None) -> Api:
        """The site, asked as somebody; None, or an account without a password, is nobody."""
        return Api(self.url, self.asking, account, self.settings.sync, self._transport)

    def capabilities(self) -> Capabilities:
        """See `RemoteConnector.capabilities`."""
        return Capabilities(
            owner=Support.PROXY,
            changed=Support.PROXY,
            expiry=Support.NATIVE,
            access=Support.PROXY if self._only_public else Support.NATIVE,
            groups=Support.NONE if self._only_public else Support.NATIVE,
            incremental=Incremental.VERSION,
            deletes=Deletes.SNAPSHOT,
            impersonate=True,
        )

    def check(self) -> Iterator[CheckResult]:
        """See `RemoteConnector.check`."""
        from ragaudit_connectors.plone.checks import checks

        yield from checks(self)

    def root(self) -> str:
        """The address of the site as it calls itself. Raises `SourceError`."""
        found = self.api.json("", {"include_items": "false"})
        address = found.get("@id") if isinstance(found, dict) else None
        if not isinstance(address, str) or found.get("@type") != "Plone Site":
            raise MalformedError(
                f"{self.api.host}: that is no Plone site", "write the site's own address to `url`"
            )
        return address.rstrip("/")

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """See `RemoteConnector.list_refs`; every pass lists everything."""
        self.__dict__.pop("rights", None)
        self.api.sign_in()
        one = Pass(self.settings, self.options, self.api, self.root(), self._settled)
        yield from one.pages(cursor)

    def fetch(self, ref: Ref) -> Fetched:
        """See `RemoteConnector.fetch`."""
        limit, path = self.settings.limits.max_bytes, place_of(ref.path)
        if ref.format == "html":
            page = self._page(path, limit)
            if page.get("@type") != FILE:
                return Fetched(page_html(page))
        answer = self.api.answer(f"{path}/{FILE_ADDRESS}", max_bytes=limit)
        if not answer.ok:
            raise self._unread(answer)
        is_html = answer.kind == "text/html"
        return Fetched(as_uploaded(answer.body) if is_html else answer.body)

    def _page(self, path: str, limit: int) -> dict[str, object]:
        answer = self.api.answer(path, {"include_items": "false"}, max_bytes=limit)
        if not answer.ok:
            raise self._unread(answer)
        values = self.api.parsed(answer)
        if not isinstance(values, dict) or "@id" not in values:
            raise MalformedError(f"{self.api.host} answered with something that is no item")
        return values

    def _unread(self, answer: Answer) -> Exception:
        """Why an item was not had; that the account is out is told first, as `SourceError`."""
        if answer.status not in REFUSED:
            moved = answer.status in MOVED
            return NotFoundError("it was moved" if moved else "it is not there any more")
        self.api.sign_in()
        return ForbiddenError(
            "Plone refuses it to the account", "give the account the role Reader in the site"
        )

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """See `RemoteConnector.fetch_access`."""
        if not refs:
            return
        self.api.sign_in()
        observer = Observer(self.account.user, self.namespace, self._clock())
        yield from self.rights.policies(refs, observer)

    def identities(self) -> Directory:
        """See `RemoteConnector.identities`."""
        if self._only_public:
            return Directory()
        self.api.sign_in()
        return directory_of(self.api, self.namespace, self.options.roles)

    def probe_as(self, persona: str, ref: Ref) -> Probed | None:
        """See `RemoteConnector.probe_as`; a persona without a password has not signed in."""
        account = self.persona(persona)
        if account is None:
            return None
        try:
            return self._probe(self._somebody(persona, account), place_of(ref.path))
        except SourceError as error:
            return Probed(Decision.UNKNOWN, error.message)

    def _probe(self, asked: Api, path: str) -> Probed:
        where = f"{path}/{SHOWN}".lstrip("/")
        answer = asked.answer(where)
        if not (answer.ok or answer.status in (*REFUSED, 404)):
            return Probed(Decision.UNKNOWN, "it was moved, or is gone")
        if asked.account is not None and not asked.is_in():
            return Probed(Decision.UNKNOWN, "the site does not let the persona in")
        if answer.ok:
            return Probed(Decision.ALLOW, str(answer.status))
        if answer.status == 404 and not self.api.answer(where).ok:
            return Probed(Decision.UNKNOWN, "it is not there any more")
        hidden = " (hidden)" if answer.status == 404 else ""
        return Probed(Decision.DENY, f"{answer.status}{hidden}")

    def _somebody(self, persona: str, account: Account) -> Api:
        """The site, asked as a persona; one connection each."""
        if persona not in self._people:
            self._people[persona] = self.asked_as(account)
        return self._people[persona]

    def close(self) -> None:
        """End every connection."""
        for name in ("api", "nobody"):
            if (api := self.__dict__.pop(name, None)) is not None:
                api.close()
        while self._people:
            self._people.popitem()[1].close()
        self.__dict__.pop("rights", None)

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        return () if self._only_public else _NOTES

    @property
    def _only_public(self) -> bool:
        return self.options.access == "public"
