"""A real Plone: its files, its addresses, its answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from tests.connectors.plone.fake import FakeSite
from tests.connectors.plone.helpers import (
    allowed,
    compared,
    connect,
    decided,
    enforced,
    refs_of,
    upload,
    variable,
)
from tests.services.plone import Plone

from ragaudit.model import Credentials, SourceSettings
from ragaudit_connectors.plone import listing as listing_module

pytestmark = pytest.mark.nightly
TEXT = "<p>Grade 3 earns more.</p>"


def test_files_are_read_as_they_were_uploaded(site: Plone, settings: SourceSettings) -> None:
    """A PDF to the byte; HTML but for what Plone makes of it; whatever they are called."""
    pdf = b"%PDF-1.4\n" + bytes(range(256)) * 20
    upload(site, "hr", "Grades & Löhne.pdf", pdf, "application/pdf")
    upload(site, "hr", "page", b"<html><body><p>Hi</p></body></html>", "text/html")
    upload(site, "hr", "rows.csv", b"a,b\r\n", "text/csv")
    upload(site, "hr", "picture", b"\x89PNG", "image/png")
    connector = connect(settings)
    read = {path: connector.fetch(ref).data for path, ref in refs_of(connector).items()}
    page = read.pop("hr/page")
    assert {"hr/grades-lohne.pdf": pdf, "hr/rows.csv": b"a,b\r\n"} == read
    assert b"<p>Hi</p>" in page
    assert b"script" not in page
    titles = {ref.path: ref.title for ref in refs_of(connector).values()}
    assert "Grades & Löhne.pdf" == titles["hr/grades-lohne.pdf"]


def test_odd_ids_are_read(site: Plone, settings: SourceSettings) -> None:
    """Whatever Plone takes for one; and none of them is the site itself."""
    names = ("a b", "x%y", "q?x", "hash#1", "index", "index_html", "semi;colon", "@at")
    for name in names:
        made = {"@type": "Document", "id": name, "title": "Odd", "text": f"<p>This is {name}.</p>"}
        site.ask("POST", **made).raise_for_status()
    connector = connect(settings)
    texts = {path: connector.fetch(ref).data.decode() for path, ref in refs_of(connector).items()}
    assert set(names) == set(texts)
    assert all(f"This is {name}." in texts[name] for name in names)
    assert enforced(connector) == decided(connector)


def test_moving_and_deleting(site: Plone, settings: SourceSettings) -> None:
    """A page that moves stays the same page, with other rights."""
    site.put("page", TEXT)
    before = refs_of(connect(settings))["page"]
    site.move("page", "hr")
    after = refs_of(connect(settings))["hr/page"]
    assert before.native_id == after.native_id
    assert "alice" == allowed(compared(settings), "hr/page")
    site.delete("hr")
    assert {} == refs_of(connect(settings))


def test_pages_of_a_listing(
    site: Plone, settings: SourceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Go on where they were cut off, though items before that place have gone."""
    monkeypatch.setattr(listing_module, "PAGE", 3)
    for number in range(10):
        site.put(f"hr/page-{number}", TEXT)
    pages = list(connect(settings).list_refs(None))
    listed = [ref for page in pages for ref in page.refs]
    assert (4, 10) == (len(pages), len(listed))
    seen = [ref for page in pages[:2] for ref in page.refs]
    for ref in seen[:3]:
        site.delete(ref.path)
    rest = [ref for page in connect(settings).list_refs(pages[1].resume) for ref in page.refs]
    assert listed[len(seen) :] == rest


def test_a_token(site: Plone, settings: SourceSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Plone gives it to who signs in."""
    site.put("page", TEXT)
    sent = {"login": "inspector", "password": "inspector-password"}
    headers = {"Accept": "application/json"}
    token = httpx.post(f"{site.url}/@login", json=sent, headers=headers).json()["token"]
    monkeypatch.setenv(variable("token"), token)
    auth = Credentials(token_env=variable("token"))
    assert ["page"] == list(refs_of(connect(replace(settings, auth=auth))))


def test_the_site_in_memory_answers_as_this_one(
    site: Plone, settings: SourceSettings, fake: FakeSite
) -> None:
    """Whatever it says in an answer, a real Plone says there, of the same kind."""
    site.put("hr/page", TEXT)
    fake.put("hr/page", text=TEXT)
    for path in (
        "?include_items=false",
        "hr/page?include_items=false",
        "@actions",
        "@users",
        "@groups",
        "@groups/hr",
        "hr/page/@sharing",
        "hr/page/@breadcrumbs",
        "@search?sort_on=UID&show_inactive=1&metadata_fields=_all",
    ):
        real = site.ask("GET", path, "admin")
        ours = httpx.Client(transport=httpx.MockTransport(fake), auth=("admin", "admin-password"))
        told = ours.get(f"http://intranet.example.org/Plone/{path}")
        assert real.headers["content-type"] == told.headers["content-type"]
        assert [] == [f"{path}: {lack}" for lack in lacking(real.json(), told.json())]


def lacking(real: Any, ours: Any, where: str = "") -> Iterator[str]:
    """What ours has that a real answer has not, or of another kind."""
    if isinstance(ours, dict) and isinstance(real, dict):
        for key in ours:
            if key in real:
                yield from lacking(real[key], ours[key], f"{where}.{key}")
            else:
                yield f"{where}.{key} is not there"
    elif isinstance(ours, list) and isinstance(real, list):
        if ours and real:
            yield from lacking(real[-1], ours[-1], f"{where}[]")
    elif None not in (real, ours) and type(real) is not type(ours):
        yield f"{where} is {type(real).__name__}"
