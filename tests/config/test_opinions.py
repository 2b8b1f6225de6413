"""`nli:` and `llm:`: who is asked for second opinions."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragaudit._config import Settings
from ragaudit._config.load import load
from ragaudit.errors import ConfigError
from ragaudit.model import LlmSettings, NliSettings

URL = "http://localhost:11434/v1"


def read(home: Path, text: str) -> Settings:
    """Load a file with these lines."""
    file = home / "ragaudit.yaml"
    file.write_text(f"version: 1\nsources: [{{id: docs, root: .}}]\n{text}\n")
    return load(file)


def test_nobody_by_default(tmp_path: Path) -> None:
    """Nothing is asked that nobody named."""
    settings = read(tmp_path, "")
    assert (None, None) == (settings.nli, settings.llm)


def test_a_name_on_the_hub(tmp_path: Path) -> None:
    """With the defaults."""
    expected = NliSettings("acme/nli", 500, 0.9, None)
    assert expected == read(tmp_path, "nli: {model: acme/nli}").nli


def test_a_folder_beside_the_file(tmp_path: Path) -> None:
    """It goes before a name on the hub, and is relative to the file."""
    (tmp_path / "acme/nli").mkdir(parents=True)
    text = "nli: {model: acme/nli, max_pairs: 20, threshold: 0.8, labels: {contradiction: 2}}"
    expected = NliSettings(str(tmp_path / "acme/nli"), 20, 0.8, 2)
    assert expected == read(tmp_path, text).nli


def test_an_endpoint(tmp_path: Path) -> None:
    """The key is named, never written."""
    text = f"llm: {{base_url: '{URL}', model: qwen3:8b, api_key_env: WIKI_KEY, max_pairs: 9}}"
    assert LlmSettings(URL, "qwen3:8b", "WIKI_KEY", 9, 60.0) == read(tmp_path, text).llm


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nli: {}", ":3:1: “model” is missing"),
        ("nli: {model: m, treshold: 0.8}", ":3:17: unknown key “treshold”"),
        ("nli: {model: m, threshold: 90}", ":3:17: "),
        ("nli: {model: m, labels: {}}", ":3:17: “contradiction” is missing"),
        ("llm: {model: m}", ":3:1: “base_url” is missing"),
        ("llm: {model: m, base_url: localhost}", ":3:17: "),
        ("llm: {model: m, base_url: 'http://me:secret@host/v1'}", ":3:17: "),
        (f"llm: {{model: m, base_url: '{URL}', api_key: k}}", "unknown key “api_key”"),
        (f"llm: {{model: m, base_url: '{URL}', api_key_env: 'sk-abc'}}", "api_key_env"),
    ],
)
def test_mistakes_name_their_line(tmp_path: Path, text: str, told: str) -> None:
    """With the column; a key that was pasted into the file is refused."""
    with pytest.raises(ConfigError) as raised:
        read(tmp_path, text)
    assert told in raised.value.message


def test_models_are_part_of_the_digest(tmp_path: Path) -> None:
    """Another model may come to another report."""
    digests = {read(tmp_path, f"nli: {{model: {name}}}").digest for name in ("a/a", "a/b")}
    assert 2 == len(digests)
