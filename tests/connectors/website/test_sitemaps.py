"""Listing by sitemaps: few requests, no content, nothing missed."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from tests.connectors.website.helpers import Reader, listing
from tests.services.website import Website
from tests.services.website_page import Page

from ragaudit.errors import MalformedError, TransientError
from ragaudit_connectors.website.listing import is_settled
from ragaudit_connectors.website.sitemaps import parsed

XML = "application/xml"


def test_a_sitemap_is_enough(reader: Reader, website: Website) -> None:
    """Pages with a `lastmod` are not asked for at all, in order of address."""
    website.put("/b.html", "<h1>B</h1>")
    website.sitemap("/sitemap.xml", {"/b.html": "2026-03-01", "/a.html": "2026-02-01T08:00:00Z"})
    found = listing(reader.connector())
    assert ["/robots.txt", "/sitemap.xml"] == website.fetched()
    expected = {"/a.html": "lastmod 2026-02-01T08:00:00Z", "/b.html": "lastmod 2026-03-01"}
    assert expected == found.stamps
    assert found.whole and found.next is None
    fact = found.refs["/b.html"].facts.times["modified"]
    assert ("2026-03-01", "sitemap lastmod") == (str(fact.value), fact.locator)
    assert f"{website.url}/b.html" == found.refs["/b.html"].facts.deep_link


def test_indexes_packed_sitemaps_and_lists_of_addresses(reader: Reader, website: Website) -> None:
    """As robots.txt names them; each page once, with its newest date."""
    website.robots(f"Sitemap: {website.url}/index.xml\nSitemap: {website.url}/more.txt")
    parts = {"/one.xml": "", "/two.xml.gz": "", "/index.xml": ""}
    website.sitemap("/index.xml", parts, index=True)
    website.sitemap("/one.xml", {"/a": "2026-01-01"})
    website.sitemap("/two.xml.gz", {"/a": "2026-02-01", "/b": "2026-01-01"})
    website.put("/c", "<h1>C</h1>")
    website.put("/d", "<h1>D</h1>")
    website.put("/more.txt", Page(f"{website.url}/c\n{website.url}/d".encode(), "text/plain"))
    found = listing(reader.connector())
    assert ["/a", "/b", "/c", "/d"] == found.addresses
    assert "lastmod 2026-02-01" == found.stamps["/a"]
    assert ["/c", "/d"] == website.fetched("HEAD")


def test_pages_without_a_date_are_asked_for_their_validators(
    reader: Reader, website: Website
) -> None:
    """By HEAD; a page that changes has another stamp, one without validators none."""
    modified = datetime(2026, 1, 1, tzinfo=UTC)
    website.put("/etag", Page(b"<h1>A</h1>", etag=True))
    website.put("/dated", Page(b"<h1>B</h1>", modified=modified))
    website.put("/plain", Page(b"<h1>C</h1>"))
    website.sitemap("/sitemap.xml", dict.fromkeys(("/etag", "/dated", "/plain"), ""))
    first, again = listing(reader.connector()), listing(reader.connector())
    assert first.stamps == again.stamps
    assert ["/robots.txt", "/sitemap.xml"] * 2 == website.fetched()
    assert "modified Thu, 01 Jan 2026 00:00:00 GMT" == first.stamps["/dated"]
    assert "" == first.stamps["/plain"]
    mtime = first.refs["/dated"].facts.mtime
    assert ("2026-01-01", "HTTP Last-Modified") == (str(mtime.value), mtime.locator)
    website.put("/etag", Page(b"<h1>New</h1>", etag=True))
    assert first.stamps["/etag"] != listing(reader.connector()).stamps["/etag"]


def test_a_server_that_knows_no_head(reader: Reader, website: Website) -> None:
    """Is asked for the page, once for listing and fetching."""
    website.put("/a", Page(b"<h1>A</h1>", etag=True))
    website.sitemap("/sitemap.xml", {"/a": ""})
    website.fail("/a", 1, 405)
    connector = reader.connector()
    found = listing(connector)
    assert b"<h1>A</h1>" == connector.fetch(found.refs["/a"]).data
    assert (["/a"], 1) == (website.fetched("HEAD"), website.fetched().count("/a"))
    assert found.stamps["/a"].startswith("etag ")


def test_a_date_may_be_mistrusted(reader: Reader, website: Website) -> None:
    """Then every page is asked for its validators."""
    website.put("/a", Page(b"<h1>A</h1>", etag=True))
    website.sitemap("/sitemap.xml", {"/a": "2026-01-01"})
    found = listing(reader.connector(options={"trust_lastmod": False}))
    assert found.stamps["/a"].startswith("etag ")
    assert ["/a"] == website.fetched("HEAD")


def test_a_day_that_is_not_over_settles_nothing() -> None:
    """A page may change once more on the day its `lastmod` names, anywhere on earth."""
    now = datetime(2026, 3, 3, 12, tzinfo=UTC)
    told = (
        "2026-03-03",
        "2026-03-02",
        "2026-03-01",
        "2026-03-03T11:59:30Z",
        "2026-03-03T11:50Z",
        "x",
    )
    assert [False, False, True, False, True, False] == [is_settled(day, now) for day in told]


def test_dead_refused_and_moved_entries(reader: Reader, website: Website) -> None:
    """A dead one is gone, a refused one is a skip, one that is sent on is another's address."""
    website.put("/a", "<h1>A</h1>")
    website.put("/secret", Page(b"<h1>S</h1>", readers=frozenset({"alice"})))
    website.put("/410", Page(status=410))
    website.redirect("/old", "/a")
    website.redirect("/away", "https://elsewhere.example/")
    entries = ("/a", "/secret", "/404", "/410", "/old", "/away", "/logo.png")
    website.sitemap("/sitemap.xml", dict.fromkeys(entries, ""))
    found = listing(reader.connector())
    assert ["/a"] == found.addresses
    assert ["/404", "/410"] == found.gone
    assert {"secret": "forbidden", "away": "outside-root"} == found.skips
    assert ["logo.png", "old"] == found.other
    assert found.whole


def test_globs_robots_and_the_path_of_the_source_narrow_it(
    reader: Reader, website: Website
) -> None:
    """What is left out is no document, and is not asked for."""
    website.robots("User-agent: ragaudit\nDisallow: /kb/private/\n\nUser-agent: *\nDisallow: /\n")
    entries = ("/kb/a", "/kb/private/b", "/kb/drafts/c", "/kb/hr/d", "/other/e")
    website.sitemap("/sitemap.xml", dict.fromkeys(entries, "2026-01-01"))
    connector = reader.connector("/kb/", exclude=("kb/drafts/",), include=("kb/*", "kb/private/*"))
    found = listing(connector)
    assert ["/kb/a"] == found.addresses
    assert ["kb/drafts/c", "kb/hr/d", "kb/private/b"] == found.other
    assert any("robots.txt" in note for note in connector.notes())


def test_a_cut_off_pass_goes_on_after_its_last_page(reader: Reader, website: Website) -> None:
    """In a new run, from the cursor of the page alone."""
    pages = {f"/p{number:03}": "2026-01-01" for number in range(250)}
    website.sitemap("/sitemap.xml", pages)
    first = next(iter(reader.connector().list_refs(None)))
    assert (100, None) == (len(first.refs), first.end)
    rest = listing(reader.connector(), first.resume)
    assert sorted(pages)[100:] == rest.addresses
    assert rest.whole


def test_too_many_pages_are_not_all_there_is(reader: Reader, website: Website) -> None:
    """Nothing may count as gone then."""
    website.sitemap("/sitemap.xml", {f"/{number}": "2026-01-01" for number in range(9)})
    found = listing(reader.connector(options={"max_pages": 5}))
    assert (5, False) == (len(found.refs), found.whole)


def test_a_sitemap_of_another_host_is_not_asked(reader: Reader, website: Website) -> None:
    """It is named in a note, and the pass is not whole."""
    website.robots(f"Sitemap: https://cdn.example/s.xml\nSitemap: {website.url}/s.xml")
    website.sitemap("/s.xml", {"/a": "2026-01-01"})
    connector = reader.connector()
    found = listing(connector)
    assert (["/a"], False) == (found.addresses, found.whole)
    assert any("another host" in note for note in connector.notes())


def test_a_missing_part_leaves_the_rest(reader: Reader, website: Website) -> None:
    """What it listed may still be there."""
    website.sitemap("/sitemap.xml", {"/one.xml": "", "/two.xml": ""}, index=True)
    website.sitemap("/one.xml", {"/a": "2026-01-01"})
    connector = reader.connector()
    found = listing(connector)
    assert (["/a"], False) == (found.addresses, found.whole)
    assert ["the sitemap /two.xml cannot be read: answered 404"] == list(connector.notes())


def test_a_page_that_says_in_words_there_is_no_sitemap(reader: Reader, website: Website) -> None:
    """Is no sitemap; links are followed."""
    website.put("/sitemap.xml", "<h1>Nothing here</h1>")
    website.put("/", "<a href=/a>a</a>")
    website.put("/a", "<h1>A</h1>")
    found = listing(reader.connector())
    assert (["/", "/a"], True) == (found.addresses, found.whole)


@pytest.mark.parametrize(
    "page",
    [
        Page(b"<urlset><url><loc>http://127.0.0.1/a</loc></url><url><lo", XML),
        Page(gzip.compress(b"<urlset></urlset>" * 99)[:30], "application/gzip"),
    ],
)
def test_half_a_sitemap_stops_the_source(reader: Reader, website: Website, page: Page) -> None:
    """It would look as if the other half were gone."""
    website.put("/sitemap.xml", page)
    with pytest.raises(MalformedError, match="cut off"):
        listing(reader.connector())


def test_a_sitemap_that_fails_stops_the_source(reader: Reader, website: Website) -> None:
    """It is not taken for a site without one, which would lose pages."""
    website.sitemap("/sitemap.xml", {"/a": "2026-01-01"})
    website.fail("/sitemap.xml", 3)
    with pytest.raises(TransientError, match="sitemap"):
        listing(reader.connector())
    assert ["/a"] == listing(reader.connector()).addresses


def test_a_named_sitemap_must_be_there(reader: Reader, website: Website) -> None:
    """The user said so."""
    with pytest.raises(MalformedError, match="answered 404"):
        listing(reader.connector(options={"sitemaps": ["/maps/all.xml"]}))
    website.sitemap("/maps/all.xml", {"/a": "2026-01-01"})
    named = listing(reader.connector(options={"sitemaps": ["/maps/all.xml"]}))
    assert ["/a"] == named.addresses


def test_entities_are_not_expanded() -> None:
    """Neither bombs nor files."""
    bomb = b"<!DOCTYPE u [<!ENTITY a 'x'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    body = b"<urlset><url><loc>http://h/&a;&f;</loc></url></urlset>"
    assert ("pages", [("http://h/", "")]) == parsed(bomb + body)
