"""A real handbook with ten years of history."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from ragaudit_connectors.git.history import History


@pytest.mark.shared
def test_every_page_has_the_date_git_gives_it(shared_data: Path, tmp_path: Path) -> None:
    """`modified` is the last commit of the published list; a text is never newer than it."""
    bundle = shared_data / "docs/gds-way.bundle"
    subprocess.run(["git", "clone", "-q", bundle, tmp_path / "gds"], check=True)
    pages = json.loads((shared_data / "docs/gds-way.freshness.json").read_text())
    expected = {page["path"]: page["git_last_commit"][:10] for page in pages}
    history = History.read(tmp_path / "gds")
    dated = {path: history.date(path) for path in expected}

    assert {p: str(d.modified.committed) for p, d in dated.items() if d and d.modified} == expected
    assert all(d and d.content and str(d.content.written) <= expected[p] for p, d in dated.items())
