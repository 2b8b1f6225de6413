"""EXT701."""

from __future__ import annotations

import pytest

from ragaudit.detectors.extraction.empty_or_tiny import EmptyOrTiny
from ragaudit.model import Content, Failure, Observation, Severity
from ragaudit.testing import check_detector
from ragaudit_connectors.parsing import parse


def run(text: str, path: str = "page.md", format: str = "markdown") -> list[Observation]:
    return list(EmptyOrTiny().inspect(parse(text.encode(), path, format)))


def test_it_is_a_detector() -> None:
    """The rule explains itself."""
    check_detector(EmptyOrTiny())


@pytest.mark.parametrize(
    ("text", "path", "format"),
    [
        ("", "a.md", "markdown"),
        (" \n\n\t\n", "a.txt", "text"),
        ("![](plan.png)\n", "a.md", "markdown"),
        ("<html><body><nav></nav></body></html>", "a.html", "html"),
        ("{}", "a.json", "json"),
    ],
)
def test_no_text_at_all(text: str, path: str, format: str) -> None:
    """Nothing to retrieve is an error."""
    (found,) = run(text, path, format)

    assert found.severity is Severity.ERROR


def test_front_matter_alone() -> None:
    """A title without a text may be a section page, so it is a warning."""
    (found,) = run("---\ntitle: VPN\n---\n")

    assert (found.severity, found.message) == (
        Severity.WARN, "The document holds metadata and no text.",
    )  # fmt: skip


def test_page_made_by_script() -> None:
    """A shell that a script fills holds no text for an indexer."""
    (found,) = run('<html><body><div id="app"></div><script src="x.js"></script>', "a.html", "html")

    assert found.message == "The page holds no text outside its scripts."


@pytest.mark.parametrize(
    ("pages", "empty", "severity", "start"),
    [
        (3, (1, 2, 3), Severity.ERROR, "All 3 pages are images"),
        (1, (1,), Severity.ERROR, "Its one page is an image"),
    ],
)
def test_scans(pages: int, empty: tuple[int, ...], severity: Severity, start: str) -> None:
    """A scan without a text layer holds nothing."""
    content = Content("pdf", "", pages=pages, empty_pages=empty)
    (found,) = EmptyOrTiny().inspect(content)

    assert found.severity is severity
    assert found.message.startswith(start)


def test_some_pages_are_scans() -> None:
    """The pages are named."""
    text = parse(b"Words enough to be a text. " * 20, "a.txt", "text")
    content = Content("pdf", text.text, text.blocks, pages=10, empty_pages=(1, 3, 4, 5, 8))
    (found,) = EmptyOrTiny().inspect(content)

    assert found.message.startswith("Pages 3–5 and 8 of 10 are images without text")


def test_covers_are_no_scans() -> None:
    """A picture in front and one at the back of a brochure are its covers."""
    text = parse(b"Words enough to be a text. " * 20, "a.txt", "text")
    content = Content("pdf", text.text, text.blocks, pages=10, empty_pages=(1, 10))

    assert list(EmptyOrTiny().inspect(content)) == []


@pytest.mark.parametrize(
    "text",
    [
        "# VPN\n",
        "# Onboarding\n\nComing soon.\n",
        "# Parental leave\n\nThe parental leave page is to be written by the people team.\n",
        "# Parental leave\n\nThis is a page for all of us in the people team.\n",
        "# VPN\n\nThe VPN is a\n",
        "# Parental leave\n\nTo be written by the people team.\n",
        "# Glossary\n\nTerms we use and what they mean for us, our partners, suppliers and "
        "customers across all regions, products and departments of the group\n",
    ],
)
def test_tiny(text: str) -> None:
    """A heading, a promise, a fragment."""
    (found,) = run(text)

    assert found.message.startswith("The document has")
    assert found.line == 1


@pytest.mark.parametrize(
    "text",
    [
        "# Leave\n\nThis page has moved to [people](people/leave.md).\n",
        "# Leave\n\nThis page has moved to the intranet.\n",
        "# Legal\n\n[Signature policy](signature.md)\n",
        "# Teams\n\n- [Sales](sales.md)\n- [Support](support.md)\n",
        "---\nredirect_to: /leave\n---\n# Leave\n",
        "---\ntitle: CSS\ndescription: Work with style sheets here.\n---\n",
        "# CJK\n\n_CJK_ is a collective term for Chinese, Japanese and Korean.\n",
        "---\ntitle: paginate\n---\nTo _paginate_ is to split a list into several pages.\n",
        "# Dauerauftrag\n\nEin Dauerauftrag ist eine Zahlung, die regelmäßig ausgeführt wird.\n",
        "# Leave\n\nSee https://intranet.acme.example/leave\n",
        "# Restart\n\n```sh\nsystemctl restart web\n```\n",
        "# Hours\n\n| Day | Open |\n|---|---|\n| Mon | 9-17 |\n| Tue | 9-12 |\n",
        "# Reports\n\n{{< children >}}\n",
        "# Page not found\n\nWhat you asked for is not here (404).\n",
        "# Pay day\n\nSalaries are paid on the 25th of every month, or on the last working day "
        "before it if the 25th is a holiday.\n",
        "# 休暇\n\n" + "すべての従業員は年間二十八日の有給休暇を取得することができます。" * 2,
    ],
    ids=["moved", "moved-without-link", "one-link", "links", "redirect", "described", "term",
         "verb", "german", "url", "snippet",
         "table", "shortcode", "error-page", "sentence", "japanese"],
)  # fmt: skip
def test_short_and_right(text: str) -> None:
    """Stubs, lists of links and complete short pages."""
    assert run(text) == []


@pytest.mark.parametrize(
    ("text", "path", "format"),
    [
        ("a,b\n1,2\n", "a.csv", "csv"),
        ('{"a": "b"}', "a.json", "json"),
        ("From: a@x.example\nSubject: Hi\n\nThanks!\n", "a.eml", "eml"),
        ("<html><head><meta http-equiv=refresh content='0;url=/x'></head><body>Go</body>",
         "a.html", "html"),
        ("{% include nav %}", "a.html", "html"),
        ("google-site-verification: google1.html", "g.html", "html"),
    ],
)  # fmt: skip
def test_short_by_nature(text: str, path: str, format: str) -> None:
    """Records, mails and redirects."""
    assert run(text, path, format) == []


def test_what_failed_is_not_called_short() -> None:
    """A text that is short because it could not be read is EXT708."""
    text = parse(b"Few words.", "a.txt", "text")
    content = Content("pdf", text.text, text.blocks, failures=(Failure("page-unreadable", "2"),))

    assert list(EmptyOrTiny().inspect(content)) == []


@pytest.mark.parametrize(
    ("text", "path", "format"),
    [
        ('<input type="text" placeholder="Search">', "search.html", "html"),
        ('<script src="/search.js"></script>', "script.html", "html"),
        ("# Changes\n\n```{include} ../CHANGES.md\n```\n", "changes.md", "markdown"),
        ("# Changes\n\n:::{include} ../CHANGES.md\n:::\n", "changes.md", "markdown"),
        ("Context\n=======\n\nObsolete, see :doc:`/appcontext` instead.\n", "a.rst", "rst"),
        ("Index\n=====\n\nYou can find it at :ref:`the list <list>`.\n", "a.rst", "rst"),
    ],
)
def test_pieces_of_pages_includes_and_pointers(text: str, path: str, format: str) -> None:
    """Their text stands elsewhere, and they lead there."""
    assert run(text, path, format) == []


@pytest.mark.parametrize(
    ("text", "path", "format"),
    [
        ("<div></div>", "a.html", "html"),
        (
            "<html><head><meta name=description content='All about our leave rules'></head>"
            "<body><div id=app></div></body></html>",
            "a.html",
            "html",
        ),
        ("<html><head><link rel=x></head><body></body></html>", "a.html", "html"),
        ("VPN\n===\n\nThe :term:`VPN`.\n", "a.rst", "rst"),
        ("# VPN\n\n```\n```\n", "a.md", "markdown"),
    ],
)
def test_whole_pages_without_text(text: str, path: str, format: str) -> None:
    """An empty export or a title alone is no piece of anything."""
    assert len(run(text, path, format)) == 1
