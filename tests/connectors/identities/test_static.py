"""The directory file that a configuration names."""

from __future__ import annotations

import pytest
from tests.connectors.identities.conftest import Entry, Write

from ragaudit.errors import ConfigError
from ragaudit.model import Group, User
from ragaudit_connectors.identities.static import read_static


def test_reads_people_and_groups(entry: Entry, write: Write) -> None:
    """The file is read wherever it stands, and named in messages by its own name."""
    write("people.yaml", "users:\n  - {id: ann, groups: [hr]}\ngroups:\n  hr: {}\n")

    directory = read_static(entry("static", path="people.yaml"))

    assert (User("ann", groups=("hr",)),) == directory.users
    assert (Group("hr"),) == directory.groups
    assert "people.yaml" == directory.locator


def test_guests_and_groups_nobody_can_see_into(entry: Entry, write: Write) -> None:
    """Both can be said by hand, and neither is the default."""
    write(
        "people.yaml",
        "users:\n  - {id: ann, external: yes}\n  - {id: bo}\n"
        "groups:\n  board: {members: [bo], complete: no}\n",
    )

    directory = read_static(entry("static", path="people.yaml"))

    assert [True, False] == [user.external for user in directory.users]
    assert (Group("board", ("bo",), complete=False),) == directory.groups


def test_names_of_another_system_are_prefixed(entry: Entry, write: Write) -> None:
    """Addresses mean the same person everywhere; every account there is listed."""
    write(
        "people.yaml",
        "users:\n  - {id: ann, email: ann@acme.example, aliases: [annlee, a@acme.example]}\n"
        "groups:\n  hr: {members: [ann, zoe@acme.example], includes: [leads]}\n  leads: [bo]\n",
    )

    directory = read_static(entry("static", "wiki", path="people.yaml"))

    (ann,) = directory.users
    assert ("wiki:ann", ("wiki:annlee", "a@acme.example")) == (ann.id, ann.aliases)
    assert (
        Group("wiki:hr", ("wiki:ann", "zoe@acme.example"), ("wiki:leads",)),
        Group("wiki:leads", ("wiki:bo",)),
    ) == directory.groups
    assert ("wiki",) == directory.listed
    assert ann.id in directory.members(directory.groups[0])


def test_empty_file_is_an_empty_directory(entry: Entry, write: Write) -> None:
    """Nothing was read, so the rules that need people say that they did not run."""
    write("people.yaml", "# nobody yet\n")

    directory = read_static(entry("static", "wiki", path="people.yaml"))

    assert (False, ()) == (directory.loaded, directory.listed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("users: [", "people.yaml:"),
        ("users: ann\n", "a list is expected"),
        ("people: []\n", "`people` is not known here"),
        ("users:\n  - {id: ann}\n  - {id: Ann}\n", "people.yaml:3: “Ann” is listed twice"),
        ("users:\n  - {id: ann, external: perhaps}\n", "`external` is true or false"),
    ],
)
def test_unusable_file_is_an_error(entry: Entry, write: Write, text: str, said: str) -> None:
    """What the configuration names must be usable; its place is told."""
    write("people.yaml", text)

    with pytest.raises(ConfigError) as caught:
        read_static(entry("static", path="people.yaml"))

    assert said in caught.value.message


def test_missing_file_is_an_error(entry: Entry) -> None:
    """A file that is not there is no empty directory."""
    with pytest.raises(ConfigError, match="there is no such file"):
        read_static(entry("static", path="people.yaml"))


@pytest.mark.parametrize(
    ("keys", "said", "hint"),
    [
        ({"paht": "people.yaml"}, "ragaudit.yaml:3:10: unknown key “paht”", "“path”"),
        ({}, "ragaudit.yaml:3:5: identities: write `path`", ""),
        ({"path": "a.csv", "groups": "b.csv"}, "write `path`, or else `users`", ""),
        ({"path": 3}, "ragaudit.yaml:3:10: identities.path: ", ""),
        ({"path": "a.csv", "columns": {"actve": "Status"}}, "unknown column “actve”", "active"),
    ],
)
def test_mistakes_in_the_entry_have_a_place(
    entry: Entry, keys: dict[str, object], said: str, hint: str
) -> None:
    """Line and column of the key, and what was perhaps meant."""
    with pytest.raises(ConfigError) as caught:
        read_static(entry("static", **keys))

    assert said in caught.value.message
    assert hint in caught.value.hint
