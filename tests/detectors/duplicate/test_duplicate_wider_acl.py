"""DUP405."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.detectors.corpora import EXPENSES, corpus, describe, seen

from ragaudit.detectors.duplicate.duplicate_wider_acl import DuplicateWiderAcl
from ragaudit.detectors.duplicate.exact_duplicate import ExactDuplicate
from ragaudit.detectors.duplicate.near_duplicate import NearDuplicate
from ragaudit.detectors.duplicate.version_copy import VersionCopy
from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Confidence,
    Directory,
    Group,
    Layer,
    Principal,
    PrincipalKind,
    User,
)
from ragaudit.testing import MemoryCorpus, access, check_detector, compare, known

CHANGED = EXPENSES.replace("within 30 days", "within 14 days")
PEOPLE = Directory(
    (
        User("ann", groups=("hr",)),
        User("bob", groups=("sales",)),
        User("eve", groups=("hr", "sales")),
    ),
    (Group("hr"), Group("sales"), Group("leads", members=("ann",))),
)


def pair(
    a: AccessPolicy, b: AccessPolicy, text: str = EXPENSES, directory: Directory | None = None
) -> MemoryCorpus:
    made = corpus({"hr/a.md": EXPENSES, "wiki/a.md": text}, directory=directory or Directory())
    describe(made, "hr/a.md", access=a)
    describe(made, "wiki/a.md", access=b)
    return made


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(DuplicateWiderAcl())


@pytest.mark.parametrize("text", [EXPENSES, CHANGED])
@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("group:hr", "public"),
        ("group:hr", "all-staff"),
        ("all-staff", "public"),
        ("user:ann", "all-staff"),
    ],
)
def test_the_wider_one_is_reported_and_nothing_else(narrow: str, wide: str, text: str) -> None:
    """Exact or near; the duplicate rules leave the pair to this one."""
    made = pair(access(narrow), access(wide), text)
    assert [("wiki/a.md", ["hr/a.md"])] == seen(DuplicateWiderAcl(), made)
    assert [] == seen(ExactDuplicate(), made) + seen(NearDuplicate(), made)


def test_both_access_lists_are_named_with_their_place() -> None:
    """The reader sees what to restrict to what."""
    (found,) = compare(DuplicateWiderAcl(), pair(access("group:hr"), access("public")))
    assert found.message == (
        "Readable by everybody, without signing in (access.yaml:2), but `hr/a.md`, with the same "
        "text, only by hr (access.yaml:2)."
    )
    assert Confidence.HIGH == found.confidence


def test_groups_are_expanded_before_they_are_compared() -> None:
    """Sales has a member whom HR has not; the leads are all in HR."""
    wider = pair(access("group:hr"), access("group:hr", "group:sales"), directory=PEOPLE)
    inside = pair(access("group:hr"), access("group:leads"), directory=PEOPLE)
    assert [Confidence.HIGH] == [o.confidence for o in compare(DuplicateWiderAcl(), wider)]
    assert [("hr/a.md", ["wiki/a.md"])] == seen(DuplicateWiderAcl(), inside)


def test_without_a_directory_other_groups_are_a_doubt() -> None:
    """One finding for the pair, at medium confidence, that says why."""
    (found,) = compare(DuplicateWiderAcl(), pair(access("group:hr"), access("group:sales")))
    assert Confidence.MEDIUM == found.confidence
    assert "no directory names their members" in found.message


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (access("group:hr"), access("group:hr")),
        (access("group:hr"), AccessPolicy()),
        (AccessPolicy(), access("public")),
        (access("group:hr", deny=("bob",)), access("group:hr", "group:sales")),
    ],
)
def test_equal_or_unknown_readers_are_silent(a: AccessPolicy, b: AccessPolicy) -> None:
    """An unknown list is neither wide nor narrow; denials are not weighed against names."""
    assert [] == seen(DuplicateWiderAcl(), pair(a, b))


def test_a_denial_counts_where_people_are_known() -> None:
    """Eve of HR may not read the original, and the copy is for HR."""
    narrow = access("group:hr", deny=("user:eve",))
    (found,) = compare(DuplicateWiderAcl(), pair(narrow, access("group:hr"), directory=PEOPLE))
    assert ("docs:wiki/a.md", Confidence.HIGH) == (found.document, found.confidence)


def test_lists_that_limit_one_another_are_taken_together() -> None:
    """A folder for sales and a page for HR leave Eve, who may read the copy as well."""
    both = layered(access("group:sales"), access("group:hr"))
    inside = pair(both, access("user:eve"), directory=PEOPLE)
    wider = pair(both, access("group:hr"), directory=PEOPLE)
    assert [] == seen(DuplicateWiderAcl(), inside)
    assert [("wiki/a.md", ["hr/a.md"])] == seen(DuplicateWiderAcl(), wider)
    assert [] == seen(DuplicateWiderAcl(), pair(both, access("group:hr")))


def test_groups_of_one_name_in_two_systems_are_two() -> None:
    """Without their members nobody can say whether they overlap."""
    there = Principal(PrincipalKind.GROUP, "hr", "wiki")
    (entry,) = access("group:hr").layers[0].entries
    theirs = AccessPolicy(AccessState.KNOWN, (Layer("page", (replace(entry, principal=there),)),))
    (found,) = compare(DuplicateWiderAcl(), pair(access("group:hr"), theirs))
    assert Confidence.MEDIUM == found.confidence
    assert "wiki:hr" in found.message


def layered(*policies: AccessPolicy) -> AccessPolicy:
    """All of them at once."""
    return replace(policies[0], layers=tuple(one for p in policies for one in p.layers))


def test_a_declared_mirror_is_a_leak_all_the_same() -> None:
    """The copy may be meant, its readers are not."""
    made = pair(access("group:hr"), access("public"))
    describe(made, "wiki/a.md", canonical=known("hr/a.md"))
    assert [("wiki/a.md", ["hr/a.md"])] == seen(DuplicateWiderAcl(), made)


@pytest.mark.parametrize(
    "canonical", ["wiki/a.md", "../wiki/a.md", "https://intra.example/wiki/a/", "/wiki/a.html"]
)
@pytest.mark.parametrize("text", [EXPENSES, CHANGED])
def test_a_restricted_copy_of_an_open_original_is_silent(canonical: str, text: str) -> None:
    """What it repeats was meant to be read by all."""
    made = pair(access("group:hr"), access("public"), text)
    describe(made, "hr/a.md", canonical=known(canonical))
    assert [] == seen(DuplicateWiderAcl(), made)
    assert [] == seen(ExactDuplicate(), made) + seen(NearDuplicate(), made)


@pytest.mark.parametrize("canonical", ["policies/a.md", "a.md", "https://intra.example/policies/a"])
def test_a_restricted_copy_of_something_else_is_not_meant_to_be_open(canonical: str) -> None:
    """Another original says nothing about who may read this one."""
    made = pair(access("group:hr"), access("public"))
    describe(made, "hr/a.md", canonical=known(canonical))
    assert [("wiki/a.md", ["hr/a.md"])] == seen(DuplicateWiderAcl(), made)


def test_a_third_restricted_document_still_counts() -> None:
    """The declaration of one copy does not speak for another."""
    made = corpus({"hr/a.md": EXPENSES, "wiki/a.md": EXPENSES, "board/a.md": EXPENSES})
    describe(made, "hr/a.md", access=access("group:hr"), canonical=known("wiki/a.md"))
    describe(made, "wiki/a.md", access=access("public"))
    describe(made, "board/a.md", access=access("group:board"))
    assert ("wiki/a.md", ["board/a.md"]) in seen(DuplicateWiderAcl(), made)
    assert ("wiki/a.md", ["hr/a.md"]) not in seen(DuplicateWiderAcl(), made)


def test_an_old_version_open_to_all_is_a_leak_first() -> None:
    """The version rule leaves it to this one."""
    made = corpus({"policy-v1.md": EXPENSES, "policy-v2.md": CHANGED})
    describe(made, "policy-v1.md", access=access("public"))
    describe(made, "policy-v2.md", access=access("group:hr"))
    assert [("policy-v1.md", ["policy-v2.md"])] == seen(DuplicateWiderAcl(), made)
    assert [] == seen(VersionCopy(), made)
