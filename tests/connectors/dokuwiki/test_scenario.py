"""The shared scenario against a real DokuWiki."""

from __future__ import annotations

import pytest
from tests.connectors.dokuwiki.helpers import DokuWikiWorld
from tests.services.dokuwiki import DokuWiki

from ragaudit.model import SourceSettings
from ragaudit.testing.scenario import ConnectorScenario


class TestDokuWiki(ConnectorScenario):
    """Every step there is, but expiry, which DokuWiki does not have."""

    @pytest.fixture
    def world(self, dokuwiki: DokuWiki, settings: SourceSettings) -> DokuWikiWorld:
        return DokuWikiWorld(dokuwiki, settings)
