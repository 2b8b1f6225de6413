"""The scenario every connector has to pass, against a real Apache."""

from __future__ import annotations

import pytest
from tests.connectors.webdav.helpers import DavWorld, settings_of
from tests.services.apache_dav import ApacheDav

from ragaudit.testing.scenario import ConnectorScenario


class TestWebdav(ConnectorScenario):
    """Every step but those of access lists, which Apache's mod_dav does not have."""

    @pytest.fixture
    def world(self, apache_dav: ApacheDav) -> DavWorld:
        return DavWorld(apache_dav, settings_of(apache_dav.url))
