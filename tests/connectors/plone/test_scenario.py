"""The shared scenario, against a real Plone site at night and against its shape always."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from tests.connectors.plone.fake import ADDRESS, FakeSite
from tests.connectors.plone.helpers import (
    INSPECTOR,
    LACKS,
    PloneWorld,
    connect,
    settings_of,
    variable,
)
from tests.services.plone import Plone

from ragaudit.model import (
    Credentials,
    Decision,
    Directory,
    Principal,
    PrincipalKind,
    SourceSettings,
)
from ragaudit.testing.scenario import ConnectorScenario, Synced, World
from ragaudit_connectors.plone import PloneConnector


class Scenario(ConnectorScenario):
    """Every step there is, but the denial of one person, which Plone does not have."""

    def test_a_change_of_access_alone_is_seen(self, world: World) -> None:
        """Plone dates an item anew with its rights, so that it is fetched, and only it is."""
        catalogue, first = self.start(world)
        bob = world.reader("bob")

        world.restrict("leave.md")
        second = Synced(world, catalogue)

        assert Decision.ALLOW is first.decision("leave.md", bob)
        assert Decision.DENY is second.decision("leave.md", bob)
        assert {world.path("leave.md")} == second.unread


@pytest.mark.nightly
class TestPlone(Scenario):
    """The real one."""

    @pytest.fixture
    def world(self, site: Plone, settings: SourceSettings) -> PloneWorld:
        return PloneWorld(site, settings)


@dataclass
class FakeWorld(World):
    """Pages at the top of a site in memory."""

    site: FakeSite
    settings: SourceSettings
    directory: Directory = field(default_factory=Directory)
    lacks: Mapping[str, str] = field(default_factory=LACKS.copy)

    def remote(self) -> PloneConnector:
        return connect(self.settings, transport=httpx.MockTransport(self.site))

    def path(self, name: str) -> str:
        return name

    def put(self, name: str, text: str) -> None:
        self.site.put(name, state="published", text=text)

    def delete(self, name: str) -> None:
        del self.site.items[name]

    def rename(self, old: str, new: str) -> None:
        self.site.items[new] = self.site.items.pop(old)

    def restrict(self, name: str) -> None:
        self.site.put(name, state="private", shares={"hr": ("Reader",)})

    def deny(self, name: str, person: str) -> None:
        raise NotImplementedError(self.lacks["deny"])

    def expire(self, name: str) -> None:
        self.site.put(name, expires=datetime(2025, 6, 1, tzinfo=UTC))

    def reader(self, person: str) -> Principal:
        return Principal(PrincipalKind.USER, person, self.settings.id)

    def wrong_password(self) -> PloneConnector:
        wrong = Credentials(INSPECTOR, None, variable("wrong"))
        return connect(self.settings, auth=wrong, transport=httpx.MockTransport(self.site))


class TestFakePlone(Scenario):
    """Its shape."""

    @pytest.fixture
    def world(self, fake: FakeSite, tmp_path: Path) -> FakeWorld:
        return FakeWorld(fake, settings_of(ADDRESS, tmp_path))
