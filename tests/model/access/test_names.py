"""Whom a name means: accounts elsewhere, names that collide, strangers."""

from __future__ import annotations

import pytest
from tests.model.access.cases import allow, allowed, decided, known, layer

from ragaudit.model import (
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


def test_an_account_in_another_system_is_the_persons() -> None:
    """By its alias, as entry and as reader, and in a group's list."""
    directory = Directory(
        (User("ann", aliases=("wiki:asmith",)), User("bo")),
        (Group("wiki:admins", ("wiki:asmith",)),),
        listed=("wiki",),
    )

    assert ["ann"] == allowed(_for(_user("asmith", "wiki")), ("ann", "bo"), directory)
    assert ["ann"] == allowed(_for(_group("admins", "wiki")), ("ann", "bo"), directory)
    assert [ALLOW] == decided(_for("user:ann"), (_user("asmith", "wiki"),), directory)


@pytest.mark.parametrize(("listed", "expected"), [((), UNKNOWN), (("wiki",), DENY)])
def test_an_account_nobody_can_assign(listed: tuple[str, ...], expected: Decision) -> None:
    """It may be anybody's, unless the directory has every account of that system."""
    directory = Directory((User("ann"),), listed=listed)

    assert [expected] == decided(_for(_user("asmith", "wiki")), ("ann",), directory)


def test_calling_oneself_like_another() -> None:
    """A display name is no way to somebody else's documents or groups."""
    directory = Directory(
        (User("ann"), User("eve", name="Ann"), User("bo", aliases=("ann",))),
        (Group("hr", ("ann",)),),
    )
    readers = ("ann", "eve", "bo")

    assert ["ann"] == allowed(_for("user:Ann"), readers, directory)
    assert ["ann"] == allowed(_for("group:hr"), readers, directory)


def test_two_people_of_one_name() -> None:
    """Which of them is meant is not known; nobody else is."""
    directory = Directory(
        (User("j1", name="Jo Lee"), User("j2", name="Jo Lee"), User("bo")),
        (Group("hr", ("Jo Lee", "bo")),),
    )
    readers = ("j1", "j2", "bo")

    assert [UNKNOWN, UNKNOWN, DENY] == decided(_for("user:Jo Lee"), readers, directory)
    assert [UNKNOWN, UNKNOWN, ALLOW] == decided(_for("group:hr"), readers, directory)
    assert [ALLOW, DENY, DENY] == decided(_for("user:j1"), readers, directory)


def test_a_person_is_not_the_group_of_that_name() -> None:
    """Neither a listed one nor a stranger, whether or not the group is known."""
    directory = Directory((User("hr"), User("ann")), (Group("hr", ("ann",)),))
    stranger = Directory((), (Group("hr", ("ann",)),))

    assert ["ann"] == allowed(_for("group:hr"), ("user:hr", "ann"), directory)
    assert [UNKNOWN] == decided(_for("group:hr"), ("user:hr",), stranger)
    assert [UNKNOWN] == decided(_for("group:hr"), ("user:hr",), Directory((User("ann"),)))


def test_a_name_that_is_a_persons_and_a_groups() -> None:
    """Without its kind it may be either."""
    directory = Directory((User("support"), User("ann"), User("bo")), (Group("support", ("ann",)),))
    readers = ("user:support", "ann", "bo")

    assert [UNKNOWN, UNKNOWN, DENY] == decided(_for("support"), readers, directory)


def test_somebody_the_directory_does_not_list() -> None:
    """It may be a listed person under another name; where its own name stands it is meant."""
    directory = Directory((User("ann"),), (Group("hr", ("ann", "zed")), Group("eng", ("ann",))))
    policies = [_for(name) for name in ("group:hr", "group:eng", "user:ann", "user:zed")]

    found = [decided(policy, ("user:zed",), directory)[0] for policy in policies]
    assert [ALLOW, UNKNOWN, UNKNOWN, ALLOW] == found


def test_mail_addresses_of_strangers_differ() -> None:
    """Two addresses are two people; a login may be anybody's."""
    policy = _for("ann@x.example")

    found = decided(policy, ("ann@x.example", "zed@x.example", "zed"), Directory())
    assert [ALLOW, DENY, UNKNOWN] == found


def test_a_mail_address_as_an_account_elsewhere() -> None:
    """Whether it is the same person's is not known; another address is another person."""
    directory = Directory((User("ann", email="ann@x.example"), User("bo", email="bo@x.example")))
    policy = _for(_user("ann@x.example", "wiki"))

    assert [UNKNOWN, DENY] == decided(policy, ("ann", "bo"), directory)


def test_a_word_that_nobody_can_resolve() -> None:
    """Whoever goes by it is meant, as a person or as a group; others may be."""
    directory = Directory((User("ann"),))
    readers = ("user:zed", "group:zed", "zed", "ann", "group:hr")

    assert [ALLOW] * 3 + [UNKNOWN] * 2 == decided(_for("zed"), readers, directory)
