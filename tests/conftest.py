"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.services.fixtures import (  # noqa: F401 - fixtures for every test below
    apache_dav,
    apache_dav_server,
    dokuwiki,
    dokuwiki_server,
    mediawiki,
    mediawiki_server,
    website,
)
from tests.services.fixtures_systems import *  # noqa: F403 - idem
from tests.services.nightly import (  # noqa: F401 - hooks
    pytest_collection_modifyitems,
    pytest_configure,
)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The shared data folder; without it the test skips, and in CI it fails."""
    folder = ROOT.parent / "shared" / "data"
    if folder.is_dir():
        return folder
    message = f"the shared data folder is absent: {folder}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
