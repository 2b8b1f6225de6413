"""OWN105: people who answer for more than one person can. The audit is on 2026-11-01."""

from __future__ import annotations

from datetime import date

import pytest

from ragaudit.detectors.ownership.owner_overload import OwnerOverload
from ragaudit.model import Directory, Document, Group, Observation, Severity, Times, User
from ragaudit.testing import MemoryCorpus, compare, document, known, owner, source

PEOPLE = Directory(
    users=(User("ann", "Ann Lee", "ann@acme.example"), User("bob"), User("eve")),
    groups=(Group("hr", ("ann", "bob")),),
)
LATE, FINE = Times(review_due=known(date(2026, 3, 1))), Times(review_due=known(date(2027, 3, 1)))


def pages(name: str, number: int, times: Times | None = None, start: int = 0) -> list[Document]:
    return [
        document(f"{name}/{n:03}.md", owners=(owner(name),), times=times or Times())
        for n in range(start, start + number)
    ]


def run(*documents: Document, most: int = 20) -> list[Observation]:
    made = MemoryCorpus.of_documents(
        *documents, directory=PEOPLE, sources={"docs": source(max_documents_per_owner=most)}
    )
    return compare(OwnerOverload(), made)


def test_too_many_documents() -> None:
    """However the name is written."""
    (seen,) = run(*pages("ann", 15), *pages("ann@acme.example", 6))
    assert "“ann” answers for 21 documents; more than 20 is too many." == seen.message
    assert ("docs:ann/000.md", 5) == (seen.document, len(seen.related))
    assert Severity.INFO is OwnerOverload.rule.severity


def test_most_of_the_overdue_reviews() -> None:
    """From ten in all; the finding hangs on the first of them."""
    (seen,) = run(*pages("ann", 5, FINE), *pages("ann", 6, LATE, 5), *pages("bob", 4, LATE))
    assert "“ann” answers for 6 of the 10 documents whose review is overdue." == seen.message
    assert "docs:ann/005.md" == seen.document


def test_both_are_one_finding() -> None:
    """One sentence with two reasons."""
    (seen,) = run(*pages("ann", 21, LATE))
    assert (
        "“ann” answers for 21 documents; more than 20 is too many, and answers for 21 of the 21 "
        "documents whose review is overdue."
    ) == seen.message


@pytest.mark.parametrize(
    "documents",
    [
        pages("ann", 20),
        pages("hr", 30),
        pages("group:hr", 30),
        pages("docs@acme.example", 30),
        pages("ann", 9, LATE),
        [*pages("ann", 5, LATE), *pages("bob", 5, LATE)],
        pages("hr", 12, LATE),
        [*pages("ann", 11), *pages("bob", 11)],
    ],
)
def test_silent(documents: list[Document]) -> None:
    """At the limit, groups and mailboxes, few overdue, and half of them each."""
    assert [] == run(*documents)


def test_the_limit_unless_set() -> None:
    """Two hundred."""
    assert [0, 1] == [len(run(*pages("ann", n), most=source().max_documents_per_owner))
                      for n in (200, 201)]  # fmt: skip


def test_says_why_it_does_not_run() -> None:
    """Without a directory people cannot be told from teams."""
    assert OwnerOverload().skips(MemoryCorpus()) is not None
    assert OwnerOverload().skips(MemoryCorpus(directory=PEOPLE)) is None
