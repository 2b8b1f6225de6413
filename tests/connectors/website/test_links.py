"""The links of a page, whatever is on it."""

from __future__ import annotations

import pytest

from ragaudit_connectors.website.links import MOST_LINKS, acts, read_links


def test_links_are_taken_in_order_and_once() -> None:
    """Anchors, areas and frames; no fragments, nothing that is not to be followed."""
    page = (
        b"<a href='b.html#x'>b</a><a href=a.html>a</a><a href='b.html'>b</a><area href=/map>"
        b"<iframe src=frame.html></iframe><a rel='nofollow' href=edit>e</a><a>none</a>"
        b"<a href='#top'>top</a><!-- <a href=hidden> --><script>'<a href=no>'</script>"
    )
    assert ["b.html", "a.html", "/map", "frame.html"] == read_links(page).links


def test_what_the_head_says_of_the_page() -> None:
    """Base, canonical address, and where a browser goes on by itself."""
    page = (
        b"<base href=/docs/><link rel='alternate canonical' href=x>"
        b"<meta http-equiv=Refresh content='0; URL=\"new.html\"'>"
    )
    found = read_links(page)
    assert ("/docs/", "x", "new.html") == (found.base, found.canonical, found.refresh)


def test_a_slow_refresh_is_no_redirect() -> None:
    """Live pages load themselves anew."""
    assert "" == read_links(b"<meta http-equiv=refresh content='300; url=x'>").refresh


def test_a_page_may_ask_not_to_be_followed() -> None:
    """By its own `robots` line; `noindex` alone is about search engines."""
    line = b"<meta name=robots content='%s'><a href=a>a</a>"
    counts = [len(read_links(line % words).links) for words in (b"noindex, nofollow", b"noindex")]
    assert [0, 1] == counts


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"\x00\xff\xfe",
        b"%PDF-1.7 nothing",
        b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><p>&b;",
        b"<a href=",
    ],
)
def test_what_is_hardly_html_has_no_links(page: bytes) -> None:
    """And raises nothing."""
    assert [] == [link for link in read_links(page).links if link]


def test_nesting_hides_no_link() -> None:
    """However deep it is."""
    page = b"<div>" * 50_000 + b"<a href=deep>x</a>"
    assert ["deep"] == read_links(page).links


def test_there_is_an_end_to_links() -> None:
    """Of one page."""
    page = b"".join(b"<a href=%d>" % number for number in range(MOST_LINKS + 10))
    assert MOST_LINKS == len(read_links(page).links)


def test_letters_of_links_are_read_in_the_encoding_of_the_page() -> None:
    """UTF-8 without a declaration, Latin-1 with one."""
    declared = "<meta charset=iso-8859-1><a href='ü'>".encode("latin-1")
    assert [["ü"], ["ü"]] == [read_links("<a href='ü'>".encode()).links, read_links(declared).links]


def test_what_acts_is_not_asked_for() -> None:
    """Signing out matters only to whoever has signed in."""
    addresses = ("/wiki/a?do=edit", "/w?oldid=3", "/logout", "/a/sign-out/", "/guide/logout-button")
    assert [True, True, False, False, False] == [acts(a, signed_in=False) for a in addresses]
    assert [True, True, True, True, False] == [acts(a, signed_in=True) for a in addresses]
