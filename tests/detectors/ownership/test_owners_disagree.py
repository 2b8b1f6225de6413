"""OWN106."""

from __future__ import annotations

import pytest

from ragaudit.detectors.ownership.owners_disagree import OwnersDisagree
from ragaudit.model import (
    Confidence,
    Directory,
    Document,
    Group,
    Observation,
    Origin,
    OwnerClaim,
    User,
)
from ragaudit.testing import MemoryCorpus, check_detector, compare, document, owner

PEOPLE = Directory(
    (
        User("ann", "Ann Lee", "ann@acme.example", ("hr",), aliases=("@ann-gh",)),
        User("bob", "Bob Roe", "bob@acme.example", ("sales",)),
    ),
    (Group("empty"),),
)


def ruled(name: str, place: str = "CODEOWNERS:3") -> OwnerClaim:
    return owner(name, origin=Origin.CONFIG_RULE, locator=place)


def run(*claims: OwnerClaim, directory: Directory = PEOPLE) -> list[Observation]:
    return pages(document(owners=claims), directory=directory)


def pages(*documents: Document, directory: Directory = PEOPLE) -> list[Observation]:
    corpus = MemoryCorpus.of_documents(*documents, directory=directory)
    return compare(OwnersDisagree(), corpus)


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(OwnersDisagree())


@pytest.mark.parametrize(
    ("here", "there"),
    [("ann", "bob"), ("ann", "sales"), ("Ann Lee", "@acme/sales"), ("ann@acme.example", "@bob")],
)
def test_reports_sides_without_anybody_in_common(here: str, there: str) -> None:
    """Both sides are resolved and share nobody."""
    assert [Confidence.HIGH] == [o.confidence for o in run(owner(here), ruled(there))]


@pytest.mark.parametrize(
    ("here", "there"),
    [("ann", "@ann-gh"), ("ann", "hr"), ("hr", "@acme/hr"), ("ann@acme.example", "Ann Lee"),
     ("ann", "zoe"), ("ann", "empty"), ("ann", "TBD"), ("ann", "#docs")],
)  # fmt: skip
def test_silent_where_they_agree_or_cannot_be_compared(here: str, there: str) -> None:
    """Aliases, members of the group, and names nobody knows."""
    assert [] == run(owner(here), ruled(there))


def test_sets_that_overlap_agree() -> None:
    """A second owner on one side is no disagreement."""
    assert [] == run(owner("ann"), owner("bob"), ruled("bob"))


def test_one_place_cannot_disagree_with_itself() -> None:
    """A list of owners is a list."""
    assert [] == run(owner("ann"), owner("bob"))


def test_two_files_of_rules_can_disagree() -> None:
    """CODEOWNERS and ragaudit.yaml are two places."""
    (seen,) = run(ruled("ann", "ragaudit.yaml:9"), ruled("bob"))
    assert (
        "Owners disagree: ragaudit.yaml:9 says ann, but CODEOWNERS:3 says bob; they have nobody "
        "in common. Findings go to “ann”."
    ) == seen.message


@pytest.mark.parametrize(
    ("here", "there", "count"),
    [
        ("ann@acme.example", "bob@acme.example", 1),
        ("@acme/hr", "@acme/sales", 1),
        ("ann@acme.example", "@acme/hr", 0),
        ("ann", "docs-team", 0),
        ("@acme/hr", "group:hr", 0),
    ],
)
def test_without_a_directory_only_names_of_one_kind_compare(
    here: str, there: str, count: int
) -> None:
    """A person may well be in the team the other place names."""
    assert count == len(run(owner(here), ruled(there), directory=Directory()))


@pytest.mark.parametrize(("documents", "findings"), [(3, 3), (40, 1)])
def test_a_default_that_documents_override_is_one_finding(documents: int, findings: int) -> None:
    """A catch-all line of CODEOWNERS is contradicted by every document with an owner."""
    claims = (owner("ann"), ruled("@acme/sales", "CODEOWNERS:1"))
    seen = pages(*(document(f"{n:02}.md", owners=claims) for n in range(documents)))
    assert findings == len(seen)
    assert (findings == 1) == seen[0].message.endswith(
        "40 documents contradict CODEOWNERS:1 like this."
    )
