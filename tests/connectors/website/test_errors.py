"""What a site does to crawlers, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.connectors.website.helpers import Pass, Reader, listing, signed_in
from tests.services.website import Website, running_website
from tests.services.website_handbook import LATIN, html
from tests.services.website_page import Page

from ragaudit.contracts import Ref
from ragaudit.errors import (
    AuthInvalidError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    RateLimitedError,
    ScopeMissingError,
    SkipError,
    TooLargeError,
    TransientError,
    UsageError,
)
from ragaudit.model import Credentials, Limits, SyncSettings

Crawl = Callable[..., Pass]
READERS = frozenset({"alice"})


def ref(address: str, form: str = "html") -> Ref:
    """A reference as a listing gives it."""
    return Ref(address, address.lstrip("/"), format=form)


def test_a_storm_passes(reader: Reader, website: Website) -> None:
    """429 with a wait is waited for, 503 is tried again."""
    website.put("/", html("Start", "", "/a"))
    website.put("/a", "<h1>A</h1>")
    website.fail("/a", 2, 429, "7")
    website.fail("/", 1, 503)
    assert ["/", "/a"] == listing(reader.connector(options={"sitemaps": False})).addresses
    assert 2 == sum(1 for seconds in reader.waited if 7 <= seconds < 13)


def test_a_storm_that_does_not_pass_stops_the_source(crawl: Crawl, website: Website) -> None:
    """It asked for a rest."""
    website.put("/", html("Start", "", "/a"))
    website.fail("/a", 99, 429, "60")
    with pytest.raises(RateLimitedError):
        crawl()


def test_a_broken_page_is_no_broken_site(crawl: Crawl, website: Website) -> None:
    """It is said, the others are read, and nothing counts as gone."""
    website.put("/", html("Start", "", "/a", "/broken", "/b"))
    for path in ("/a", "/b"):
        website.put(path, html(path, ""))
    website.put("/broken", Page(status=500))
    found = crawl()
    assert (["/", "/a", "/b"], {"broken": "unreachable"}) == (found.addresses, found.skips)
    assert found.whole is False


def test_a_site_that_fails_stops_the_source(crawl: Crawl, website: Website) -> None:
    """Not every page is waited for."""
    website.put("/", html("Start", "", *(f"/{number}" for number in range(50))))
    for number in range(50):
        website.put(f"/{number}", Page(status=503))
    with pytest.raises(TransientError):
        crawl()
    assert 9 == sum(1 for one in website.asked if one.status == 503)


def test_a_stopped_site(reader: Reader) -> None:
    """Before a listing and before a page."""
    with running_website() as site:
        site.put("/", "<h1>Here</h1>")
        gone = Reader(site)
        connector = gone.connector(options={"sitemaps": False})
        listing(connector)
    for asked in (lambda: connector.fetch(ref("/a")), lambda: listing(gone.connector())):
        with pytest.raises(TransientError, match="cannot be reached"):
            asked()


def test_half_a_page(crawl: Crawl, website: Website) -> None:
    """An answer shorter than it says is not taken for the page."""
    website.put("/", html("Start", "", "/half"))
    website.put(
        "/half", Page(b"<p>half", headers={"Content-Length": "9999", "Connection": "close"})
    )
    assert {"half": "unreachable"} == crawl().skips


def test_robots_that_cannot_be_read_let_nobody_in(crawl: Crawl, website: Website) -> None:
    """RFC 9309: unreachable is not the same as absent."""
    website.put("/", "<h1>Start</h1>")
    website.fail("/robots.txt", 99)
    with pytest.raises(TransientError, match=r"robots\.txt"):
        crawl()
    assert "/" not in website.fetched()


def test_robots_that_refuse_everything_are_no_empty_site(reader: Reader, website: Website) -> None:
    """Whether pages are found by links or by a sitemap."""
    website.put("/", "<h1>Start</h1>")
    website.robots("User-agent: *\nDisallow: /")
    for _ in range(2):
        with pytest.raises(ScopeMissingError, match=r"robots\.txt"):
            listing(reader.connector())
        website.sitemap("/sitemap.xml", {"/a": "2026-01-01"})


def test_crawl_delay_sets_the_pace(reader: Reader, website: Website) -> None:
    """Unless the user allows less."""
    website.robots("User-agent: *\nCrawl-delay: 5")
    website.put("/", html("Start", "", "/a", "/b"))
    listing(reader.connector(options={"sitemaps": False}))
    assert [5.0, 5.0, 5.0] == [round(seconds, 3) for seconds in reader.waited]
    slower = SyncSettings(max_rps=0.1)
    reader.waited.clear()
    listing(reader.connector(options={"sitemaps": False}, sync=slower))
    assert {10.0} == {round(seconds, 3) for seconds in reader.waited}


@pytest.mark.parametrize(
    ("page", "error"),
    [
        (Page(status=404), MalformedError),
        (Page(status=403), ScopeMissingError),
        (Page(b"x", readers=READERS), AuthInvalidError),
        (Page(status=301, headers={"Location": "https://www.example.org/"}), MalformedError),
        (Page(status=301, headers={"Location": "/login?next=/"}), AuthInvalidError),
        (Page(status=503), TransientError),
    ],
)
def test_a_start_page_that_cannot_be_had(
    crawl: Crawl, website: Website, page: Page, error: type[Exception]
) -> None:
    """Stops the source, with what to do."""
    website.put("/", page)
    with pytest.raises(error, match=r"start page|name or secret"):
        crawl()


def test_a_site_that_moved_to_https_says_so(crawl: Crawl, website: Website) -> None:
    """It is not taken for a redirect in a circle."""
    target = website.url.replace("http:", "https:") + "/"
    website.put("/", Page(status=301, headers={"Location": target}))
    with pytest.raises(MalformedError) as caught:
        crawl()
    assert "write https:// in `url`" == caught.value.hint


def test_a_wrong_password(
    reader: Reader, website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is one, and not a site without pages."""
    website.put("/", Page(b"x", readers=READERS))
    connector = reader.connector(auth=signed_in("alice", monkeypatch, "wrong"))
    with pytest.raises(AuthInvalidError, match="name or secret"):
        listing(connector)
    monkeypatch.delenv("WEB_ALICE")
    with pytest.raises(AuthInvalidError, match="WEB_ALICE is not set"):
        listing(reader.connector(auth=Credentials(user="alice", password_env="WEB_ALICE")))


def test_a_page_refused_to_the_account(
    reader: Reader, website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is that page's alone; the password is sent to this host only."""
    website.put("/", Page(html("Start", "", "/a").encode(), readers=frozenset({"alice", "bob"})))
    website.put("/a", Page(b"A", readers=READERS))
    options = {"sitemaps": False}
    found = listing(reader.connector(auth=signed_in("bob", monkeypatch), options=options))
    assert (["/"], {"a": "forbidden"}) == (found.addresses, found.skips)
    both = listing(reader.connector(auth=signed_in("alice", monkeypatch), options=options))
    assert ["/", "/a"] == both.addresses


def test_fetching_what_is_not_there_any_more(reader: Reader, website: Website) -> None:
    """Each way of not being there is another error."""
    website.put("/410", Page(status=410))
    website.put("/secret", Page(b"x", readers=READERS))
    website.put("/teapot", Page(status=418))
    website.put("/large", Page(b"<p>" + b"x" * 5000))
    website.put("/image", Page(b"\x89PNG", "image/png"))
    website.redirect("/away", "https://elsewhere.example/")
    website.redirect("/login-first", "/sign-in")
    connector = reader.connector(limits=Limits(max_bytes=1000))
    expected: dict[str, tuple[type[SkipError], str]] = {
        "/404": (NotFoundError, "vanished"),
        "/410": (NotFoundError, "vanished"),
        "/secret": (ForbiddenError, "forbidden"),
        "/login-first": (ForbiddenError, "forbidden"),
        "/teapot": (SkipError, "unreadable"),
        "/large": (TooLargeError, "too-large"),
        "/image": (SkipError, "unsupported-format"),
        "/away": (SkipError, "outside-root"),
    }
    for address, (kind, reason) in expected.items():
        with pytest.raises(kind) as caught:
            connector.fetch(ref(address))
        assert reason == caught.value.reason.value
        assert address not in str(caught.value)


def test_a_page_is_asked_for_once(reader: Reader, website: Website) -> None:
    """Listing reads it for its links; fetching gets the same bytes; a new run asks again."""
    website.put("/", "<h1>Start</h1>")
    connector = reader.connector(options={"sitemaps": False})
    (found,) = listing(connector).refs.values()
    assert b"<h1>Start</h1>" == connector.fetch(found).data
    assert 1 == website.fetched().count("/")
    assert b"<h1>Start</h1>" == reader.connector().fetch(found).data
    assert 2 == website.fetched().count("/")


def test_an_encoding_only_the_header_names(reader: Reader, website: Website) -> None:
    """Is not lost on the way to the parser; wrong ones change nothing."""
    text = "<p>Straße und Café und so weiter</p>"
    website.put("/latin", Page(text.encode("latin-1"), "text/html; charset=ISO-8859-1"))
    website.put("/wrong", Page(LATIN, "text/html; charset=utf-8"))
    website.put("/nonsense", Page(text.encode("latin-1"), "text/html; charset=martian"))
    connector = reader.connector()
    parsed = connector.parse(ref("/latin"), connector.fetch(ref("/latin")).data)
    assert "Straße und Café und so weiter" == parsed.blocks[0].text
    assert LATIN == connector.fetch(ref("/wrong")).data
    assert text.encode("latin-1") == connector.fetch(ref("/nonsense")).data


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"crawll": True}, "crawll"),
        ({"max_pages": 0}, "max_pages"),
        ({"sitemaps": [""]}, "sitemaps"),
    ],
)
def test_options_are_checked(reader: Reader, options: dict[str, object], key: str) -> None:
    """With the place they are written at."""
    connector = reader.connector(options=options, options_at="ragaudit.yaml:7")
    with pytest.raises(UsageError, match=rf"^ragaudit\.yaml:7: .*{key}"):
        listing(connector)


def test_a_password_in_the_address_is_refused(reader: Reader) -> None:
    """It would end up in reports."""
    connector = reader.connector(url="https://ann:secret@example.org/")
    with pytest.raises(AuthInvalidError, match="password") as caught:
        listing(connector)
    assert "secret" not in str(caught.value)
