"""STR806."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import EXPENSES, ONBOARDING, corpus, documents, page, seen

from ragaudit.detectors.structure.untitled import Untitled
from ragaudit.testing import MemoryCorpus, check_detector, compare

NO_TITLE = EXPENSES.replace("# Expenses\n\n", "").replace("## Meals\n\n", "")


def titled(title: str, text: str) -> str:
    """A text under another title."""
    return f"# {title}\n" + text.partition("\n")[2]


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(Untitled())


def test_a_document_without_any_title() -> None:
    """No heading, no metadata."""
    (found,) = compare(Untitled(), corpus({"a.md": NO_TITLE, "b.md": ONBOARDING}))
    assert "docs:a.md" == found.document
    assert "has no title: neither a heading nor metadata names it" in found.message


def test_a_title_two_documents_share() -> None:
    """One finding that names the other; case and punctuation do not matter."""
    pages = {
        "it/vpn.md": titled("VPN access", EXPENSES),
        "new-vpn.md": titled("VPN Access!", ONBOARDING),
    }
    (found,) = compare(Untitled(), corpus(pages))
    assert ("docs:new-vpn.md", ["docs:it/vpn.md"]) == (
        found.document,
        [r.document for r in found.related],
    )
    assert "The title “VPN access” is also that of `it/vpn.md`, with other text." == found.message


@pytest.mark.parametrize(
    "text", [f"---\ntitle: Expenses\n---\n{NO_TITLE}", "Short, and without a title.", ""]
)
def test_documents_that_have_one_or_need_none(text: str) -> None:
    """Front matter names it, or there is too little to name."""
    assert [] == seen(Untitled(), corpus({"a.md": text}))


@pytest.mark.parametrize(
    ("first", "second", "title"),
    [
        ("a/README.md", "b/README.md", "The product"),
        ("index.md", "about.md", "The product"),
        ("a/start.md", "b/begin.md", "Getting started"),
        ("a/x.md", "b/y.md", "Overview"),
        ("v1/x.md", "v2/x.md", "The planner"),
        ("en/x.md", "de/x.md", "The planner"),
        ("android/sign-in.md", "ios/sign-in.md", "Sign in"),
        ("_includes/x.md", "y.md", "The planner"),
    ],
)
def test_titles_that_may_be_the_same(first: str, second: str, title: str) -> None:
    """Kinds of pages, versions, languages, and one file name in several folders."""
    pages = {first: titled(title, EXPENSES), second: titled(title, ONBOARDING)}
    assert [] == seen(Untitled(), corpus(pages))


def test_duplicates_are_left_to_their_rules() -> None:
    """Two copies have one title, of course."""
    near = EXPENSES.replace("30 days", "14 days")
    assert [] == seen(Untitled(), corpus({"a.md": EXPENSES, "b.md": EXPENSES, "c.md": near}))


def test_tables_and_pieces_of_html_need_no_title() -> None:
    """A CSV file has no place for one, a template part is no page."""
    table, part = page(NO_TITLE, format="csv"), page(NO_TITLE, format="html")
    assert [] == seen(Untitled(), MemoryCorpus.of({"a.csv": table, "b.html": part}))


def test_a_folder_of_untitled_documents_is_one_finding() -> None:
    """Eleven exports without headings are one problem."""
    pages = {f"export/p{n:02}.md": f"{NO_TITLE} {f'word{n} ' * 90}" for n in range(12)}
    (found,) = compare(Untitled(), corpus(pages))
    assert ("docs:export/p00.md", 10) == (found.document, len(found.related))
    assert found.message.startswith("12 documents of this folder have no title")


def test_short_restructuredtext_without_a_title_is_there_to_be_included() -> None:
    """A longer one is a page somebody forgot to name."""
    body = NO_TITLE.replace("# ", "")
    short = documents({"shared/tabs.rst": body, "b.rst": "Week\n====\n\n" + body})
    long = documents({"tabs.rst": body * 3, "b.rst": "Week\n====\n\n" + body})
    assert [[], ["docs:tabs.rst"]] == [
        [o.document for o in compare(Untitled(), made)] for made in (short, long)
    ]
