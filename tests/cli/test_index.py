"""`ragaudit index build`."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.inside import TEXTS, Here, report, runner, write_kb
from tests.extras import needs
from tests.support import write_page

from ragaudit_probes.index import libraries


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Here:
    write_kb(tmp_path)
    # Small static vectors: what is measured here is what the command says.
    text = (tmp_path / "ragaudit.yaml").read_text()
    target = "probes: {target: {type: index, options: {model: static}}}\n"
    (tmp_path / "ragaudit.yaml").write_text(text + target)
    return runner(tmp_path, monkeypatch, capfd)


def test_what_changed(here: Here, tmp_path: Path) -> None:
    """Added, changed, removed and kept; only what is new is embedded."""
    needs("index", "chromadb")
    docs = tmp_path / "docs"

    first = here("index", "build")
    (docs / "travel.md").unlink()
    write_page(docs, "leave.md", TEXTS["leave.md"] + "\n\nAnd one more day.", audience="")
    write_page(docs, "parking.md", "Park behind the house; the gate opens at seven.", audience="")
    second = report(here("index", "build", "--format", "json"))
    third = here("index", "build", "--quiet")

    assert (0, "3 added, 0 changed, 0 removed, 0 kept") == (
        first.returncode,
        first.stdout.splitlines()[0],
    )
    assert "The index holds 3 documents in 3 chunks" in first.stdout
    counts = {name: second[name] for name in ("added", "changed", "removed", "kept", "embedded")}
    assert {"added": 1, "changed": 1, "removed": 1, "kept": 1, "embedded": 2} == counts
    assert third.stdout.startswith("0 added, 0 changed, 0 removed, 3 kept")


def test_a_document_that_cannot_be_read_is_named(here: Here, tmp_path: Path) -> None:
    """The rest is indexed, and that is not the same as everything."""
    needs("index", "chromadb")
    (tmp_path / "docs" / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")

    ran = here("index", "build")

    assert 3 == ran.returncode
    assert "The index holds 3 documents" in ran.stdout
    assert "not indexed: docs:broken.pdf: " in ran.stdout


def test_nothing_to_index(here: Here, tmp_path: Path) -> None:
    """An empty index is said to show nothing."""
    needs("index", "chromadb")
    for name in TEXTS:
        (tmp_path / "docs" / name).unlink()

    ran = here("index", "build")

    assert 3 == ran.returncode
    assert "an index that finds nothing shows nothing" in ran.stdout


def test_a_missing_extra_is_told_before_anything_is_read(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line that names the library and the command that installs it."""
    monkeypatch.setattr(libraries, "find_spec", lambda name: None)

    ran = here("index", "build")

    told = "ragaudit: the built-in index needs chromadb, which is not installed; "
    assert (3, "", told + "pip install 'ragaudit[index]'\n") == (
        ran.returncode,
        ran.stdout,
        ran.stderr,
    )


def test_another_build_is_running(here: Here, tmp_path: Path) -> None:
    """Two must not write into one index."""
    needs("index", "chromadb")
    from ragaudit_probes.index.folder import Folder

    with Folder(tmp_path / ".ragaudit" / "index").locked():
        ran = here("index", "build")

    assert (2, "") == (ran.returncode, ran.stdout)
    assert "is being built by another process; wait until it is done" in ran.stderr
