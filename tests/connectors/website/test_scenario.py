"""The scenario every connector has to pass, with a site read in each way there is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

import pytest
from tests.connectors.website.helpers import Reader, signed_in
from tests.services.website import Website
from tests.services.website_page import Page

from ragaudit.contracts import RemoteConnector
from ragaudit.model import Directory, SourceSettings, User
from ragaudit.testing.scenario import PEOPLE, ConnectorScenario, World

NO_LISTS = "a site has no lists of who may read"
HIDDEN = "what is refused to the auditor is not listed at all"


class SiteWorld(World):
    """Markdown pages behind a start page that links to them, or in a sitemap."""

    def __init__(self, site: Website, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
        self.directory = Directory(tuple(User(name) for name in PEOPLE))
        why = "it is asked without signing in"
        self.lacks = {"restrict": HIDDEN, "acl-change": HIDDEN, "deny": NO_LISTS}
        self._site, self._how = site, how
        self._texts: dict[str, str] = {}
        self._lastmod: dict[str, str] = {}
        self._changes = 0
        self._readers = frozenset(PEOPLE) if how == "account" else None
        self._monkeypatch = monkeypatch
        self._reader = Reader(site)
        options = {"sitemaps": False} if how != "sitemap" else {}
        changes: dict[str, Any] = {"options": options}
        if how == "account":
            changes["auth"] = signed_in("alice", monkeypatch)
            self.lacks |= {"probe": "with an account nobody else's rights are known"}
        else:
            changes["personas"] = {name: signed_in(name, monkeypatch) for name in PEOPLE}
            self.lacks |= {"password": why}
        self._changed = changes
        self._list()
        self.settings: SourceSettings = self._reader.connector(**changes).settings

    def remote(self) -> RemoteConnector:
        return self._reader.connector(**self._changed)

    def path(self, name: str) -> str:
        return name

    def put(self, name: str, text: str) -> None:
        self._changes += 1
        self._texts[name] = text
        self._lastmod[name] = f"2026-03-01T00:{self._changes // 60:02}:{self._changes % 60:02}Z"
        kind = "text/markdown; charset=utf-8"
        page = Page(text.encode(), kind, etag=True, readers=self._readers)
        self._site.put(f"/{name}", page)
        self._list()

    def delete(self, name: str) -> None:
        del self._texts[name], self._lastmod[name]
        self._site.delete(f"/{name}")
        self._list()

    def rename(self, old: str, new: str) -> None:
        text = self._texts[old]
        self.delete(old)
        self.put(new, text)

    def restrict(self, name: str) -> NoReturn:
        raise AssertionError(self.lacks["restrict"])

    def deny(self, name: str, person: str) -> NoReturn:
        raise AssertionError(self.lacks["deny"])

    def expire(self, name: str) -> None:
        self.put(name, f"---\nexpires: 2026-06-30\n---\n\n{self._texts[name]}")

    def wrong_password(self) -> RemoteConnector:
        wrong = signed_in("alice", self._monkeypatch, "wrong")
        return self._reader.connector(**{**self._changed, "auth": wrong})

    def _list(self) -> None:
        if self._how == "sitemap":
            pages = {f"/{name}": day for name, day in self._lastmod.items()}
            self._site.sitemap("/sitemap.xml", pages)
        links = "".join(f"<li><a href={name}>{name}</a>" for name in self._texts)
        page = Page(f"<h1>All pages</h1><ul>{links}</ul>".encode(), etag=True)
        self._site.put("/", replace(page, readers=self._readers))


class TestWebsite(ConnectorScenario):
    """By links and by a sitemap without signing in, and by links with an account."""

    @pytest.fixture(params=["links", "sitemap", "account"])
    def world(
        self, website: Website, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
    ) -> World:
        """A site without pages."""
        return SiteWorld(website, monkeypatch, request.param)
