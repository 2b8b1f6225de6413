"""People, groups and accounts from several places as one directory."""

from __future__ import annotations

import pytest

from ragaudit._engine.identities import Merged, merge
from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    AccessState,
    Decision,
    Directory,
    Effect,
    Entry,
    Group,
    Layer,
    Principal,
    PrincipalKind,
    User,
)

ANN = User("ann", "Ann Lee", "ann@acme.example", ("hr",))
BO = User("bo", "Bo", "bo@acme.example")
STAFF = Directory((ANN, BO), (Group("hr"),), "directory.yaml")


def wiki(*users: User, groups: tuple[Group, ...] = (), listed: bool = True) -> Directory:
    return Directory(users, groups, "the wiki", ("wiki",) if listed else ())


def reads(merged: Merged, entry: Principal, reader: str) -> Decision:
    """Whether somebody may read what one entry allows."""
    layer = Layer("page", (Entry(Effect.ALLOW, entry),))
    policy = AccessPolicy(AccessState.KNOWN, (layer,))
    return policy.decide(Principal(PrincipalKind.USER, reader), merged.directory).decision


def account(name: str) -> Principal:
    return Principal(PrincipalKind.USER, name, "wiki")


@pytest.mark.parametrize(
    ("person", "found"),
    [
        (ANN, User("wiki:alee", "A.", "ANN@acme.example", ("wiki:editors",))),
        (
            User("ann", aliases=("wiki:alee",)),
            User("wiki:alee", "Ann Lee", None, ("wiki:editors",)),
        ),
        (
            User("ann", aliases=("S-1-5-21-1-2-3-7",)),
            User("wiki:alee", groups=("wiki:editors",), aliases=("S-1-5-21-1-2-3-7",)),
        ),
        (
            User("ann", email="a@acme.example", aliases=("ann@acme.example",)),
            User("wiki:alee", email="ann@acme.example", groups=("wiki:editors",)),
        ),
        (
            User("ann@acme.example"),
            User("wiki:alee", None, "ann@acme.example", ("wiki:editors",)),
        ),
    ],
    ids=["address", "alias", "identifier", "second-address", "address-as-id"],
)
def test_an_account_becomes_an_alias(person: User, found: User) -> None:
    """By its address, or because the directory names it; its groups are the person's, too."""
    merged = merge([wiki(found), Directory((person,), (), "directory.yaml")])

    (user,) = merged.directory.users
    assert (person.id, True) == (user.id, "wiki:alee" in user.aliases)
    assert ("wiki:editors",) == user.groups[-1:]
    assert ((), ("wiki",)) == (merged.notes, merged.directory.listed)
    assert Decision.ALLOW is reads(merged, account("alee"), person.id)
    assert Decision.ALLOW is reads(
        merged, Principal(PrincipalKind.GROUP, "editors", "wiki"), person.id
    )


@pytest.mark.parametrize(
    "found",
    [
        User("wiki:ann", "Ann Lee"),
        User("wiki:ann", "Ann Lee", "ann@other.example"),
        User("wiki:x", "x", aliases=("ann", "wiki:bo", "hr")),
    ],
    ids=["same-login-and-name", "another-address", "aliases-of-its-own"],
)
def test_a_likeness_is_no_link(found: User) -> None:
    """The same login or name in another system may be somebody else."""
    merged = merge([STAFF, wiki(found)])

    assert [ANN, BO, found] == list(merged.directory.users)
    assert Decision.DENY is reads(merged, account(found.id.removeprefix("wiki:")), "ann")


def test_an_address_that_only_a_system_says_gives_no_further_name() -> None:
    """People write their own address in many a system, and perhaps somebody else's."""
    ann = User("ann", aliases=("wiki:ann",))

    merged = merge([Directory((ann,)), wiki(User("wiki:ann", email="ceo@acme.example"))])

    assert (None, None) == (
        merged.directory.users[0].email,
        merged.directory.user("ceo@acme.example"),
    )


def test_an_account_that_two_claim_belongs_to_neither_for_certain() -> None:
    """What is said of it is not known of either, and certain for everybody else."""
    eve = User("eve", aliases=("wiki:ann",))
    both = wiki(
        User("wiki:ann", None, "ann@acme.example", ("wiki:editors",)),
        groups=(Group("wiki:editors", ("wiki:bo",)),),
    )

    merged = merge([Directory((ANN, BO, eve)), both])

    assert ["ann", "bo", "eve"] == [user.id for user in merged.directory.users]
    for entry in (account("ann"), Principal(PrincipalKind.GROUP, "editors", "wiki")):
        assert [Decision.UNKNOWN, Decision.UNKNOWN, Decision.DENY] == [
            reads(merged, entry, name) for name in ("ann", "eve", "bo")
        ]
    assert (
        "1 name is claimed by more than one person, so what is said of it is not known of any: "
        "“wiki:ann” (eve, ann).",
    ) == merged.notes


def test_two_people_with_one_address() -> None:
    """A shared mailbox names neither for certain, and the note names both."""
    desk = (User("ann", email="desk@acme.example"), User("bo", aliases=("desk@acme.example",)))

    merged = merge([Directory(desk)])

    entry = Principal.parse("desk@acme.example")
    assert [Decision.UNKNOWN] * 2 == [reads(merged, entry, name) for name in ("ann", "bo")]
    assert "“desk@acme.example” (ann, bo)" in merged.notes[0]


def test_a_disabled_account_does_not_disable_the_person() -> None:
    """Nor does it read on as one of her names; her address still means her."""
    off = User("wiki:ann", None, "ann@acme.example", active=False)

    merged = merge([STAFF, wiki(off)])

    assert Decision.DENY is reads(merged, account("ann"), "ann")
    assert Decision.ALLOW is reads(merged, Principal.parse("ann@acme.example"), "ann")
    assert [True, True, False] == [user.active for user in merged.directory.users]
    assert () == merged.notes


def test_an_account_that_outlives_its_person() -> None:
    """It still reads, and that is worth a note."""
    left = User("ann", None, "ann@acme.example", active=False)

    merged = merge([Directory((left,)), wiki(User("wiki:ann", None, "ann@acme.example"))])

    assert [Decision.ALLOW, Decision.DENY] == [
        reads(merged, account("ann"), name) for name in ("wiki:ann", "ann")
    ]
    assert (
        "1 account of people whom the directory lists as disabled still works: “wiki:ann” (ann).",
    ) == merged.notes


def test_two_accounts_of_one_person_in_one_system() -> None:
    """She reads what either may."""
    both = wiki(
        User("wiki:ann", email="ann@acme.example"), User("wiki:root", email="ann@acme.example")
    )

    merged = merge([STAFF, both])

    assert [Decision.ALLOW] * 2 == [reads(merged, account(n), "ann") for n in ("ann", "root")]


def test_accounts_without_a_directory() -> None:
    """Accounts of different systems with one address are one person; of one system they are two."""
    shop = Directory((User("shop:ann", None, "ann@acme.example", ("shop:buyers",)),))
    two = wiki(User("wiki:b1", email="b@acme.example"), User("wiki:b2", email="b@acme.example"))

    merged = merge([wiki(User("wiki:ann", email="ann@acme.example")), shop, two])

    assert ["wiki:ann", "wiki:b1", "wiki:b2"] == [user.id for user in merged.directory.users]
    assert Decision.ALLOW is reads(
        merged, Principal(PrincipalKind.GROUP, "buyers", "shop"), "ann@acme.example"
    )
    assert not merged.directory.lists_accounts()


def test_one_person_in_two_lists() -> None:
    """By id or by address; the first names her, and whoever is disabled in one is disabled."""
    more = Directory(
        (
            User("ann", "A. Lee", "ann@new.example", ("board",), False, ("S-1-5-21-7",), True),
            User("blee", None, "bo@acme.example", aliases=("bol",)),
        ),
        locator="ldaps://x",
    )

    merged = merge([STAFF, more])

    assert (
        User(
            "ann", "Ann Lee", "ann@acme.example", ("hr", "board"), False,
            ("ann@new.example", "S-1-5-21-7"), True,
        ),
        User("bo", "Bo", "bo@acme.example", aliases=("blee", "bol")),
    ) == merged.directory.users  # fmt: skip
    assert "“ann”: active in one list of people and disabled in another" in merged.notes[0]
    assert "directory.yaml and ldaps://x" == merged.directory.locator


def test_a_group_in_two_lists_has_the_members_of_both() -> None:
    """It is said where they differ; groups of different systems are different groups."""
    ldap = Directory((), (Group("hr", ("bo",), ("leads",), False),), "ldaps://x")
    yaml = Directory((ANN,), (Group("hr", ("ann",)), Group("wiki:hr", ("zoe",))), "directory.yaml")

    merged = merge([yaml, ldap])

    assert (Group("hr", ("ann", "bo"), ("leads",), False), Group("wiki:hr", ("zoe",))) == (
        merged.directory.groups
    )
    assert (
        "The group “hr” has different members in directory.yaml and ldaps://x; all of them count.",
    ) == merged.notes
    assert () == merge([yaml, yaml]).notes


def test_systems_are_listed_together() -> None:
    """Whoever has no account in a listed system is nobody there; in others nothing is known."""
    merged = merge([STAFF, wiki(User("wiki:x")), Directory((User("shop:x"),))])

    assert [True, True, False] == [
        merged.directory.lists_accounts(system) for system in ("", "wiki", "shop")
    ]


def test_nothing_is_still_nothing() -> None:
    """An empty directory says that nothing was read."""
    merged = merge([Directory(), Directory()])

    assert (False, None, ()) == (merged.directory.loaded, merged.directory.locator, merged.notes)
    assert (
        Decision.DENY
        is AccessPolicy(AccessState.KNOWN, (Layer("page"),))
        .decide(ANONYMOUS, merged.directory)
        .decision
    )


def test_many_people() -> None:
    """The time grows with their number and not with its square."""
    people = [User(f"p{n}", None, f"p{n}@acme.example") for n in range(20_000)]
    accounts = [User(f"wiki:{n}", None, f"p{n}@acme.example") for n in range(20_000)]

    merged = merge([Directory(tuple(people)), wiki(*accounts)])

    assert (20_000, ("wiki:19999",)) == (
        len(merged.directory.users),
        merged.directory.users[-1].aliases,
    )
