"""Where an index lives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.probes.index.made import documents, target

from ragaudit.errors import StoreError, UsageError
from ragaudit_probes.index.folder import Folder


def test_a_folder_of_somebody_else_is_not_touched(tmp_path: Path) -> None:
    """It would be locked up, and written into."""
    (tmp_path / "index").mkdir(mode=0o755)
    (tmp_path / "index" / "thesis.txt").write_text("x")
    with pytest.raises(UsageError, match="holds no index"):
        target(tmp_path).build(documents())
    assert ["thesis.txt"] == [file.name for file in (tmp_path / "index").iterdir()]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """With the reason."""
    (tmp_path / "index").write_text("a file")
    with pytest.raises(StoreError, match="cannot be written"):
        target(tmp_path).build(documents())


@pytest.mark.parametrize("told", ["{", "[]", "{}", json.dumps({"served": "../../etc"})])
def test_a_pointer_that_leads_astray_is_damage(tmp_path: Path, told: str) -> None:
    """Only names the index gave itself are followed."""
    (tmp_path / "current.json").write_text(told)
    with pytest.raises(StoreError, match="damaged"):
        Folder(tmp_path).current()


def test_old_states_are_removed_once_another_is_served(tmp_path: Path) -> None:
    """A withdrawn document does not stay on the disk."""
    index = target(tmp_path)
    index.build(documents())
    index.build(documents()[:1])
    assert 1 == len(list((tmp_path / "index" / "served").iterdir()))
