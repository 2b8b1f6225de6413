"""PRM504 where access lists name accounts and groups of other systems."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ragaudit.detectors.permission.unknown_principal import UnknownPrincipal
from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Confidence,
    Directory,
    Effect,
    Entry,
    Group,
    Layer,
    Observation,
    Principal,
    PrincipalKind,
    User,
)
from ragaudit.testing import MemoryCorpus, access, compare, document

PEOPLE = Directory(
    (
        User("ann", "Ann Lee", "ann@acme.example", ("hr", "wiki:editors"), aliases=("wiki:alee",)),
        User("bo", groups=("hr",)),
        User("wiki:guest", external=True),
    ),
    (
        Group("hr"),
        Group("wiki:editors"),
        Group("wiki:empty"),
        Group("wiki:veiled", complete=False),
        Group("shop:buyers", ("shop:x",)),
    ),
    "directory.yaml",
    listed=("wiki",),
)
USER, GROUP, EITHER = PrincipalKind.USER, PrincipalKind.GROUP, PrincipalKind.UNRESOLVED


def one(
    kind: PrincipalKind, name: str, system: str, directory: Directory = PEOPLE
) -> list[Observation]:
    entry = Entry(Effect.ALLOW, Principal(kind, name, system), "acl.auth.php:7")
    policy = AccessPolicy(AccessState.KNOWN, (Layer("page", (entry,)),))
    corpus = MemoryCorpus.of_documents(document(access=policy), directory=directory)
    return compare(UnknownPrincipal(), corpus)


def test_an_account_that_is_not_there() -> None:
    """The message names the system; the nearest account is one of that system."""
    (seen,) = one(USER, "ale", "wiki")

    assert (
        "“wiki:ale” is neither a person nor a group in the accounts of “wiki”, so the entry that "
        "allows it (acl.auth.php:7) reaches nobody for 1 document."
    ) == seen.message
    assert "Did you mean “alee”? Correct the access list." == seen.action
    assert (Confidence.HIGH, "acl.auth.php|wiki:ale") == (seen.confidence, seen.key)


@pytest.mark.parametrize(
    ("kind", "name"),
    [(USER, "bo"), (USER, "ann"), (GROUP, "hr"), (GROUP, "staff"), (EITHER, "hr")],
)
def test_the_organisations_own_are_no_accounts(kind: PrincipalKind, name: str) -> None:
    """Whoever exists elsewhere under this name is nobody here."""
    assert [f"wiki:{name}"] == [seen.quote for seen in one(kind, name, "wiki")]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (USER, "alee"),
        (USER, "guest"),
        (USER, "ann@acme.example"),
        (GROUP, "editors"),
        (GROUP, "veiled"),
        (EITHER, "alee"),
        (EITHER, "editors"),
        (PrincipalKind.ROLE, "Manager"),
    ],
)
def test_silent_on_what_the_system_has(kind: PrincipalKind, name: str) -> None:
    """Accounts that became aliases, guests, groups; a group nobody can see into is not empty."""
    assert [] == one(kind, name, "wiki")


def test_a_group_without_members() -> None:
    """It reaches nobody, and is there."""
    assert ["“wiki:empty” has no members in the accounts of “wiki”"] == [
        seen.message.partition(", so")[0] for seen in one(GROUP, "empty", "wiki")
    ]


@pytest.mark.parametrize("system", ["shop", "elsewhere"])
@pytest.mark.parametrize(("kind", "name"), [(USER, "zoe"), (GROUP, "zoes"), (EITHER, "z")])
def test_silent_where_not_all_accounts_were_listed(
    system: str, kind: PrincipalKind, name: str
) -> None:
    """Somebody who was not listed may exist all the same."""
    assert [] == one(kind, name, system)


def test_silent_on_groups_where_only_accounts_were_listed() -> None:
    """A list of people says nothing about groups."""
    people = Directory((User("wiki:ann"),), (Group("hr", ("bo",)),), listed=("wiki",))

    assert [] == one(GROUP, "editors", "wiki", people)
    assert ["wiki:zoe"] == [seen.quote for seen in one(USER, "zoe", "wiki", people)]


def test_silent_on_the_organisation_where_only_a_system_was_listed() -> None:
    """The accounts of a wiki say nothing about who works here."""
    accounts = replace(PEOPLE, users=(User("wiki:ann"),), groups=(Group("wiki:hr", ("wiki:ann",)),))

    assert [] == one(USER, "zoe", "", accounts)
    assert ["wiki:zoe"] == [seen.quote for seen in one(USER, "zoe", "wiki", accounts)]


def test_names_as_people_write_them() -> None:
    """`wiki:zoe` in a file is an account there, and `wikki:zoe` nothing that is known."""
    written = access("wiki:alee", "group:wiki:editors", "wiki:zoe", "wikki:zoe", "shop:zoe")
    corpus = MemoryCorpus.of_documents(document(access=written), directory=PEOPLE)

    assert {"wiki:zoe", "wikki:zoe"} == {seen.quote for seen in compare(UnknownPrincipal(), corpus)}
