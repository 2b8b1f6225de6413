"""A run of the sample corpus is rendered from the history to the byte as it was printed."""

from __future__ import annotations

import shutil
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from ragaudit.cli import run

CORPUS = Path(__file__).parents[2] / "sample_corpus"

pytestmark = pytest.mark.office


def formats() -> list[str]:
    points = entry_points(group="ragaudit.reporters")
    return sorted(point.name for point in points if point.value.startswith("ragaudit_reports"))


def written(folder: Path) -> list[str]:
    """Options that write every format there is into a folder."""
    folder.mkdir()
    beside = [f"--report={name}={folder / name}" for name in formats()]
    return ["-o", str(folder / "printed"), "-v", *beside]


def test_every_report_comes_out_again(tmp_path: Path) -> None:
    """The second run, which has a past, after a page changed, one went and more people may read."""
    corpus = tmp_path / "sample_corpus"
    shutil.copytree(CORPUS, corpus, ignore=shutil.ignore_patterns(".ragaudit"))
    run(["scan", str(corpus), "-q", "-o", str(tmp_path / "first")])
    pages = corpus / "handbook" / "people"
    (pages / "summer-party-2026.md").unlink()
    (pages / "learning-budget.md").write_text("# Learning budget\n\nTODO: ask finance.\n")
    (pages / "access.yaml").write_text("default: [public]\n")
    run(["scan", str(corpus), "-q", *written(tmp_path / "then")])
    config = str(corpus / "ragaudit.yaml")
    assert 0 == run(["report", "--config", config, *written(tmp_path / "again")])

    names = ["printed", *formats()]
    assert {"terminal", "json", "markdown"} <= set(names)
    assert [] == [
        name
        for name in names
        if (tmp_path / "then" / name).read_bytes() != (tmp_path / "again" / name).read_bytes()
    ]
    assert "Since the run of" in (tmp_path / "then" / "printed").read_text("utf-8")
