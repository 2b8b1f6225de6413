"""A small handbook with everything crawlers stumble over, for a test website."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.services.website import Website
from tests.services.website_page import Page

LEAVE_CHANGED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ENDLESS = 64 * 1024 * 1024
SLOW = 20.0
"""Seconds; longer than a client in a test may wait, and a stop of the site ends it."""
OTHER_HOST = "localhost"
"""Another name of the same machine, so that a test sees whether it was asked by that name."""
LATIN = b"<title>Stra\xdfe</title><h1>Stra\xdfe</h1><p>Caf\xe9 \xff\xfe, no UTF-8 at all.</p>"
ROBOTS = """User-agent: *
Crawl-delay: 1
Disallow: /private/
Allow: /private/open.html

Sitemap: {url}/sitemap-index.xml
"""


def html(title: str, text: str, *links: str) -> str:
    """A page with a heading and links."""
    anchors = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    head = f'<!doctype html><html lang="en"><head><title>{title}</title></head>'
    return f"{head}<body><main><h1>{title}</h1><p>{text}</p><ul>{anchors}</ul></main></body></html>"


def fill(site: Website) -> None:
    """Put the handbook on a site."""
    site.put("/", html("Handbook", "Where everything is.", *LINKS))
    site.put("/leave.html", Page(_body("Leave", "28 days a year."), modified=LEAVE_CHANGED))
    site.put("/travel.html", Page(_body("Travel", "Trains before planes."), etag=True))
    site.put("/unlinked.html", html("Unlinked", "Only the sitemap leads here."))
    site.put("/latin.html", Page(LATIN))
    _refuse(site)
    _send_on(site)
    _wear_out(site)
    _list(site)


LINKS = (
    "/leave.html",
    "/travel.html",
    "/latin.html",
    "/missing.html",
    "/gone.html",
    "/hr/salaries.html",
    "/private/notes.html",
    "/private/open.html",
    "/old.html",
    "/loop.html",
    "/elsewhere.html",
    "/endless.html",
    "/slow.html",
    "/calendar/2026",
)


def _refuse(site: Website) -> None:
    site.put("/gone.html", Page(b"<h1>Gone</h1>", status=410))
    salaries = Page(_body("Salaries", "Grade 3 earns more."), readers=frozenset({"alice"}))
    site.put("/hr/salaries.html", salaries)
    site.put("/private/notes.html", html("Notes", "Not for crawlers."))
    site.put("/private/open.html", html("Open", "For crawlers all the same."))


def _send_on(site: Website) -> None:
    site.redirect("/old.html", "/older.html")
    site.redirect("/older.html", "/leave.html")
    site.redirect("/loop.html", "/pool.html")
    site.redirect("/pool.html", "/loop.html")
    other = site.url.replace("127.0.0.1", OTHER_HOST)
    site.redirect("/elsewhere.html", f"{other}/travel.html", 302)


def _wear_out(site: Website) -> None:
    site.put("/endless.html", Page(_body("Endless", "It goes on."), size=ENDLESS))
    site.put("/slow.html", Page(_body("Slow", "At last."), delay=SLOW))
    site.put_under("/calendar/", _year)


def _year(path: str) -> Page:
    year = int(path.rsplit("/", 1)[-1])
    return Page(html(f"Year {year}", "No events.", f"/calendar/{year + 1}").encode())


def _list(site: Website) -> None:
    site.robots(ROBOTS.format(url=site.url))
    site.sitemap("/sitemap.xml", {"/leave.html": "2026-03-01", "/travel.html": ""})
    site.sitemap("/sitemap-more.xml.gz", {"/unlinked.html": "2026-02-01T08:00:00Z"})
    parts = {"/sitemap.xml": "2026-03-01", "/sitemap-more.xml.gz": ""}
    site.sitemap("/sitemap-index.xml", parts, index=True)


def _body(title: str, text: str) -> bytes:
    return html(title, text).encode()
