"""Who is in which group."""

from __future__ import annotations

import pytest
from tests.model.access.cases import allow, allowed, decided, deny, known, layer

from ragaudit.model import (
    AccessMatrix,
    AccessPolicy,
    Decision,
    Directory,
    Group,
    Principal,
    PrincipalKind,
    User,
)

ALLOW, DENY, UNKNOWN = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN


def _for(name: str | Principal) -> AccessPolicy:
    return known(layer(allow(name)))


def _group(name: str, namespace: str = "") -> Principal:
    return Principal(PrincipalKind.GROUP, name, namespace)


def _user(name: str, namespace: str = "") -> Principal:
    return Principal(PrincipalKind.USER, name, namespace)


def test_nested_groups() -> None:
    """Three levels, by lists of members and by what people say of themselves."""
    directory = Directory(
        (User("ann"), User("bo", groups=("payroll",)), User("cy")),
        (
            Group("staff", includes=("hr",)),
            Group("hr", includes=("payroll",)),
            Group("payroll", members=("ann",)),
        ),
    )

    assert ["ann", "bo"] == allowed(_for("group:staff"), ("ann", "bo", "cy"), directory)


def test_groups_that_include_each_other() -> None:
    """As an LDAP server accepted them."""
    directory = Directory(
        (User("ann"), User("bo"), User("cy")),
        (Group("a", ("ann",), ("b",)), Group("b", ("bo",), ("a",)), Group("c", ("cy",), ("c",))),
    )

    for name in ("group:a", "group:b"):
        assert ["ann", "bo"] == allowed(_for(name), ("ann", "bo", "cy"), directory)


def test_a_group_written_among_the_members() -> None:
    """A name there that is a group's and nobody's is the group."""
    directory = Directory((User("ann"), User("bo")), (Group("all", ("hr",)), Group("hr", ("ann",))))

    assert ["ann"] == allowed(_for("group:all"), ("ann", "bo"), directory)
    assert frozenset({"ann"}) == directory.members(Group("all", ("hr",)))


def test_a_group_the_directory_does_not_have() -> None:
    """Anybody may be in it, and whether the entry allows or denies, nothing is certain."""
    directory = Directory((User("ann"),), (Group("hr", ("ann",)),))
    denied = known(layer(allow("public"), deny("group:gone")))

    assert [UNKNOWN, DENY] == decided(_for("group:gone"), ("ann", "public"), directory)
    assert [UNKNOWN, ALLOW] == decided(denied, ("ann", "public"), directory)


def test_a_group_in_a_group_that_the_directory_does_not_have() -> None:
    """Members it lists are in; nobody is certainly out."""
    directory = Directory(
        (User("ann"), User("bo")), (Group("hr", ("ann",), ("gone",)), Group("all", (), ("hr",)))
    )

    for name in ("group:hr", "group:all"):
        assert [ALLOW, UNKNOWN] == decided(_for(name), ("ann", "bo"), directory)


def test_hidden_members() -> None:
    """An incomplete group, and every group around it."""
    directory = Directory(
        (User("ann"), User("bo")),
        (Group("hr", ("ann",), complete=False), Group("all", (), ("hr",)), Group("eng", ("bo",))),
    )
    readers = ("ann", "bo")

    assert [ALLOW, UNKNOWN] == decided(_for("group:hr"), readers, directory)
    assert [ALLOW, UNKNOWN] == decided(_for("group:all"), readers, directory)
    assert [DENY, ALLOW] == decided(_for("group:eng"), readers, directory)


def test_a_directory_that_says_of_nobody_where_he_is() -> None:
    """Groups without a single member were not read, they are not empty."""
    directory = Directory((User("ann"),), (Group("hr"), Group("eng")))

    assert [UNKNOWN] == decided(_for("group:hr"), ("ann",), directory)


def test_a_hundred_thousand_members() -> None:
    """All of one group, through another."""
    names = tuple(f"p{i}" for i in range(100_000))
    directory = Directory(
        tuple(User(name) for name in (*names, "out")),
        (Group("everybody", names), Group("readers", includes=("everybody",))),
    )
    readers = [_user(name) for name in (*names[:200], "p99999", "out")]
    found = AccessMatrix(readers, directory).decide(_for("group:readers"))

    assert [ALLOW] * 201 + [DENY] == list(found)


def test_five_thousand_groups_deep() -> None:
    """No recursion."""
    chain = (Group(f"g{i}", includes=(f"g{i + 1}",)) for i in range(5_000))
    directory = Directory((User("ann"), User("bo")), (*chain, Group("g5000", ("ann",))))

    assert ["ann"] == allowed(_for("group:g0"), ("ann", "bo"), directory)


def test_the_same_name_in_two_wikis() -> None:
    """`editors` here are not `editors` there, nor the organisation's."""
    directory = Directory(
        (User("ann", aliases=("blue:ann",)), User("bo"), User("cy")),
        (
            Group("blue:editors", ("blue:ann",)),
            Group("red:editors", ("bo",)),
            Group("editors", ("cy",)),
        ),
        listed=("blue", "red"),
    )
    readers = ("ann", "bo", "cy")

    for namespace, expected in (("blue", "ann"), ("red", "bo"), ("", "cy")):
        assert [expected] == allowed(_for(_group("editors", namespace)), readers, directory)


def test_no_other_system_stands_in_for_a_missing_group() -> None:
    """Neither by dropping the namespace nor by what stands after a slash."""
    directory = Directory((User("ann"),), (Group("editors", ("ann",)),))

    for missing in (_group("editors", "red"), _group("team/editors", "red")):
        assert [UNKNOWN] == decided(_for(missing), ("ann",), directory)
    assert [ALLOW] == decided(_for("@org/editors"), ("ann",), directory)


def test_a_group_as_reader() -> None:
    """One of its members, in what includes it and in nothing else."""
    directory = Directory(
        (User("ann"), User("bo")), (Group("hr", ("ann",)), Group("all", ("bo",), ("hr",)))
    )
    policies = [_for(name) for name in ("group:all", "group:hr", "user:bo", "authenticated")]

    for reader in ("group:hr", "hr", "@org/hr"):
        found = [decided(policy, (reader,), directory)[0] for policy in policies]
        assert [ALLOW, ALLOW, DENY, ALLOW] == found


def test_a_group_listed_twice_has_the_members_of_both() -> None:
    """In either order."""
    groups = (Group("hr", ("ann",)), Group("HR", ("bo",)))
    users = (User("ann"), User("bo"), User("cy"))

    for order in (groups, groups[::-1]):
        directory = Directory(users, order)
        assert ["ann", "bo"] == allowed(_for("group:hr"), ("ann", "bo", "cy"), directory)


def test_a_group_listed_twice_is_hidden_if_one_is() -> None:
    """In either order."""
    groups = (Group("hr", ("ann",), complete=False), Group("hr", ("bo",)))

    for order in (groups, groups[::-1]):
        directory = Directory((User("ann"), User("cy")), order)
        assert [ALLOW, UNKNOWN] == decided(_for("group:hr"), ("ann", "cy"), directory)


@pytest.mark.parametrize("written", ["hr", "HR", "@hr", "group:hr", "team:hr", "@org/hr"])
def test_a_group_however_it_is_written(written: str) -> None:
    """By a member of it, among what another includes, in an entry and as reader."""
    directory = Directory(
        (User("ann", groups=("hr",)), User("bo")),
        (Group("all", includes=(written,)), Group(written.rpartition("/")[2], ("bo",))),
    )

    assert ["ann", "bo"] == allowed(_for("group:all"), ("ann", "bo"), directory)
    entry = _for(Principal(PrincipalKind.GROUP, written))
    assert ["ann", "bo"] == allowed(entry, ("ann", "bo"), directory)
    assert [ALLOW] == decided(entry, (Principal(PrincipalKind.GROUP, written),), directory)
