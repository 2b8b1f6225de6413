"""Sources that read the test's own wiki, and a wiki that is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.services.mediawiki import MediaWiki

from ragaudit.contracts import Ref, RefPage
from ragaudit.model import (
    AccessPolicy,
    Credentials,
    Decision,
    Directory,
    Principal,
    PrincipalKind,
    SourceSettings,
    SyncSettings,
)
from ragaudit.testing.builders import AS_OF
from ragaudit_connectors.mediawiki import MediaWikiConnector
from ragaudit_connectors.remote import Asking

PEOPLE = ("alice", "bob", "admin")
WHOLE = {"page_restrictions": "none", "namespace_readers": {"HR": ["hr", "sysop"]}}
"""What the configuration of the test's wiki comes to."""


def settings_of(wiki: MediaWiki, patch: pytest.MonkeyPatch, **changes: Any) -> SourceSettings:
    """Of a source `wiki` read with the bot password of Admin; everybody is a persona."""
    for login, password in wiki.bot_credentials.items():
        patch.setenv(variable(login.partition("@")[0]), password)
    patch.setenv(variable("wrong"), "0" * 32)
    people = {name: bot(name) for name in PEOPLE}
    made = SourceSettings(
        "wiki",
        "mediawiki",
        Path(),
        remote=True,
        url=wiki.api,
        auth=bot("admin"),
        personas={**people, "anonymous": Credentials()},
        sync=SyncSettings(tries=2, timeout_s=60),
        options=dict(WHOLE),
    )
    return replace(made, **changes)


def bot(name: str) -> Credentials:
    """Somebody's bot password."""
    return Credentials(f"{name.capitalize()}@audit", None, variable(name))


def variable(name: str) -> str:
    """The environment variable with somebody's password."""
    return f"WIKI_{name.upper()}"


def connect(settings: SourceSettings, **changes: Any) -> MediaWikiConnector:
    """A connector that does not wait; options are added to those of the settings."""
    transport, clock = changes.pop("transport", None), changes.pop("clock", None)
    settled = changes.pop("settled", timedelta(0))
    options = {**settings.options, **changes.pop("options", {})}
    full = replace(settings, options=options, **changes)
    given = {"clock": clock} if clock else {}
    asking = Asking(full.sync, sleep=lambda _: None)
    return MediaWikiConnector(full, asking, settled=settled, transport=transport, **given)


def listed(source: MediaWikiConnector) -> tuple[list[RefPage], dict[str, Ref]]:
    """The pages of a pass, and the documents in them by path."""
    pages = list(source.list_refs(None))
    return pages, {ref.path: ref for page in pages for ref in page.refs}


def policies(source: MediaWikiConnector) -> dict[str, AccessPolicy]:
    """Who may read, by path."""
    _, refs = listed(source)
    return {ref.path: policy for ref, policy in source.fetch_access(list(refs.values()))}


def person(name: str) -> Principal:
    """Somebody with an account in the wiki; `anonymous` has none."""
    if name == "anonymous":
        return Principal(PrincipalKind.EVERYONE, name)
    return Principal(PrincipalKind.USER, name.capitalize(), "wiki")


def decisions(policy: AccessPolicy, people: Directory) -> dict[str, Decision]:
    """What we say of everybody."""
    names = (*PEOPLE, "anonymous")
    return {name: policy.decide(person(name), people, AS_OF).decision for name in names}


Answer = Mapping[str, Any] | httpx.Response
SITEINFO = {
    "general": {
        "generator": "MediaWiki 1.39.17",
        "server": "https://wiki.example",
        "articlepath": "/wiki/$1",
        "script": "/w/index.php",
        "time": "2026-11-01T00:00:00Z",
    },
    "namespaces": {
        "0": {"id": 0, "name": "", "content": True},
        "4": {"id": 4, "name": "Project", "canonical": "Project", "content": False},
    },
    "usergroups": [{"name": "*", "rights": ["read"]}, {"name": "user", "rights": ["read"]}],
}


@dataclass
class FakeWiki:
    """Answers by what is asked for; for what a real wiki cannot be brought to say."""

    answers: dict[str, Answer | Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    """By `list`, `meta`, `generator`, `pageid` or the action, whichever stands in the request."""
    asked: list[dict[str, str]] = field(default_factory=list)

    def connector(self, **changes: Any) -> MediaWikiConnector:
        """A source that asks it, as nobody if no `auth` is given."""
        sync = SyncSettings(tries=3, timeout_s=5)
        settings = SourceSettings(
            "wiki", "mediawiki", Path(), remote=True, url="https://wiki.example/w/api.php",
            sync=sync, options={"ask_anonymously": False},
        )  # fmt: skip
        return connect(settings, transport=httpx.MockTransport(self._answer), **changes)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        sent = dict(request.url.params) | dict(httpx.QueryParams(request.content.decode()))
        self.asked.append(sent)
        known = {"siteinfo": {"query": SITEINFO}, "move": {"batchcomplete": True}, **self.answers}
        names = ("generator", "letype", "list", "type", "meta", "action")
        keys = [*("curid" for _ in sent if _ == "curid"), *(sent.get(name, "") for name in names)]
        answer = next((known[key] for key in keys if key in known), {"batchcomplete": True})
        found = answer(sent) if callable(answer) else answer
        return found if isinstance(found, httpx.Response) else httpx.Response(200, json=dict(found))


def error(code: str, **headers: str) -> httpx.Response:
    """An error as the API tells it: with status 200."""
    body = {"error": {"code": code, "info": "The page Salaries of Bob is secret."}}
    return httpx.Response(200, json=body, headers=headers)


def page(number: int, title: str, **changes: Any) -> dict[str, Any]:
    """A page of a listing."""
    revision = {"revid": number, "timestamp": "2026-10-01T00:00:00Z"}
    return {
        "pageid": number, "ns": 0, "title": title, "lastrevid": number, "length": 10,
        "contentmodel": "wikitext", "revisions": [revision], **changes,
    }  # fmt: skip
