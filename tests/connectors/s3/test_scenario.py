"""The shared scenario against moto's server."""

from __future__ import annotations

import pytest
from tests.connectors.s3.helpers import S3World
from tests.services.moto import Moto

from ragaudit.model import SourceSettings
from ragaudit.testing.scenario import ConnectorScenario


class TestS3(ConnectorScenario):
    """Every step there is. IAM has no groups in groups, so `hr` lists alice itself."""

    @pytest.fixture
    def world(self, moto: Moto, settings: SourceSettings) -> S3World:
        return S3World(moto, settings)
