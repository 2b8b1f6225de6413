"""FRS213 where the text says it rather than the metadata."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detectors.corpora import corpus, describe

from ragaudit.detectors.freshness._banners import BannerExtractor
from ragaudit.detectors.freshness._successors import path_of
from ragaudit.detectors.freshness.superseded_in_use import SupersededInUse
from ragaudit.model import Lifecycle, Observation, Severity
from ragaudit.testing import MemoryCorpus, compare, known
from ragaudit_connectors.parsing import parse

BODY = "\n\n## Booking\n\n" + "Book trains early and keep the receipt for the claim. " * 20
NEW = "# Travel\n\nThe rules for travel as they are today.\n"


def run(text: str, path: str = "old.md") -> list[Observation]:
    return compare(SupersededInUse(), corpus({path: text, "x.md": NEW}))


@pytest.mark.parametrize(
    ("banner", "line", "severity", "quote"),
    [
        ("> **Deprecated.** This guide has been replaced by [X](x.md).", 3, None,
         "This guide has been replaced by X."),
        ("> [!WARNING]\n> This page is **deprecated**; see [X](x.md).", 4, None,
         "This page is deprecated; see X."),
        ("This page is no longer maintained; see the wiki.", 3, None,
         "This page is no longer maintained; see the wiki."),
        ("**Note:** This old travel policy was superseded on 1 May 2024.", 3, None,
         "This old travel policy was superseded on 1 May 2024."),
        ("Superseded by ADR 0021", 3, None, "Superseded by ADR 0021"),
        ("OBSOLETE – do not use", 3, None, "OBSOLETE – do not use"),
        ("*DEPRECATED*\nNew rooms are booked with `rooms`.", 3, Severity.WARN, "DEPRECATED"),
        ("> 🚧 This document is outdated and untested. 🚧", 3, Severity.WARN,
         "This document is outdated and untested."),
        ("Status: Superseded by [ADR 21](x.md)", 3, None, "Status: Superseded by ADR 21"),
        ("* Date: 2019-01-01\n* Status: deprecated", 4, Severity.WARN, "Status: deprecated"),
        (":::caution Deprecated\n\nThis guide has been replaced by [X](x.md).\n\n:::", 5, None,
         "This guide has been replaced by X."),
        ("Date: 2019\n\n## Status\n\nSuperseded by [X](x.md)", 7, None, "Superseded by X"),
        ("Date: 2019\n\n## Status\n\nAccepted, superseded by [X](x.md)", 7, None,
         "Accepted, superseded by X"),
    ],
)  # fmt: skip
def test_banners(banner: str, line: int, severity: Severity | None, quote: str) -> None:
    """The document is what does not count any more; the line is the statement's own."""
    (seen,) = run(f"# Guide\n\n{banner}{BODY}")
    assert (line, severity, quote) == (seen.line, seen.severity, seen.quote)


@pytest.mark.parametrize(
    "text",
    [
        "The `--foo` flag is deprecated.",
        "> **Deprecated:** use `--bar` instead.",
        "> **Deprecated**\n\n`foo()` is gone.",
        "Deprecated since 2.0",
        "> Deprecated in version 3.1; removed in 4.",
        "This function is deprecated.",
        "This feature has been replaced by another.",
        "This page lists what is deprecated.",
        "This page describes how a document is archived.",
        "This policy is replaced every year.",
        "This policy is superseded by any law that says otherwise.",
        "This document is archived after six months.",
        "This guide is not deprecated.",
        "This document may be outdated.",
        "This guide is obsolete if you use version 3.",
        "This document has been superseded in part.",
        "Partly superseded by [X](x.md)",
        "Status: proposed, accepted, deprecated, superseded by [ADR 5](x.md)",
        "Status: accepted",
        "Status: supersedes [X](x.md)",
        "```\nThis page is deprecated.\n```",
        "A.\n\nB.\n\nC.\n\nD.\n\nThis page is deprecated.",
        "Text.\n\n> **Deprecated**",
        "Text.\n\n## More\n\nThis page is deprecated.",
        "This page has moved to [X](x.md)." + " Yet it says a lot more." * 20,
        "This replaces the guide of 2019.",
    ],
)
def test_look_alikes(text: str) -> None:
    """Other things that are deprecated, conditions, choices, and places further down."""
    assert [] == run(f"# Guide\n\n{text}{BODY}")


@pytest.mark.parametrize("title", ["Changelog", "Release notes 4.1", "Deprecated features"])
def test_pages_about_changes(title: str) -> None:
    """They say what became of something else."""
    assert [] == run(f"# {title}\n\n> **Deprecated.** See [X](x.md).{BODY}")
    assert [] == run(f"# 4.1\n\nThis page is deprecated.{BODY}", "CHANGELOG.md")


def test_the_replacement_is_named_and_found() -> None:
    """Also from another folder, and by its address on the site; other places as written."""
    text = "# Guide\n\nThis guide has been replaced by [X]({}).\n"
    for target in ("../x.md", "/x.html", "../x#top"):
        (seen,) = run(text.format(target), "a/old.md")
        assert "The text says of itself that it was replaced by x.md; both are in the source." == (
            seen.message
        )
        assert (["docs:x.md"], "Archive or exclude it, so that only x.md is found.") == (
            [r.document for r in seen.related],
            seen.action,
        )
    (far,) = run(text.format("https://new.example/x"))
    assert (
        "The text says of itself that it was replaced by https://new.example/x; it is still in "
        "the source."
    ) == far.message
    assert () == far.related
    (bare,) = run("This file has moved to https://new.example/x.md.\n")
    assert bare.message.startswith(
        "The page holds nothing but the way to https://new.example/x.md."
    )


@pytest.mark.parametrize("target", ["old.md", "#new", "mailto:ann@x.org"])
def test_a_link_that_leads_nowhere_else_is_no_replacement(target: str) -> None:
    """The page itself, a place on it, or a person."""
    (seen,) = run(f"# Guide\n\nThis guide is obsolete, see [X]({target}).\n")
    assert (
        "The text says of itself that it no longer counts, and it is still in the source."
    ) == seen.message


def test_a_page_that_only_sends_on() -> None:
    """By its words, or by its `refresh`."""
    (seen,) = run("# Guide\n\nThis page has moved to [X](x.md).\n")
    assert ("The page holds nothing but the way to x.md.", Severity.WARN) == (
        seen.message,
        seen.severity,
    )
    html = (
        '<html><head><title>T</title><meta http-equiv="refresh" content="{}; url=x.html"></head>'
        "<body><p>Please follow the link to the new page.</p></body></html>"
    )
    counts = []
    for seconds in (0, 300):
        page = parse(html.format(seconds).encode(), "old.html", "html")
        counts.append(len(compare(SupersededInUse(), MemoryCorpus.of({"old.html": page}))))
    assert [1, 0] == counts


def test_a_page_that_a_template_sends_on() -> None:
    """Where to is known when the page is made."""
    html = (
        '<html><head><meta http-equiv="refresh" content="0; url={% page target %}"></head>'
        "<body><p>Please follow the link to the new page.</p></body></html>"
    )
    page = parse(html.encode(), "old.html", "html")
    assert [] == compare(SupersededInUse(), MemoryCorpus.of({"old.html": page}))


@pytest.mark.parametrize(
    ("path", "reported"),
    [("_includes/banner.md", 0), ("site/layouts/old.md", 0), ("_banner.md", 0),
     ("_posts/travel.md", 1), ("_index.md", 1)],
)  # fmt: skip
def test_a_part_of_other_pages_speaks_for_them(path: str, reported: int) -> None:
    """A banner is written for whichever page shows it; what metadata says still counts."""
    assert reported == len(run(f"# Guide\n\nThis guide is obsolete.{BODY}", path))
    declared = f"---\nsuperseded_by: x.md\n---\n\n# Guide{BODY}"
    made = corpus({path: declared})
    describe(made, path, superseded_by=known("x.md", "superseded_by"))
    assert 1 == len(compare(SupersededInUse(), made))


def test_one_finding_a_document() -> None:
    """A successor in the metadata comes first, then the banner that names one, then a status."""
    made = corpus({"old.md": f"# Guide\n\nThis guide is obsolete, see [X](x.md).{BODY}"})
    describe(made, "old.md", superseded_by=known("new.md", "superseded_by"))
    assert ["Superseded by new.md, and still in the source."] == [
        o.message for o in compare(SupersededInUse(), made)
    ]
    describe(made, "old.md", superseded_by=known(""), lifecycle=known(Lifecycle.DEPRECATED))
    (seen,) = compare(SupersededInUse(), made)
    assert "x.md" in seen.message
    silent = corpus({"archive/old.md": "# Guide\n\nThis guide is obsolete.\n"})
    assert [] == compare(SupersededInUse(), silent)


@pytest.mark.parametrize(
    ("target", "expected"),
    [("b.md", "a/b.md"), ("/b.md#x", "b.md"), ("../b%20c.md", "b c.md"), ("../../b.md", None),
     ("https://x.example/b", None), ("//x/b", None), ("#x", None)],
)  # fmt: skip
def test_paths(target: str, expected: str | None) -> None:
    """Never out of the root."""
    assert expected == path_of(target, "a/page.md")


@given(st.text(alphabet="#>*[]()!:.|`-\n \tThis page isdeprctd", max_size=200))
def test_any_text_is_survived(text: str) -> None:
    """And yields one banner at most, with a line the text has."""
    content = parse(text.encode(), "a.md", "markdown")
    found = list(BannerExtractor().extract(content))
    assert len(found) < 2
    assert all(1 <= (f.line or 0) <= text.count("\n") + 1 for f in found)
