"""Decisions about accounts, links, guests, days and conditions, by state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.model.access.cases import allow, allowed, decided, deny, known, layer, principal

from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    AccessState,
    Algorithm,
    Condition,
    Decision,
    Directory,
    Effect,
    Entry,
    Group,
    Principal,
    PrincipalKind,
    Right,
    User,
)

ALLOW, DENY, UNKNOWN = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN
DIRECTORY = Directory(
    (
        User("ann", email="ann@x.example", aliases=("a.lee@y.example",)),
        User("guy", email="guy@guest.example", external=True),
        User("left", email="left@x.example", active=False, groups=("hr",)),
        User("nomail"),
    ),
    (Group("hr", ("ann",)), Group("guests", ("guy",)), Group("mixed", ("ann", "guy"))),
)
LINK = Principal(PrincipalKind.LINK_HOLDER, "link")
READERS: tuple[str | Principal, ...] = ("ann", "guy", "left", "zed", ANONYMOUS)
LAST = date(2026, 5, 1)


def _found(policy: AccessPolicy, *readers: str | Principal) -> list[Decision]:
    return decided(policy, readers or READERS, DIRECTORY)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("public", [ALLOW, ALLOW, ALLOW, ALLOW, ALLOW]),
        ("authenticated", [ALLOW, ALLOW, DENY, ALLOW, DENY]),
        ("internal", [ALLOW, DENY, DENY, UNKNOWN, DENY]),
        ("group:hr", [ALLOW, DENY, DENY, UNKNOWN, DENY]),
        ("user:left", [DENY, DENY, DENY, UNKNOWN, DENY]),
        ("domain:x.example", [ALLOW, DENY, DENY, UNKNOWN, DENY]),
        ("domain:y.example", [ALLOW, DENY, DENY, UNKNOWN, DENY]),
        (LINK, [UNKNOWN] * 5),
    ],
)
def test_whom_an_entry_lets_in(who: str | Principal, expected: list[Decision]) -> None:
    """An employee, a guest, a disabled account, a stranger, and somebody not signed in."""
    assert expected == _found(known(layer(allow(who))))


def test_a_denial_for_everybody_shuts_out_everybody() -> None:
    """Those not signed in, and those with a disabled account, are part of it."""
    assert [DENY] * 5 == _found(known(layer(allow("public"), deny("public"))))


def test_a_disabled_account_reads_what_anybody_may() -> None:
    """What denies it by name does not stop it from not signing in."""
    policy = known(layer(allow("public"), deny("user:left")))

    assert [ALLOW] == _found(policy, "left")


def test_a_domain_ends_at_its_dot() -> None:
    """`x.example` is neither `notx.example` nor `sub.x.example`."""
    directory = Directory((User("a", email="a@notx.example"), User("b", email="b@sub.x.example")))

    assert [] == allowed(known(layer(allow("domain:x.example"))), ("a", "b"), directory)


def test_a_domain_for_somebody_without_an_address() -> None:
    """It is not known; nor is it for a group, whose members have some address."""
    policy = known(layer(allow("domain:x.example")))

    assert [UNKNOWN, UNKNOWN] == _found(policy, "nomail", "group:hr")


def test_the_organisation_for_members_of_groups() -> None:
    """All inside, all guests, both, and a group nobody knows."""
    policy = known(layer(allow("internal")))
    directory = replace(DIRECTORY, groups=(*DIRECTORY.groups, Group("eng", ("ann", "nomail"))))
    readers = ("group:eng", "group:guests", "group:mixed", "group:gone", "internal")

    assert [ALLOW, DENY, UNKNOWN, UNKNOWN, ALLOW] == decided(policy, readers, directory)


def test_without_a_directory_nobody_is_known_to_be_inside() -> None:
    """It was not read; that somebody is a guest could not have been seen."""
    policy = known(layer(allow("internal")))

    assert [UNKNOWN, UNKNOWN, DENY] == decided(policy, ("ann", "group:hr", ANONYMOUS), Directory())


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (None, UNKNOWN),
        (date(2026, 4, 30), ALLOW),
        (LAST, ALLOW),
        (date(2026, 5, 2), DENY),
    ],
)
def test_an_entry_with_a_last_day(on: date | None, expected: Decision) -> None:
    """It is in force on that day still; without a day it is open."""
    policy = known(layer(allow("user:ann", expires=LAST)))

    assert [expected] == decided(policy, ("ann",), DIRECTORY, on)


@pytest.mark.parametrize(
    ("on", "expected"), [(None, UNKNOWN), (LAST, DENY), (date(2026, 5, 2), ALLOW)]
)
def test_a_denial_with_a_last_day(on: date | None, expected: Decision) -> None:
    """Afterwards it shuts nobody out."""
    barred = Entry(Effect.DENY, principal("user:ann"), expires=LAST)

    assert [expected] == decided(known(layer(allow("public"), barred)), ("ann",), DIRECTORY, on)


@pytest.mark.parametrize("condition", [Condition.PASSWORD, Condition.CONTEXT])
def test_what_a_list_does_not_settle(condition: Condition) -> None:
    """An allow that depends on something does not let in, its denial does not shut out."""
    may = known(layer(allow("user:ann", condition=condition)))
    may_not = known(layer(allow("public"), deny("user:ann", condition=condition)))

    assert [UNKNOWN, DENY] == _found(may, "ann", "guy")
    assert [UNKNOWN, ALLOW] == _found(may_not, "ann", "guy")


def test_a_condition_does_not_outlive_its_entry() -> None:
    """An expired entry is gone, whatever it depended on."""
    policy = known(layer(allow("user:ann", expires=LAST, condition=Condition.PASSWORD)))

    assert [DENY] == decided(policy, ("ann",), DIRECTORY, date(2026, 6, 1))


def test_superusers_go_past_every_list() -> None:
    """DokuWiki gives them everything and shows it in no list; of the rest nothing changes."""
    implicit = (allow("user:ann"), deny("user:guy"), allow(LINK))
    policy = replace(known(layer()), implicit=implicit)
    manager = Entry(Effect.ALLOW, principal("user:ann"), rights=(Right.MANAGE,))

    assert [ALLOW, UNKNOWN] == _found(policy, "ann", "guy")
    assert [DENY] == _found(replace(known(layer()), implicit=(manager,)), "ann")


@pytest.mark.parametrize(
    "state", [AccessState.UNKNOWN, AccessState.ERROR, AccessState.NOT_APPLICABLE]
)
def test_not_read_is_neither_public_nor_private(state: AccessState) -> None:
    """Except for those who may read whatever the list says."""
    policy = AccessPolicy(state, (layer(allow("public")),), implicit=(allow("user:ann"),))

    assert [ALLOW, UNKNOWN, UNKNOWN] == _found(policy, "ann", "guy", ANONYMOUS)


def test_known_without_any_list_is_not_known() -> None:
    """Neither is partial without one."""
    for state in (AccessState.KNOWN, AccessState.PARTIAL):
        assert [UNKNOWN] * 5 == _found(AccessPolicy(state))


def test_partly_read_shuts_out_but_does_not_let_in() -> None:
    """What is missing can only restrict."""
    policy = AccessPolicy(AccessState.PARTIAL, (layer(allow("group:hr")),))

    assert [UNKNOWN, DENY, DENY, UNKNOWN, DENY] == _found(policy)


def test_partly_read_where_any_list_may_grant() -> None:
    """Under IAM only an explicit denial is certain."""
    entries = (allow("group:hr"), deny("user:guy"))
    policy = AccessPolicy(AccessState.PARTIAL, (layer(*entries),), algorithm=Algorithm.IAM)

    assert [UNKNOWN, DENY, UNKNOWN, UNKNOWN, UNKNOWN] == _found(policy)


def test_an_unknown_layer_beside_one_that_shuts_out() -> None:
    """All must let in, so one that does not is enough."""
    policy = known(layer(complete=False), layer(allow("group:hr"), scope="space"))

    assert [UNKNOWN, DENY] == _found(policy, "ann", "guy")
