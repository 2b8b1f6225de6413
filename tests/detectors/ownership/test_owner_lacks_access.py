"""OWN104."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.detectors.ownership.owner_lacks_access import OwnerLacksAccess
from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Confidence,
    Directory,
    Group,
    Layer,
    Observation,
    User,
)
from ragaudit.testing import access, check_detector, context, document, owner

PEOPLE = Directory(
    (
        User("ann", "Ann Lee", "ann@acme.example", ("hr",)),
        User("bob", email="bob@acme.example", groups=("sales",)),
        User("eve", groups=("hr",), active=False),
    ),
    (Group("staff-council", includes=("hr",)), Group("empty")),
    "directory.yaml",
)


def run(name: str, policy: AccessPolicy, directory: Directory = PEOPLE) -> list[Observation]:
    page = document(owners=(owner(name),), access=policy)
    return list(OwnerLacksAccess().detect(page, context(directory=directory)))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(OwnerLacksAccess())


@pytest.mark.parametrize(
    ("name", "policy"),
    [
        ("bob", access("hr")),
        ("bob@acme.example", access("ann")),
        ("sales", access("hr")),
        ("ann", access("hr", deny=("ann@acme.example",))),
        ("ann", access("public", deny=("hr",))),
        ("bob", access("staff-council")),
        ("ann", access()),
    ],
    ids=["other-group", "other-person", "no-member", "denied", "denied-group", "nested", "nobody"],
)
def test_reports_owners_who_are_shut_out(name: str, policy: AccessPolicy) -> None:
    """Everything needed to tell is known."""
    assert [Confidence.HIGH] == [o.confidence for o in run(name, policy)]


@pytest.mark.parametrize(
    ("name", "policy"),
    [
        ("ann", access("hr")),
        ("ann", access("staff-council")),
        ("Ann Lee", access("user:ann")),
        ("hr", access("hr")),
        ("group:hr", access("ann")),
        ("unheard-of", access("Unheard-of")),
        ("bob", access("all-staff")),
        ("bob", access("strangers")),
        ("bob", access("hr", "strangers")),
        ("zoe", access("hr")),
        ("eve", access("sales")),
        ("empty", access("empty")),
        ("TBD", access("hr")),
        ("#docs", access("hr")),
        ("bob", AccessPolicy()),
        ("bob", AccessPolicy(AccessState.KNOWN)),
        ("bob", AccessPolicy(AccessState.KNOWN, (Layer("folder", (), complete=False),))),
    ],
)
def test_silent(name: str, policy: AccessPolicy) -> None:
    """The owner may read, or it cannot be told."""
    assert [] == run(name, policy)


def test_says_who_may_read_and_where_that_is_written() -> None:
    """The message is enough to act on."""
    (seen,) = run("bob", access("hr", deny=("eve",)))
    assert (
        "The owner “bob” may not read the document: allowed hr; denied eve (access.yaml:2)."
    ) == seen.message


def test_without_a_directory_only_addresses_are_compared() -> None:
    """Two different addresses are two people, most likely."""
    policy = access("ann@acme.example")
    assert [Confidence.LOW] == [o.confidence for o in run("bob@acme.example", policy, Directory())]
    assert [] == run("bob", policy, Directory())
    assert [] == run("bob@acme.example", access("hr"), Directory())
    assert OwnerLacksAccess().skips(context()) is not None


@given(st.lists(st.sampled_from(["hr", "sales", "ann", "bob", "strangers"]), max_size=4))
def test_allowing_everybody_too_never_shuts_anybody_out(names: list[str]) -> None:
    """A wider list of readers cannot make a finding."""
    assert [] == run("bob", access(*names, "public"))
