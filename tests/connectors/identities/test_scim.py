"""Exports of SCIM 2.0 resources."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.connectors.identities.conftest import Entry, Write

from ragaudit.errors import ConfigError
from ragaudit.model import Directory, Group, User
from ragaudit_connectors.identities.scim import read_scim

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
ANN: dict[str, Any] = {
    "schemas": [USER],
    "id": "2819c223",
    "externalId": "ann-4711",
    "userName": "ann",
    "name": {"formatted": "Ms. Ann Lee", "familyName": "Lee", "givenName": "Ann"},
    "emails": [
        {"value": "ann@home.example", "type": "home"},
        {"value": "ann@acme.example", "type": "work", "primary": True},
    ],
    "active": True,
}
BO = {"schemas": [USER], "id": "b0", "userName": "bo@acme.example", "active": "False"}


def group(key: str, name: str, *members: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": [GROUP], "id": key, "displayName": name, "members": list(members)}


def listing(*resources: dict[str, Any], total: int | None = None) -> dict[str, Any]:
    count = len(resources) if total is None else total
    return {"schemas": [LIST], "totalResults": count, "Resources": list(resources)}


@pytest.fixture
def read(entry: Entry, write: Write) -> Any:
    """The directory in one file of these JSON documents, each on a line of its own."""

    def _read(*documents: Any, namespace: str = "") -> Directory:
        write("scim.json", "\n".join(map(json.dumps, documents)))
        return read_scim(entry("scim", namespace, path="scim.json"))

    return _read


def test_people(read: Any) -> None:
    """Known by their login; SCIM's own id, the system's and further addresses are aliases."""
    found = read(listing(ANN, {**BO, "userType": "Guest"}))

    assert (
        User(
            "ann", "Ms. Ann Lee", "ann@acme.example",
            aliases=("2819c223", "ann-4711", "ann@home.example"),
        ),
        User("bo@acme.example", None, "bo@acme.example", (), False, ("b0",), True),
    ) == found.users  # fmt: skip


def test_groups_in_groups(read: Any) -> None:
    """Members are told apart by what they are, and a group is found by its SCIM id too."""
    found = read(
        ANN,
        group("g1", "HR", {"value": "g2", "type": "Group"}),
        group(
            "g2", "HR Leads", {"value": "2819c223", "$ref": "https://x.example/v2/Users/2819c223"}
        ),
    )

    assert [Group("HR", includes=("HR Leads",)), Group("HR Leads", ("ann",))] == [
        g for g in found.groups if g.id.startswith("HR")
    ]
    assert [{"ann"}] * 2 == [found.members(found.group(name)) for name in ("g1", "hr")]


def test_groups_that_include_each_other(read: Any) -> None:
    """A cycle ends."""
    found = read(
        ANN,
        group("a", "A", {"value": "b"}),
        group("b", "B", {"value": "a"}, {"value": "2819c223"}),
    )

    assert [{"ann"}] * 2 == [found.members(found.group(name)) for name in "AB"]


def test_members_that_were_not_exported(read: Any) -> None:
    """A person is one who is missing; who is in a missing group cannot be told."""
    found = read(
        group("g1", "People", {"value": "u9", "type": "User", "display": "Zoe"}),
        group("g2", "Perhaps", {"value": "x9"}),
        group("g3", "Nested", {"value": "g9", "$ref": "../Groups/g9"}),
    )

    groups = {g.id: g for g in found.groups}
    assert {"People": True, "Perhaps": False, "Nested": False} == {
        name: groups[name].complete for name in ("People", "Perhaps", "Nested")
    }
    assert ("Zoe",) == groups["People"].members


def test_memberships_that_only_people_tell(read: Any) -> None:
    """Some exports leave `members` out and list `groups` with each person."""
    ann = {**ANN, "groups": [{"value": "g1"}, {"value": "g9", "display": "Elsewhere"}]}

    found = read(ann, {"schemas": [GROUP], "id": "g1", "displayName": "HR"})

    assert ("ann",) == next(g for g in found.groups if g.id == "HR").members
    assert ("Elsewhere",) == found.users[0].groups


def test_a_name_that_two_groups_have(read: Any) -> None:
    """Their ids tell them apart; by the name alone nobody can say who is in it."""
    found = read(ANN, group("g1", "Editors", {"value": "2819c223"}), group("g2", "Editors"))

    groups = {g.id: g for g in found.groups}
    assert (("ann",), (), False) == (
        groups["g1"].members,
        groups["g2"].members,
        groups["Editors"].complete,
    )


def test_shapes_of_files(entry: Entry, write: Write) -> None:
    """A list response, an array, JSON lines, one file for each kind."""
    staff = group("g1", "HR", {"value": "2819c223"})
    write("list.json", json.dumps(listing(ANN, staff), indent=1))
    write("array.json", json.dumps([ANN, staff]))
    write("lines.jsonl", f"{json.dumps(ANN)}\n\n{json.dumps(staff)}\n")
    write("users.json", json.dumps(listing(ANN)))
    write("groups.json", json.dumps(listing(staff)))

    paths = (["list.json"], "array.json", "lines.jsonl", ["users.json", "groups.json"])
    read = [read_scim(entry("scim", path=path)) for path in paths]

    assert [({"ann"}, ("ann",))] * 4 == [
        ({u.id for u in found.users}, found.groups[0].members) for found in read
    ]
    assert "users.json and groups.json" == read[-1].locator


def test_pages_of_a_list(read: Any) -> None:
    """All of them are one list; a page with an entry twice does not make up for a missing one."""
    two = [listing(ANN, total=2), listing(BO, total=2), listing(total=2)]

    assert ["ann", "bo@acme.example"] == [user.id for user in read(*two).users]
    with pytest.raises(ConfigError, match=r"holds 1 of 2 users; export all pages"):
        read(two[0], two[0])


def test_another_system(read: Any) -> None:
    """Its names are prefixed, and all of its accounts are known."""
    found = read(ANN, group("g1", "HR", {"value": "2819c223"}), namespace="okta")

    assert ("okta:ann", ("okta",)) == (found.users[0].id, found.listed)
    assert {"okta:ann"} == found.members(found.group("okta:g1"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no JSON"),
        ("<html></html>", "is no JSON"),
        ('{\n "id": \n}', "scim.json:3: people and groups cannot be read: is no JSON"),
        ('{"id": "1", "userName": "a"}\n{"id": \n', "scim.json:2: people and groups cannot be"),
        ('{"userName": "ann"}', "holds a resource without an id"),
        ('{"id": "1", "colour": "red"}', "neither User nor Group"),
        ('{"id": "1", "userName": "ann", "active": "perhaps"}', "`active` is neither true nor"),
        ('{"Resources": {"id": "1"}}', "`Resources` is no list"),
        ("[" * 100_000, "nested too deeply"),
        ("3", "holds a resource without an id"),
    ],
)
def test_unusable_files(entry: Entry, write: Write, text: str, said: str) -> None:
    """What is wrong is named; nobody is left out in silence."""
    write("scim.json", text)

    with pytest.raises(ConfigError) as caught:
        read_scim(entry("scim", path="scim.json"))

    assert said in caught.value.message
