"""A trace says in words what decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.model.access.cases import allow, deny, known, layer, principal

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Algorithm,
    Condition,
    Decision,
    Directory,
    Entry,
    Group,
    Layer,
    Principal,
    PrincipalKind,
    Right,
    User,
)

DIRECTORY = Directory(
    (User("ann", groups=("payroll",)), User("bo"), User("left", active=False)),
    (
        Group("staff", includes=("hr",)),
        Group("hr", includes=("payroll",)),
        Group("payroll", members=("ann",)),
        Group("hidden", complete=False),
    ),
)
LAST = date(2026, 5, 1)
LINK = Principal(PrincipalKind.LINK_HOLDER, "link")


def _texts(
    policy: AccessPolicy, reader: str = "ann", on: date | None = None
) -> list[tuple[str, str, str]]:
    steps = policy.decide(principal(reader), DIRECTORY, on).steps
    return [(step.scope, step.decision.value, step.text) for step in steps]


@pytest.mark.parametrize(
    ("entries", "reader", "expected"),
    [
        ((allow("public"),), "ann", "allows everybody, signed in or not"),
        ((allow("user:ann"), allow("user:bo")), "ann", "allows user ann"),
        ((allow("group:payroll"),), "ann", "allows group payroll (a member)"),
        ((allow("group:hr"),), "ann", "allows group hr (a member through payroll)"),
        ((allow("group:staff"),), "ann", "allows group staff (a member through payroll, then hr)"),
        ((deny("group:hr"), allow("user:ann")), "ann",
         "denies group hr (a member through payroll); allows user ann"),
        ((allow("group:hidden"),), "bo",
         "allows group hidden (whether this reader is meant is not known)"),
        ((allow(LINK),), "bo",
         "allows everybody who has the link (whether this reader has it is not known)"),
        ((allow("group:hr"),), "bo", "no entry is about this reader"),
        ((), "bo", "the list is empty"),
        ((allow("group:hr", condition=Condition.CONTEXT),), "ann",
         "allows group hr (a member through payroll; depends on network, time or attributes, "
         "which a list does not settle)"),
        ((allow("user:ann", condition=Condition.PASSWORD),), "ann",
         "allows user ann (for who knows the password)"),
    ],
)  # fmt: skip
def test_what_a_layer_says(entries: tuple[Entry, ...], reader: str, expected: str) -> None:
    """The entries that are about the reader, by which way, and what is open about them."""
    (step,) = known(layer(*entries)).decide(principal(reader), DIRECTORY).steps

    assert expected == step.text


@pytest.mark.parametrize(
    ("on", "decision", "note"),
    [
        (None, "unknown", "until 2026-05-01, and no day was given"),
        (LAST, "allow", "until 2026-05-01"),
        (date(2026, 5, 2), "deny", "no longer in force, it ended on 2026-05-01"),
    ],
)
def test_an_entry_that_ends(on: date | None, decision: str, note: str) -> None:
    """Its last day is part of the reason, also when it has passed."""
    policy = known(layer(allow("user:ann", expires=LAST)))

    assert [("page", decision, f"allows user ann ({note})")] == _texts(policy, on=on)


def test_each_layer_is_a_step() -> None:
    """With what it comes to by itself and where it is written."""
    space = Layer("space", (allow("user:bo"),), locator="space.json")
    policy = known(layer(allow("group:hr"), scope="page 7"), space)
    steps = policy.decide(principal("ann"), DIRECTORY).steps

    assert [
        ("page 7", Decision.ALLOW, "allows group hr (a member through payroll)", None),
        ("space", Decision.DENY, "no entry is about this reader", "space.json"),
    ] == [(s.scope, s.decision, s.text, s.locator) for s in steps]


def test_where_something_is_missing() -> None:
    """In a layer, and in the policy."""
    policy = replace(
        known(layer(allow("user:ann"), complete=False)),
        state=AccessState.PARTIAL,
        note="the restrictions of the space could not be read",
    )

    assert [
        ("page", "unknown", "allows user ann; entries may be missing here"),
        ("policy", "unknown", "the restrictions of the space could not be read"),
    ] == _texts(policy)


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        (AccessPolicy(), "the access list was not read"),
        (AccessPolicy(AccessState.ERROR), "the access list could not be read"),
        (AccessPolicy(AccessState.ERROR, note="403 for auditor"), "403 for auditor"),
        (AccessPolicy(AccessState.NOT_APPLICABLE),
         "the source does not tell readers apart by document"),
        (AccessPolicy(AccessState.KNOWN), "no access list was found"),
        (AccessPolicy(AccessState.PARTIAL), "no access list was found"),
    ],
)  # fmt: skip
def test_nothing_was_read(policy: AccessPolicy, text: str) -> None:
    """One step that says why."""
    assert [("policy", "unknown", text)] == _texts(policy)


def test_an_implicit_right() -> None:
    """It stands before the lists it goes past; others' are not shown."""
    implicit = (allow("group:hr"), allow("user:bo"))
    policy = replace(known(layer()), implicit=implicit)

    assert [
        ("implicit", "allow", "allows group hr (a member through payroll)"),
        ("page", "deny", "the list is empty"),
    ] == _texts(policy)


def test_a_disabled_account() -> None:
    """Why its own entry does not count."""
    assert [
        (
            "account",
            "unknown",
            "the account is disabled, so only what anybody may read without signing in counts",
        ),
        ("page", "deny", "no entry is about this reader"),
    ] == _texts(known(layer(allow("user:left"))), "left")


def test_one_list_among_several_that_may_grant() -> None:
    """Under IAM silence is no denial."""
    layers = (layer(allow("user:bo"), scope="bucket policy"), layer(scope="boundary"))

    assert [
        ("bucket policy", "deny", "no entry is about this reader; another list may still allow"),
        ("boundary", "deny", "the list is empty"),
    ] == _texts(known(*layers, algorithm=Algorithm.IAM))


def test_code_says_so() -> None:
    """Its text is shown, its result is not guessed."""
    policy = known(layer(allow("user:ann")), algorithm=Algorithm.OPAQUE)

    assert [
        ("page", "unknown", "allows user ann; decided by code that only the system can run")
    ] == _texts(policy)


def test_a_user_of_a_groups_name() -> None:
    """No membership is told of an entry for a person."""
    directory = Directory((User("ann"),), (Group("ann", ("ann",)),))
    (step,) = known(layer(allow("user:ann"))).decide(principal("user:ann"), directory).steps

    assert "allows user ann" == step.text


def test_entries_about_writing_are_not_reasons() -> None:
    """They neither let in nor shut out."""
    writing = replace(allow("user:ann"), rights=(Right.WRITE,))

    assert [("page", "deny", "no entry is about this reader")] == _texts(known(layer(writing)))


def test_long_lists_are_cut() -> None:
    """How many more there are is said."""
    policy = known(layer(*[allow("public")] * 100))
    ((_, _, text),) = _texts(policy)

    assert True is text.endswith("; 92 more that may apply")
