"""People and groups from `directory.yaml`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ragaudit.model import Group, User
from ragaudit.testing import source
from ragaudit_connectors.filesystem import FilesystemConnector

Write = Callable[[str, str], Path]

DIRECTORY = """\
users:
  - {id: ann, name: Ann Lee, email: ann@x.org, groups: [hr], aliases: [alee]}
  - {id: bob, active: false}
groups:
  hr: {members: [ann]}
  all: {includes: [hr]}
  empty: {members: []}
"""


def test_directory(folder: Path, write: Write) -> None:
    """Users and groups are read as written."""
    write("directory.yaml", DIRECTORY)
    directory = FilesystemConnector(source(folder)).directory()
    ann = User("ann", "Ann Lee", "ann@x.org", ("hr",), True, ("alee",))
    assert (ann, User("bob", active=False)) == directory.users
    expected = (Group("hr", ("ann",)), Group("all", (), ("hr",)), Group("empty"))
    assert expected == directory.groups
    assert directory.locator == "directory.yaml"


def test_none(folder: Path) -> None:
    """Without the file there is no directory, and nothing to note."""
    connector = FilesystemConnector(source(folder))
    assert (connector.directory().loaded, list(connector.notes())) == (False, [])


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("users: [{name: Ann}]\n", "directory.yaml:1: a user needs an `id`"),
        ("users: ann\n", "directory.yaml:1: a list is expected here"),
        ("users: [{id: ann, actve: no}]\n", "directory.yaml:1: `actve` is not known here"),
        ("users: [{id: ann, active: perhaps}]\n", "directory.yaml:1: `active` is true or false"),
        ("groups: [hr]\n", "directory.yaml:1: keys with values are expected here"),
        ("users: [\n", "directory.yaml:2: "),
    ],
)
def test_unusable(folder: Path, write: Write, text: str, note: str) -> None:
    """A file that cannot be used leaves the directory empty and says so."""
    write("directory.yaml", text)
    connector = FilesystemConnector(source(folder))
    notes = list(connector.notes())
    assert (connector.directory().loaded, len(notes)) == (False, 1)
    assert notes[0].startswith(note)
    assert notes[0].endswith("; owners and groups are not checked against it")
