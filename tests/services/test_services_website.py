"""The test website behaves as the handbook on it says, and stops when told."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator

import httpx
import pytest
from tests.services.website import Website, running_website
from tests.services.website_handbook import ENDLESS, OTHER_HOST, fill
from tests.services.website_page import CREDENTIALS, Page


@pytest.fixture
def handbook(website: Website) -> Website:
    """The site with the handbook on it."""
    fill(website)
    return website


@pytest.fixture
def client(website: Website) -> Iterator[httpx.Client]:
    """A client of the site that follows nothing by itself."""
    with httpx.Client(base_url=website.url, timeout=5) as client:
        yield client


def test_basic_authentication_refuses_bob(handbook: Website, client: httpx.Client) -> None:
    """No password is 401, another reader's is 403."""
    assert 401 == client.get("/hr/salaries.html").status_code
    auth = list(CREDENTIALS.items())
    assert [200, 403] == [client.get("/hr/salaries.html", auth=one).status_code for one in auth]
    assert [401, 200, 403] == [request.status for request in handbook.asked]


@pytest.mark.parametrize(
    ("path", "given", "asked"),
    [
        ("/leave.html", "Last-Modified", "If-Modified-Since"),
        ("/travel.html", "ETag", "If-None-Match"),
    ],
)
def test_unchanged_pages_are_not_sent(
    handbook: Website, client: httpx.Client, path: str, given: str, asked: str
) -> None:
    """A validator sent back gives 304 without a body, until the page changes."""
    first = client.get(path)
    headers = {asked: first.headers[given]}
    again = client.get(path, headers=headers)
    assert (304, b"") == (again.status_code, again.content)
    handbook.put(path, Page(b"<h1>New</h1>", etag=True))
    assert b"<h1>New</h1>" == client.get(path, headers=headers).content
    assert headers[asked] == handbook.asked[1].headers[asked.lower()]


def test_a_storm_passes(handbook: Website, client: httpx.Client) -> None:
    """A failure lasts for as many requests as asked for, with its Retry-After."""
    handbook.fail("/leave.html", 2, 429, "7")
    answers = [client.get("/leave.html") for _ in range(3)]
    assert [429, 429, 200] == [answer.status_code for answer in answers]
    assert ["7", "7", None] == [answer.headers.get("Retry-After") for answer in answers]
    handbook.fail("*", 1)
    assert [503, 200] == [client.get(path).status_code for path in ("/", "/travel.html")]


def test_redirects(handbook: Website, client: httpx.Client) -> None:
    """A chain ends, a loop does not, and one leads to another host."""
    chain = client.get("/old.html", follow_redirects=True)
    assert ["/old.html", "/older.html"] == [answer.url.path for answer in chain.history]
    assert "/leave.html" == chain.url.path
    with pytest.raises(httpx.TooManyRedirects):
        client.get("/loop.html", follow_redirects=True)
    away = client.get("/elsewhere.html", follow_redirects=True)
    assert (200, OTHER_HOST) == (away.status_code, away.url.host)
    assert handbook.asked[-1].headers["host"].startswith(OTHER_HOST)


def test_the_rest_of_the_handbook(handbook: Website, client: httpx.Client) -> None:
    """Missing, gone, robots, sitemaps, bytes that are no UTF-8, years without end."""
    expected = {"/": 200, "/missing.html": 404, "/gone.html": 410, "/private/notes.html": 200}
    assert expected == {path: client.get(path).status_code for path in expected}
    assert "/calendar/2100" in client.get("/calendar/2099").text
    assert "Disallow: /private/" in client.get("/robots.txt").text
    assert f"{handbook.url}/sitemap-more.xml.gz" in client.get("/sitemap-index.xml").text
    packed = client.get("/sitemap-more.xml.gz").content
    assert f"<loc>{handbook.url}/unlinked.html</loc>".encode() in gzip.decompress(packed)
    with pytest.raises(UnicodeDecodeError):
        client.get("/latin.html").content.decode()


def test_head_sends_no_body(handbook: Website, client: httpx.Client) -> None:
    """HEAD has the headers of GET, and the next request on the connection still works."""
    head, got = client.head("/leave.html"), client.get("/leave.html")
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(got.content))
    assert ["/leave.html"] == handbook.fetched("HEAD")


def test_an_endless_page_is_larger_than_any_limit(handbook: Website, client: httpx.Client) -> None:
    """It names no length and goes on; a client may stop, and the site serves on."""
    read = 0
    with client.stream("GET", "/endless.html") as answer:
        assert "Content-Length" not in answer.headers
        for piece in answer.iter_bytes():
            read += len(piece)
            if read > 2**20:
                break
    assert 2**20 < read < ENDLESS
    assert 200 == client.get("/").status_code


def test_a_slow_page_outlasts_a_client(handbook: Website, client: httpx.Client) -> None:
    """The client gives up first; the request was noted."""
    with pytest.raises(httpx.ReadTimeout):
        client.get("/slow.html", timeout=0.2)
    assert ["/slow.html"] == handbook.fetched()


def test_a_stopped_site_is_gone() -> None:
    """Neither a new connection nor one kept alive is served after the end."""
    with running_website() as site:
        site.put("/", "<h1>Here</h1>")
        kept = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=5)
        kept.request("GET", "/")
        assert b"<h1>Here</h1>" == kept.getresponse().read()
        kept.auto_open = 0
    with pytest.raises((OSError, http.client.HTTPException)):
        kept.request("GET", "/")
        kept.getresponse()
    kept.close()
    with pytest.raises(httpx.ConnectError):
        httpx.get(site.url)
    assert ["/"] == site.fetched()
