"""DUP401."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import EXPENSES, ONBOARDING, corpus, describe, reviewed, seen

from ragaudit.detectors.duplicate.exact_duplicate import ExactDuplicate
from ragaudit.detectors.duplicate.near_duplicate import NearDuplicate
from ragaudit.model import Lifecycle
from ragaudit.testing import check_detector, compare, known


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(ExactDuplicate())


def test_one_finding_for_each_copy_but_the_one_to_keep() -> None:
    """The shortest path is kept where nothing else tells; each copy names it first."""
    made = corpus(
        {"a.md": EXPENSES, "hr/a.md": EXPENSES, "it/old/a.md": EXPENSES, "b.md": ONBOARDING}
    )
    expected = [("hr/a.md", ["a.md", "it/old/a.md"]), ("it/old/a.md", ["a.md", "hr/a.md"])]
    assert expected == seen(ExactDuplicate(), made)


def test_layout_and_front_matter_do_not_make_a_difference() -> None:
    """Line breaks, emphasis and metadata are not text."""
    wrapped = "---\nowner: ann\n---\n" + EXPENSES.replace("Claim what", "Claim\nwhat").replace(
        "line manager", "**line manager**"
    )
    made = corpus({"a.md": EXPENSES, "copies/b.md": wrapped})
    assert [("copies/b.md", ["a.md"])] == seen(ExactDuplicate(), made)


def test_the_newest_trusted_date_is_kept() -> None:
    """A longer path is kept if it was reviewed later, and the message says both dates."""
    made = corpus({"a.md": EXPENSES, "finance/policies/a.md": EXPENSES})
    describe(made, "a.md", times=reviewed(2024))
    describe(made, "finance/policies/a.md", times=reviewed(2026, 3, 4))
    (found,) = compare(ExactDuplicate(), made)
    assert "docs:a.md" == found.document
    assert found.message.endswith(
        "This one is last dated 2024-01-01, the other last dated 2026-03-04."
    )


def test_an_archived_document_is_never_the_one_to_keep() -> None:
    """Even if it is the newest and has the shortest path."""
    made = corpus({"a.md": EXPENSES, "finance/a.md": EXPENSES})
    describe(made, "a.md", times=reviewed(2026), lifecycle=known(Lifecycle.ARCHIVED))
    assert [("a.md", ["finance/a.md"])] == seen(ExactDuplicate(), made)


def test_the_quote_is_the_first_sentence_with_its_line() -> None:
    """The evidence can be looked up on both sides."""
    made = corpus({"a.md": EXPENSES, "finance/a.md": "---\nowner: x\n---\n" + EXPENSES})
    (found,) = compare(ExactDuplicate(), made)
    assert (6, 3) == (found.line, found.related[0].line)
    assert found.quote.startswith("Claim what you paid")


def test_more_than_ten_copies_are_one_finding() -> None:
    """A template that was copied everywhere does not fill the report."""
    pages = {"a.md": EXPENSES} | {f"team-{n:02}/a.md": EXPENSES for n in range(12)}
    (found,) = compare(ExactDuplicate(), corpus(pages))
    assert ("docs:a.md", 10) == (found.document, len(found.related))
    assert found.message.startswith("12 other documents")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("docs/v1/a.md", "docs/v2/a.md"),
        ("docs/1.x/a.md", "docs/next/a.md"),
        ("en/a.md", "fr/a.md"),
        ("guide/pt-BR/a.md", "guide/en/a.md"),
        ("docs/a.md", "versioned_docs/version-2.0/a.md"),
        ("a.en.md", "a.md"),
        ("one/CODE_OF_CONDUCT.md", "two/CODE_OF_CONDUCT.md"),
    ],
)
def test_copies_that_are_meant_stay_silent(first: str, second: str) -> None:
    """Parallel versions and languages, and what every package has to carry."""
    assert [] == seen(ExactDuplicate(), corpus({first: EXPENSES, second: EXPENSES}))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("hr/a.md", "it/a.md"),
        ("docs/a.md", "a.md"),
        ("one/security-policy.md", "security-policy.md"),
    ],
)
def test_folders_that_are_neither_version_nor_language_count(first: str, second: str) -> None:
    """HR and IT are departments here, not Croatian and Italian."""
    assert 1 == len(seen(ExactDuplicate(), corpus({first: EXPENSES, second: EXPENSES})))


def test_a_declared_mirror_stays_silent() -> None:
    """`canonical` names the original."""
    made = corpus({"a.md": EXPENSES, "mirror/a.md": EXPENSES})
    describe(made, "mirror/a.md", canonical=known("https://wiki.example.com/a"))
    assert [] == seen(ExactDuplicate(), made)


def test_a_document_that_declares_itself_canonical_is_kept() -> None:
    """A declaration beats dates and paths."""
    made = corpus({"a.md": EXPENSES, "finance/expenses.md": EXPENSES})
    describe(made, "finance/expenses.md", canonical=known("https://x.example/finance/expenses/"))
    assert [("a.md", ["finance/expenses.md"])] == seen(ExactDuplicate(), made)


@pytest.mark.parametrize("text", ["", "# Moved\n\nThis page has moved to the wiki.\n"])
def test_empty_documents_and_stubs_are_not_duplicates(text: str) -> None:
    """Nothing in common is not the same text."""
    assert [] == seen(ExactDuplicate(), corpus({"a.md": text, "b/c.md": text}))


def test_a_difference_in_punctuation_is_no_exact_duplicate() -> None:
    """It is a near duplicate instead."""
    made = corpus(
        {"a.md": EXPENSES, "finance/a.md": EXPENSES.replace("tips included.", "tips included!")}
    )
    assert [] == seen(ExactDuplicate(), made)
    assert [("finance/a.md", ["a.md"])] == seen(NearDuplicate(), made)
