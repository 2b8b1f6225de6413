"""The directory file that a configuration names."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragaudit.errors import ConfigError
from ragaudit.model import Group, User
from ragaudit_connectors.metadata.directory_file import read_directory


def test_reads_people_and_groups(tmp_path: Path) -> None:
    """The file is read wherever it stands, and named in messages by its own name."""
    file = tmp_path / "people.yaml"
    file.write_text("users:\n  - {id: ann, groups: [hr]}\ngroups:\n  hr: {}\n", "utf-8")

    directory = read_directory(file)

    assert (User("ann", groups=("hr",)),) == directory.users
    assert (Group("hr"),) == directory.groups
    assert "people.yaml" == directory.locator


def test_empty_file_is_an_empty_directory(tmp_path: Path) -> None:
    """Nothing was read, so the rules that need people say that they did not run."""
    file = tmp_path / "people.yaml"
    file.write_text("# nobody yet\n", "utf-8")

    assert not read_directory(file).loaded


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("users: [", "people.yaml:"),
        ("users: ann\n", "a list is expected"),
        ("people: []\n", "`people` is not known here"),
    ],
)
def test_unusable_file_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    """What the configuration names must be usable; its place is told."""
    file = tmp_path / "people.yaml"
    file.write_text(text, "utf-8")

    with pytest.raises(ConfigError) as caught:
        read_directory(file)

    assert said in caught.value.message


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    """A file that is not there is no empty directory."""
    with pytest.raises(ConfigError):
        read_directory(tmp_path / "people.yaml")
