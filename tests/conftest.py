"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
