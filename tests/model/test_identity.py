"""Looking people and groups up."""

from __future__ import annotations

from ragaudit.model import Directory, Group, User

DIRECTORY = Directory(
    users=(
        User("ann", "Ann Lee", "ann@x.example", ("hr",), aliases=("@annlee",)),
        User("bo", groups=("board",)),
    ),
    groups=(
        Group("hr", includes=("payroll",)),
        Group("payroll", members=("bo",), includes=("hr",)),
    ),
)


def test_users_by_every_name() -> None:
    """Id, display name, address and alias, in any case."""
    names = ("ann", "ANN LEE", "Ann@X.example", "annlee", "user:ann")

    assert {"ann"} == {user.id for name in names if (user := DIRECTORY.user(name))}
    assert None is DIRECTORY.user("cy")


def test_groups_by_every_name() -> None:
    """With and without prefix; a group that only a member names exists."""
    names = ("hr", "group:hr", "@hr", "@org/hr")

    assert {"hr"} == {group.id for name in names if (group := DIRECTORY.group(name))}
    assert DIRECTORY.group("board") is not None
    assert None is DIRECTORY.group("nobody")


def test_members_of_groups_that_include_each_other() -> None:
    """A cycle ends, and both have everybody."""
    members = [
        DIRECTORY.members(group) for name in ("hr", "payroll") if (group := DIRECTORY.group(name))
    ]

    assert [frozenset({"ann", "bo"})] * 2 == members


def test_an_empty_directory_was_not_read() -> None:
    """That nobody was found does not mean that nobody exists."""
    assert (False, True) == (Directory().loaded, DIRECTORY.loaded)
