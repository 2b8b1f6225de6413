"""Running the command the way a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support import Ran, Runner


@pytest.fixture
def ragaudit(tmp_path: Path) -> Runner:
    """Run `ragaudit …` in the temporary folder, in a process of its own."""

    def run(*arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran:
        return subprocess.run(
            [sys.executable, "-m", "ragaudit", *arguments],
            cwd=cwd or tmp_path,
            env={**os.environ, **(env or {})},
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run
