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


def test_an_id_goes_before_what_somebody_calls_himself() -> None:
    """Then addresses and aliases; display names come last."""
    directory = Directory(
        (
            User("ann"),
            User("eve", name="Ann", aliases=("root",)),
            User("bo", name="root", email="ann"),
        )
    )

    assert [["ann"], ["eve"], []] == [
        [user.id for user in directory.named(name)] for name in ("Ann", "root", "nobody")
    ]


def test_a_name_that_two_people_have() -> None:
    """Both are meant; who has to be one is the active one, in any order."""
    users = (User("j1", name="Jo Lee", active=False), User("j2", name="Jo Lee"))

    for order in (users, users[::-1]):
        directory = Directory(order)
        assert ["j1", "j2"] == [user.id for user in directory.named("jo lee")]
        assert users[1] == directory.user("Jo Lee")


def test_names_in_a_system_stay_in_it() -> None:
    """What stands after a slash is looked for only where no system is named."""
    directory = Directory(groups=(Group("editors"),))

    assert None is directory.group("wiki:team/editors")
    assert "editors" == getattr(directory.group("@org/editors"), "id", None)


def test_members_that_are_groups_or_two_people() -> None:
    """A group's name stands for the group, a shared name for nobody in particular."""
    directory = Directory(
        (User("j1", name="Jo Lee"), User("j2", name="Jo Lee"), User("ann", groups=("@hr",))),
        (Group("all", ("hr", "Jo Lee", "zed")),),
    )

    assert frozenset({"ann", "Jo Lee", "zed"}) == directory.members(
        Group("all", ("hr", "Jo Lee", "zed"))
    )
