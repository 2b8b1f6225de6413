"""What a source is compared with: repositories of code and an exported index."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragaudit._config.load import load
from ragaudit.errors import ConfigError
from ragaudit.model import CodeSettings, IndexSettings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with documents, a repository and a manifest."""
    for folder in ("docs", "wiki", "service/.git", "service/src", "bare/objects"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "bare" / "HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / "index.jsonl").write_text("{}\n")
    (tmp_path / "wiki.jsonl").write_text("{}\n")
    return tmp_path


def write(home: Path, docs: str = "", top: str = "") -> Path:
    """A configuration of two sources."""
    file = home / "ragaudit.yaml"
    sources = f"sources:\n  - id: docs\n    root: docs\n{docs}  - {{id: wiki, root: wiki}}\n"
    file.write_text(f"version: 1\n{top}{sources}", encoding="utf-8")
    return file


def test_code(home: Path) -> None:
    """One repository or several, each with its state and the names to leave alone."""
    file = write(home, "    code: [{root: service}, {root: bare, ref: v2, ignore: 'x_*'}]\n")
    docs, wiki = load(file).sources
    assert (
        CodeSettings(home / "service", "service", "HEAD", (), str(file), 5),
        CodeSettings(home / "bare", "bare", "v2", ("x_*",), str(file), 5),
    ) == docs.code
    assert () == wiki.code
    alone = load(write(home, "    code: {root: service/src}\n")).sources[0].code
    assert ["service/src"] == [code.shown_root for code in alone]


def test_an_index_for_all_and_one_for_a_source(home: Path) -> None:
    """A source's own goes first."""
    file = write(
        home,
        "    index: {manifest: wiki.jsonl}\n",
        "index: {manifest: index.jsonl, fields: {id: path, hash: sha256}}\n",
    )
    docs, wiki = load(file).sources
    assert IndexSettings(home / "wiki.jsonl", "wiki.jsonl", {}, str(file), 6) == docs.index
    fields = {"id": "path", "hash": "sha256"}
    assert IndexSettings(home / "index.jsonl", "index.jsonl", fields, str(file), 2) == wiki.index


@pytest.mark.parametrize(
    ("docs", "told"),
    [
        ("    code: [{root: gone}]\n", ":5:13: there is no folder gone"),
        ("    code: [{root: wiki}]\n", ":5:13: wiki is in no git repository"),
        ("    code: [{root: service, ref: --all}]\n", ":5:28: sources.0.code.0.ref: "),
        ("    code: [{rot: service}]\n", ":5:13: unknown key “rot”"),
        ("    index: {manifest: gone.jsonl}\n", ":5:13: there is no file gone.jsonl"),
        ("    index: {manifest: wiki.jsonl, fields: {path: p}}\n", ":5:44: unknown key “path”"),
        ("    index: {}\n", ":5:5: “manifest” is missing"),
    ],
)
def test_mistakes_name_their_line(home: Path, docs: str, told: str) -> None:
    """With the column."""
    with pytest.raises(ConfigError) as raised:
        load(write(home, docs))
    assert f"{home}/ragaudit.yaml{told}" in raised.value.message
