"""Where a git work tree begins."""

from __future__ import annotations

import os
from pathlib import Path


def git_top(folder: Path) -> Path | None:
    """The top of the git work tree a folder is in, if it is in one."""
    return next((f for f in (folder, *folder.parents) if os.path.lexists(f / ".git")), None)
