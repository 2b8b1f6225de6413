"""OWN102."""

from __future__ import annotations

from typing import Any

import pytest

from ragaudit.detectors.ownership.owner_unresolvable import OwnerUnresolvable
from ragaudit.model import (
    Confidence,
    Directory,
    Document,
    Group,
    Observation,
    Origin,
    OwnerClaim,
    Severity,
    User,
)
from ragaudit.testing import MemoryCorpus, check_detector, compare, document, owner, unusable

PEOPLE = Directory(
    (
        User("ann", "Ann Lee", "ann@acme.example", ("people-team",), aliases=("@ann-gh",)),
        User("bob", "Bob Roe", "bob@acme.example", active=False),
    ),
    (Group("people-team"), Group("alumni", ("bob",)), Group("docs", ("ann",))),
    "directory.yaml",
)


def run(*documents: Document, directory: Directory = PEOPLE) -> list[Observation]:
    corpus = MemoryCorpus.of_documents(*documents, directory=directory)
    return compare(OwnerUnresolvable(), corpus)


def found(*names: str, directory: Directory = PEOPLE) -> list[str]:
    claims = tuple(owner(name) for name in names)
    return [o.message for o in run(document(owners=claims), directory=directory)]


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(OwnerUnresolvable())


@pytest.mark.parametrize(
    "name",
    ["ann", "Ann Lee", "ANN@acme.example", "@ann-gh", "people-team", "group:docs", "@acme/docs",
     "Ann <ann@acme.example>", "mailto:ann@acme.example", "docs@acme.example", "ann, people-team",
     "Ann Lee and docs", "#docs-help", "https://acme.example/people/zoe"],
)  # fmt: skip
def test_silent_on_names_that_resolve_or_cannot_be_looked_up(name: str) -> None:
    """Ids, names, addresses, aliases, handles and groups; channels and links cannot be told."""
    assert [] == found(name)


@pytest.mark.parametrize(
    "name", ["zoe", "zoe@acme.example", "Zoe Poe", "@zoe", "group:hr", "@acme/hr"]
)
def test_reports_names_nobody_bears(name: str) -> None:
    """Each kind of name, once the directory could know it."""
    expected = f"The owner “{name}” is neither a person nor a group in directory.yaml."
    assert [expected] == found(name)


def test_suggests_the_nearest_name() -> None:
    """A slip of the pen is answered with the right name."""
    (seen,) = run(document(owners=(owner("poeple-team", line=4),)))
    assert (seen.action or "").startswith("Did you mean “people-team”?")
    assert (4, "owner: poeple-team") == (seen.line, seen.quote)


def test_an_address_is_answered_with_an_address() -> None:
    """The suggestion can be pasted where the slip stands."""
    (seen,) = run(document(owners=(owner("annn@acme.example"),)))
    assert (seen.action or "").startswith("Did you mean “ann@acme.example”?")


def test_the_domain_does_not_make_addresses_alike() -> None:
    """Two colleagues share a domain, not a name."""
    (seen,) = run(document(owners=(owner("zebedee@acme.example"),)))
    assert "Did you mean" not in (seen.action or "")


def test_somebody_who_left() -> None:
    """An inactive user is known, and gone; a group of such users too."""
    left = "has left: directory.yaml marks Bob Roe as inactive"
    assert [f"The owner “bob” {left}."] == found("bob")
    assert [
        "The owner “alumni” is a group whose members have all left, by directory.yaml."
    ] == found("alumni")


@pytest.mark.parametrize("name", ["@", "???", "<owner>", "{{ owner }}", "[your team]", "ann@"])
def test_what_can_be_nobodys_is_reported_without_a_directory(name: str) -> None:
    """No directory is needed to see a blank."""
    assert 1 == len(found(name, directory=Directory()))


def test_without_a_directory_names_are_not_looked_up() -> None:
    """Nothing is found, and the rule says that it could not look."""
    assert [] == found("zoe", directory=Directory())
    assert OwnerUnresolvable().skips(MemoryCorpus()) is not None
    assert OwnerUnresolvable().skips(MemoryCorpus(directory=PEOPLE)) is None


def test_a_team_is_not_looked_up_where_no_groups_are_listed() -> None:
    """A list of people says nothing about teams."""
    users_only = Directory((User("ann"),))
    assert [] == found("@acme/hr", "group:hr", directory=users_only)


def test_an_address_is_less_sure_where_none_is_listed() -> None:
    """A directory of ids may know the person by another name."""
    (seen,) = run(document(owners=(owner("zoe@x.example"),)), directory=Directory((User("ann"),)))
    assert Confidence.MEDIUM is seen.confidence


def test_a_second_owner_softens_it() -> None:
    """Where somebody can be reached it is a warning."""
    (seen,) = run(document(owners=(owner("ann"), owner("bob"))))
    assert (Severity.WARN, True) == (seen.severity, "Another owner can be reached" in seen.message)


def test_only_the_owner_that_counts_is_looked_up() -> None:
    """CODEOWNERS does not matter where the document names its owner."""
    fallback = owner("@acme/gone", origin=Origin.CONFIG_RULE, locator="CODEOWNERS:1")
    assert [] == run(document(owners=(owner("ann"), fallback)))


def test_one_line_of_a_shared_file_is_one_finding() -> None:
    """A hundred documents under one rule are one fault; front matter is one each."""
    rule = OwnerClaim(
        owner("x").role,
        "@acme/gone",
        owner("@acme/gone", origin=Origin.CONFIG_RULE, locator="CODEOWNERS:1").fact,
    )
    (shared,) = run(*(document(f"{n:03}.md", owners=(rule,)) for n in range(100)))
    assert ("docs:000.md", 5) == (shared.document, len(shared.related))
    assert "CODEOWNERS:1 names it for 100 documents." in shared.message
    assert 3 == len(run(*(document(f"{n}.md", owners=(owner("zoe"),)) for n in range(3))))


def test_metadata_that_is_no_name() -> None:
    """An owner field the connector could not use is reported, directory or not."""
    error: Any = unusable("owner", "{a: 1}", "is a mapping without a name")
    (seen,) = run(document(metadata_errors=(error,)), directory=Directory())
    assert "owner: {a: 1}" == seen.quote
