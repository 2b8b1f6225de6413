"""Finding pages by their links, and asking politely the second time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from tests.connectors.website.helpers import Pass, Reader, listing
from tests.services.website import Website
from tests.services.website_handbook import fill, html
from tests.services.website_page import Page

from ragaudit.errors import CursorExpiredError
from ragaudit.model import Limits, SyncSettings

Crawl = Callable[..., Pass]
BY_LINKS = {"sitemaps": False}


def page(title: str, *links: str) -> Page:
    """A page with validators."""
    return Page(html(title, f"About {title}.", *links).encode(), etag=True)


def small(website: Website) -> None:
    """Three pages in a row."""
    website.put("/", page("Start", "/a", "/b"))
    website.put("/a", page("A", "/c", "/"))
    website.put("/b", page("B", "/"))
    website.put("/c", page("C"))


def test_the_handbook(reader: Reader, website: Website) -> None:
    """Everything crawlers stumble over is survived, and said."""
    fill(website)
    options = {"crawl": True, "max_depth": 3}
    quick = SyncSettings(timeout_s=0.5, tries=2)
    connector = reader.connector(options=options, limits=Limits(max_bytes=100_000), sync=quick)
    found = listing(connector)
    expected = ["/", "/leave.html", "/travel.html", "/unlinked.html", "/latin.html"]
    expected += ["/private/open.html", *(f"/calendar/{year}" for year in (2026, 2027, 2028))]
    assert expected == found.addresses
    skips = {
        "hr/salaries.html": "forbidden",
        "loop.html": "unreadable",
        "elsewhere.html": "outside-root",
        "endless.html": "too-large",
        "slow.html": "unreachable",
    }
    assert skips == found.skips
    assert ["/missing.html", "/gone.html"] == found.gone
    assert ["private/notes.html", "old.html", "older.html"] == found.other
    assert found.whole is False  # the slow page may lead to others
    assert "/private/notes.html" not in website.fetched()
    assert {website.url.removeprefix("http://")} == {a.headers["host"] for a in website.asked}


def test_the_second_pass_reads_nothing(crawl: Crawl, website: Website) -> None:
    """One conditional request a page, all answered without content."""
    small(website)
    website.put("/", Page(website.pages["/"].body, modified=datetime(2026, 1, 1, tzinfo=UTC)))
    first = crawl()
    website.forget()
    again = crawl(first.next)
    asked = [(one.path, one.status) for one in website.asked if one.path != "/robots.txt"]
    assert [("/", 304), ("/a", 304), ("/b", 304), ("/c", 304)] == asked
    assert (first.stamps, True) == (again.stamps, again.whole)
    assert first.refs == again.refs
    assert first.next == again.next


def test_pages_without_validators_are_told_by_their_bytes(crawl: Crawl, website: Website) -> None:
    """They are read for their links anyway."""
    website.put("/", "<a href=/a>a</a>")
    website.put("/a", "<h1>A</h1>")
    first = crawl()
    assert first.stamps == crawl(first.next).stamps
    website.put("/a", "<h1>Another</h1>")
    changed = crawl(first.next).stamps
    assert ["/a"] == [address for address in changed if changed[address] != first.stamps[address]]


def test_a_page_that_changes_twice_in_a_second(crawl: Crawl, website: Website) -> None:
    """`Last-Modified` alone cannot tell the second change; the bytes do."""
    now = datetime.now(UTC)
    website.put("/", Page(b"<h1>One</h1>", modified=now))
    first = crawl()
    website.put("/", Page(b"<h1>Two</h1>", modified=now))
    assert first.stamps != crawl(first.next).stamps


def test_new_changed_and_unlinked_pages(crawl: Crawl, website: Website) -> None:
    """A new link leads to a new page; what nothing links to is not listed any more."""
    small(website)
    first = crawl()
    website.put("/a", page("A", "/new"))
    website.put("/new", page("New"))
    website.forget()
    again = crawl(first.next)
    assert ["/", "/a", "/b", "/new"] == again.addresses
    assert again.whole
    assert ["/a", "/new"] == [a.path for a in website.asked if a.status == 200]


def test_a_deleted_page_is_gone(crawl: Crawl, website: Website) -> None:
    """Although a link to it is left."""
    small(website)
    first = crawl()
    website.delete("/c")
    again = crawl(first.next)
    assert (["/c"], ["/", "/a", "/b"], True) == (again.gone, again.addresses, again.whole)


def test_a_cut_off_pass_goes_on(
    reader: Reader, website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the last page's cursor, without asking again for what it has listed."""
    monkeypatch.setattr("ragaudit_connectors.website.passes.PAGE", 10)
    links = [f"/p{number:03}" for number in range(15)]
    website.put("/", page("Start", *links))
    for link in links:
        website.put(link, page(link[1:], "/deep" + link))
        website.put("/deep" + link, page("deep " + link))
    pages = reader.connector(options=BY_LINKS).list_refs(None)
    first, second = next(pages), next(pages)
    assert second.resume is not None
    website.forget()
    rest = listing(reader.connector(options=BY_LINKS), second.resume)
    before = [ref.native_id for one in (first, second) for ref in one.refs]
    assert 31 == len({*before, *rest.addresses}) == len(before) + len(rest.addresses)
    assert set(before).isdisjoint(website.fetched())
    assert rest.whole
    # And a second pass that is cut off asks by what the first one knew.
    website.forget()
    pages = reader.connector(options=BY_LINKS).list_refs(rest.next)
    cut = next(pages).resume
    again = listing(reader.connector(options=BY_LINKS), cut)
    assert {304} == {one.status for one in website.asked if one.path != "/robots.txt"}
    assert 31 == len(again.addresses) + 10


def test_a_site_too_large_to_be_remembered_is_read_anew(
    crawl: Crawl, website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And listed in full all the same."""
    monkeypatch.setattr("ragaudit_connectors.website.memory.LARGEST", 100)
    small(website)
    first = crawl()
    assert (None, True) == (first.next, first.whole)
    assert first.stamps == crawl(None).stamps


def test_one_page_by_many_addresses_is_listed_once(crawl: Crawl, website: Website) -> None:
    """Equal bytes with another query or slash, a canonical address, a refresh, an index page."""
    website.put("/", html("Start", "", "a", "a/", "a?x=1", "b?session=9", "old", "index.html"))
    website.put("/a", page("A"))
    website.put("/a/", page("A"))
    website.put("/b", html("B", "Told at 9."))
    body = "<link rel=canonical href=/b><h1>B</h1><p>Told at 10."
    website.put("/b?session=9", body)
    website.put("/old", "<meta http-equiv=refresh content='0; url=/new'>")
    website.put("/new", page("New"))
    first = crawl()
    assert ["/", "/a", "/b", "/new"] == first.addresses
    assert ["a/index.html", "a?x=1", "b?session=9", "old"] == sorted(first.other)
    assert first.addresses == crawl(first.next).addresses
    # Once they differ, both are pages.
    website.put("/a", page("Another"))
    assert "/a/" in crawl(first.next).addresses


def test_a_canonical_address_that_is_none_hides_nothing(crawl: Crawl, website: Website) -> None:
    """Neither a dead one nor the front page as everything's original."""
    website.put("/", html("Start", "", "/a?x=1", "/b"))
    website.put("/a?x=1", "<link rel=canonical href=/a><h1>A</h1>")
    website.put("/a", Page(status=404))
    website.put("/b", "<link rel=canonical href=/><h1>B</h1>")
    found = crawl()
    assert {"/", "/a?x=1", "/b"} == set(found.addresses)
    assert ["/a"] == found.gone


def test_an_index_page_stands_for_its_folder(crawl: Crawl, website: Website) -> None:
    """Also where the folder itself is refused."""
    website.put("/", html("Start", "", "docs/index.html"))
    website.put("/docs/", Page(status=403))
    website.put("/docs/index.html", page("Docs"))
    connectorless = crawl()
    assert ["/", "/docs/"] == connectorless.addresses
    assert "docs/index.html" == connectorless.refs["/docs/"].path


def test_documents_are_listed_without_being_read(crawl: Crawl, website: Website) -> None:
    """A PDF by its headers, an image not at all."""
    website.put("/", html("Start", "", "policy.pdf", "logo.png", "talk", "/app"))
    website.put("/policy.pdf", Page(b"%PDF-1.7", "application/pdf", etag=True))
    website.put("/talk", Page(b"%PDF-1.7", "application/pdf", etag=True))
    website.put("/app", Page(b"\x7fELF", "application/octet-stream"))
    found = crawl()
    assert {"/": "html", "/policy.pdf": "pdf", "/talk": "pdf"} == {
        address: ref.format for address, ref in found.refs.items()
    }
    assert (["/policy.pdf"], 8) == (website.fetched("HEAD"), found.refs["/policy.pdf"].size)
    assert {"logo.png", "app"} == set(found.other)


def test_pages_that_are_not_wanted_still_lead_on(crawl: Crawl, website: Website) -> None:
    """`include` chooses what is listed, `exclude` what is asked for."""
    small(website)
    found = crawl(include=("c",))
    assert (["/c"], ["index.html", "a", "b"]) == (found.addresses, found.other)
    assert ["/", "/b"] == crawl(exclude=("a",)).addresses


def test_there_is_an_end_to_asking(crawl: Crawl, website: Website) -> None:
    """Then nothing counts as gone."""
    small(website)
    found = crawl(options={"sitemaps": False, "max_pages": 2})
    assert (["/", "/a"], False) == (found.addresses, found.whole)


def test_a_page_made_by_scripts_is_noted(reader: Reader, website: Website) -> None:
    """A start page without links is rarely all there is."""
    website.put("/", "<div id=app></div>")
    connector = reader.connector(options=BY_LINKS)
    assert ["/"] == listing(connector).addresses
    assert any("scripts" in note for note in connector.notes())


@pytest.mark.parametrize("cursor", ["", "{}", "[1]", '{"version":1,"key":"x","crawl":"zz"}'])
def test_an_unusable_cursor_says_so(reader: Reader, website: Website, cursor: str) -> None:
    """The caller starts again."""
    small(website)
    with pytest.raises(CursorExpiredError):
        listing(reader.connector(), cursor)


def test_a_cursor_is_good_for_one_configuration(crawl: Crawl, website: Website) -> None:
    """Other globs list other pages."""
    small(website)
    first = crawl()
    assert first.next is not None
    for broken in (first.next[:-9] + '!!!!!!"}', first.next.replace('"crawl": "', '"crawl": "A')):
        with pytest.raises(CursorExpiredError):
            crawl(broken)
    with pytest.raises(CursorExpiredError):
        crawl(first.next, exclude=("a",))
