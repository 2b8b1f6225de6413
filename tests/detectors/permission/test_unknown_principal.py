"""PRM504."""

from __future__ import annotations

import pytest

from ragaudit.detectors.permission.unknown_principal import UnknownPrincipal
from ragaudit.model import (
    AccessPolicy,
    Confidence,
    Directory,
    Document,
    Group,
    Observation,
    User,
)
from ragaudit.testing import MemoryCorpus, access, check_detector, compare, document

PEOPLE = Directory(
    (User("ann", "Ann Lee", "ann@acme.example", ("people-team",)), User("bob", groups=("sales",))),
    (Group("people-team"), Group("interim-auditors"), Group("all", includes=("people-team",))),
    "directory.yaml",
)


def run(*documents: Document, directory: Directory = PEOPLE) -> list[Observation]:
    corpus = MemoryCorpus.of_documents(*documents, directory=directory)
    return compare(UnknownPrincipal(), corpus)


def one(policy: AccessPolicy, directory: Directory = PEOPLE) -> list[Observation]:
    return run(document(access=policy), directory=directory)


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(UnknownPrincipal())


def test_a_name_nobody_bears() -> None:
    """The message names the entry and its place, the action the nearest name."""
    (seen,) = one(access("poeple-team", locator="hr/access.yaml:5"))
    assert (
        "“poeple-team” is neither a person nor a group in directory.yaml, so the entry that "
        "allows it (hr/access.yaml:5) reaches nobody for 1 document."
    ) == seen.message
    assert "Did you mean “people-team”? Correct the access list." == seen.action
    assert ("poeple-team", "docs:page.md") == (seen.quote, seen.document)


def test_an_empty_group() -> None:
    """It is in the directory, and nobody is in it; a nested group is not empty."""
    (seen,) = one(access("interim-auditors", "all"))
    assert seen.message.startswith("“interim-auditors” has no members in directory.yaml")


@pytest.mark.parametrize("name", ["zoe", "group:hr", "user:zoe", "zoe@acme.example", "@acme/hr"])
def test_each_kind_of_name(name: str) -> None:
    """Users, groups and names that may be either."""
    assert [Confidence.HIGH] == [o.confidence for o in one(access(name))]


@pytest.mark.parametrize(
    "name",
    ["public", "all-staff", "people-team", "group:people-team", "ann", "user:ann", "sales",
     "ann@acme.example", "Ann Lee", "@acme/sales", "all"],
)  # fmt: skip
def test_silent_on_names_that_exist(name: str) -> None:
    """Well-known principals, people, groups, and groups that only their members name."""
    assert [] == one(access(name))


def test_a_deny_that_protects_nothing() -> None:
    """It is worth the same warning."""
    (seen,) = one(access("people-team", deny=("contractors",)))
    assert ("contractors", True) == (seen.quote, "denies it" in seen.message)


def test_one_entry_is_one_finding_however_many_documents_it_counts_for() -> None:
    """A shared file once; an entry in the document itself per document."""
    (shared,) = run(*(document(f"{n:03}.md", access=access("zoe")) for n in range(40)))
    assert ("docs:000.md", 5) == (shared.document, len(shared.related))
    assert shared.message.endswith("reaches nobody for 40 documents.")
    own = access("zoe", locator="front matter, line 4")
    assert [4, 4, 4] == [o.line for o in run(*(document(f"{n}.md", access=own) for n in range(3)))]


def test_moving_the_entry_is_the_same_finding() -> None:
    """The key holds the file and the name, not the line."""
    keys = {
        seen.key for line in (5, 9) for seen in one(access("zoe", locator=f"hr/access.yaml:{line}"))
    }
    assert {"hr/access.yaml|zoe"} == keys


@pytest.mark.parametrize(
    ("directory", "names"),
    [
        (Directory(), ("zoe", "group:hr")),
        (Directory((User("ann"),)), ("group:hr", "@acme/hr", "hr")),
        (Directory((), (Group("hr", ("ann",)),)), ("user:zoe", "zoe")),
        (Directory((User("ann"),), (Group("hr"),)), ("hr",)),
    ],
    ids=["nothing-read", "no-groups", "no-people", "no-memberships"],
)
def test_silent_where_the_directory_cannot_know(
    directory: Directory, names: tuple[str, ...]
) -> None:
    """What a directory does not list at all it cannot deny."""
    assert [] == one(access(*names), directory)


def test_says_that_it_could_not_look() -> None:
    """Without a directory the rule is skipped, which is not the same as finding nothing."""
    assert UnknownPrincipal().skips(MemoryCorpus()) is not None
    assert UnknownPrincipal().skips(MemoryCorpus(directory=PEOPLE)) is None
