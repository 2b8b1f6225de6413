"""The scenario every connector has to pass, on a real MediaWiki."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.connectors.mediawiki.helpers import bot, connect, settings_of, variable
from tests.services.mediawiki import MediaWiki

from ragaudit.model import Credentials, Directory, Principal, PrincipalKind
from ragaudit.testing.scenario import ConnectorScenario, World
from ragaudit_connectors.mediawiki import MediaWikiConnector

_GROUPS = "core MediaWiki limits reading for the whole wiki only, by group"
FIELDS = {"template_fields": {"expires": "Valid until|1"}}


class WikiWorld(World):
    """Pages of the main namespace, which everybody who is signed in may read."""

    directory = Directory()
    lacks: Mapping[str, str] = {
        "restrict": f"{_GROUPS}; one page has no list, and to leave a namespace to a group takes "
        "an extension or a hook (see test_access)",
        "acl-change": f"{_GROUPS}; see test_access for a change of group rights",
        "deny": f"{_GROUPS}, and rights are only ever given",
    }

    def __init__(self, wiki: MediaWiki, patch: pytest.MonkeyPatch) -> None:
        self._wiki = wiki
        self._texts: dict[str, str] = {}
        settings = settings_of(wiki, patch)
        options = {**settings.options, **FIELDS, "page_size": 5}
        self.settings = settings_of(wiki, patch, options=options)

    def remote(self) -> MediaWikiConnector:
        return connect(self.settings)

    def path(self, name: str) -> str:
        return name[:1].upper() + name[1:]

    def put(self, name: str, text: str) -> None:
        self._texts[name] = text
        self._wiki.put(name, text)

    def delete(self, name: str) -> None:
        self._wiki.delete(name)

    def rename(self, old: str, new: str) -> None:
        self._wiki.move(old, new)

    def expire(self, name: str) -> None:
        self._wiki.put(name, self._texts[name] + "\n{{Valid until|2025-06-01}}")

    def restrict(self, name: str) -> None:
        raise NotImplementedError(self.lacks["restrict"])

    def deny(self, name: str, person: str) -> None:
        raise NotImplementedError(self.lacks["deny"])

    def reader(self, person: str) -> Principal:
        return Principal(PrincipalKind.USER, person.capitalize(), "wiki")

    def wrong_password(self) -> MediaWikiConnector:
        wrong = Credentials(bot("admin").user, None, variable("wrong"))
        return connect(self.settings, auth=wrong)


class TestMediaWiki(ConnectorScenario):
    """Every step but those for which one page would need a list of its own."""

    @pytest.fixture
    def world(self, mediawiki: MediaWiki, monkeypatch: pytest.MonkeyPatch) -> World:
        return WikiWorld(mediawiki, monkeypatch)
