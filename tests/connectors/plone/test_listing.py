"""What is listed and read of a site in memory, and what a second pass costs."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from tests.connectors.plone.fake import ADDRESS, NOW, START, FakeSite
from tests.connectors.plone.helpers import memory, refs_of

from ragaudit.contracts import PassEnd
from ragaudit.errors import CursorExpiredError, MalformedError, NotFoundError, TooLargeError
from ragaudit.model import FactState, Lifecycle, Limits, OwnerRole, Quality, SourceSettings
from ragaudit_connectors.plone import listing as listing_module
from ragaudit_connectors.plone.listing import SETTLED


def test_facts_say_where_they_are_from(fake: FakeSite, made: SourceSettings) -> None:
    """A filler is no date, and whoever made a page answers for nothing."""
    fake.put("a", state="published", creators=("bob", "The editors"))
    fake.put("b", expires=datetime(2025, 6, 1, tzinfo=UTC))
    refs = refs_of(memory(made, fake))
    first, second = refs["a"].facts, refs["b"].facts
    known = {name: fact.value for name, fact in first.times.items() if fact.known}
    assert {"created": START.date(), "modified": START.date()} == known
    assert FactState.ABSENT is first.times["expires"].state
    expires = second.times["expires"]
    assert (date(2025, 6, 1), "expires") == (expires.value, expires.locator)
    owners = [(one.role, one.principal, one.fact.quality) for one in first.owners]
    proxy = (OwnerRole.CREATOR, Quality.PROXY)
    assert [(proxy[0], name, proxy[1]) for name in ("bob", "The editors")] == owners
    assert (Lifecycle.CURRENT, FactState.UNKNOWN) == (
        first.lifecycle.value,
        second.lifecycle.state,
    )
    assert f"{ADDRESS}/a" == first.deep_link


def test_odd_ids_lead_to_their_items(fake: FakeSite, made: SourceSettings) -> None:
    """As they are written in addresses and as they are; nothing stands for the site itself."""
    names = ["a b", "x%y", "q?x", "hash#1", "index", "hr/a;b,c"]
    for name in names:
        fake.put(name, text=f"<p>This is {name}.</p>")
    connector = memory(made, fake)
    found = {path: connector.fetch(ref).data.decode() for path, ref in refs_of(connector).items()}
    assert set(names) == set(found)
    assert all(f"This is {name}." in found[name] for name in names)


@pytest.mark.parametrize(
    "address",
    [
        "http://elsewhere.example.org/Plone/a",
        f"{ADDRESS}x/a",
        f"{ADDRESS}/%2e%2e/%2e%2e/etc",
        f"{ADDRESS}/a//b",
        f"{ADDRESS}/%00",
        f"{ADDRESS}/" + "x" * 3000,
        f"{ADDRESS}/_site",
        7,
        None,
    ],
)
def test_addresses_that_lead_elsewhere_are_skipped(
    fake: FakeSite, made: SourceSettings, address: Any
) -> None:
    """Aloud, and without repeating them; the others are listed."""
    fake.put("a")

    def changed(request: httpx.Request) -> httpx.Response:
        found = json.loads(fake.answer(request).content)
        for one in found["items"]:
            one["@id"] = address if one["@id"].endswith("/hr") else one["@id"]
        return httpx.Response(200, json=found)

    fake.instead["@search"] = changed
    pages = list(memory(made, fake).list_refs(None))
    skips = [skip for page in pages for skip in page.skips]
    assert ["(odd item)"] == [skip.path for skip in skips]
    assert ["a"] == [ref.path for page in pages for ref in page.refs]


def test_what_is_a_document(fake: FakeSite, made: SourceSettings) -> None:
    """Pages, news and files in a known format; folders and pictures are only there to link to."""
    fake.put("pic", kind="Image")
    fake.put("news", kind="News Item")
    fake.put("site/index", kind="Document")
    fake.items.pop("site/index")
    files = {"a.pdf": "application/pdf", "b": "text/csv", "c": "image/png", "d.docx": "x/y"}
    for name, mime in files.items():
        fake.put(name, kind="File", mime=mime)
    pages = list(memory(made, fake).list_refs(None))
    formats = {ref.path: ref.format for page in pages for ref in page.refs}
    assert {"a.pdf": "", "b": "csv", "d.docx": "", "news": "html"} == formats
    assert {"_site", "hr", "pic", "c"} == {one.path for page in pages for one in page.other}
    chosen = memory(made, fake, options={"types": ["Plone Site"]})
    assert ["_site"] == list(refs_of(chosen))
    assert b"<h1>Handbook</h1>" in chosen.fetch(refs_of(chosen)["_site"]).data


def test_files_are_taken_as_they_were_uploaded(fake: FakeSite, made: SourceSettings) -> None:
    """Without the script that Plone puts into HTML for whoever has signed in."""
    script = b'<script src="http://x/protect.js" data-token="7" id="protect-script"></script>'
    page = b"<html><body>Hello<script>1</script>%s</body></html>"
    fake.put("a", kind="File", mime="text/html", data=page % script)
    fake.put("b.txt", kind="File", data=script)
    connector = memory(made, fake)
    refs = refs_of(connector)
    assert page % b"" == connector.fetch(refs["a"]).data
    assert script == connector.fetch(refs["b.txt"]).data


def test_a_second_pass_fetches_nothing(fake: FakeSite, made: SourceSettings) -> None:
    """It costs four questions and one for every hundred items, besides access."""
    for number in range(250):
        fake.put(f"page-{number}")
    first = refs_of(memory(made, fake))
    fake.asked.clear()
    second = refs_of(memory(made, fake))
    assert first == second
    assert all(ref.stamp for ref in second.values())
    assert ["", "@actions", "@search"] == sorted({*fake.asked})
    assert 3 == fake.asked.count("@search")


def test_access_costs_one_question_an_item_that_is_not_public(
    fake: FakeSite, made: SourceSettings
) -> None:
    """And one a folder; what everybody may read costs none of its own, and all the rest eight."""
    for number in range(50):
        fake.put(f"page-{number}", state="published")
        fake.put(f"hr/page-{number}")
    connector = memory(made, fake)
    refs = list(refs_of(connector).values())
    fake.asked.clear()
    list(connector.fetch_access(refs))
    counted = {path: fake.asked.count(path) for path in fake.asked}
    assert 50 == sum(number for path, number in counted.items() if path.endswith("/@sharing"))
    assert 8 == len(fake.asked) - 50
    assert 1 == counted["hr"]


def test_a_change_in_the_last_seconds_is_not_settled(fake: FakeSite, made: SourceSettings) -> None:
    """Plone counts whole seconds, so another may follow in the same one."""
    fake.put("new", modified=NOW - timedelta(seconds=2))
    fake.put("old", modified=NOW - timedelta(minutes=1))
    fake.put("future", modified=NOW + timedelta(days=1))
    fake.put("never").modified = START
    refs = refs_of(memory(made, fake, settled=SETTLED))
    assert {"old", "never"} == {path for path, ref in refs.items() if ref.stamp}


def test_pages_go_on_where_they_were_cut_off(
    fake: FakeSite, made: SourceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After any page, also when items before that place came or went meanwhile."""
    monkeypatch.setattr(listing_module, "PAGE", 4)
    for number in range(30):
        fake.put(f"page-{number}")
    pages = list(memory(made, fake).list_refs(None))
    whole = {ref.native_id for page in pages for ref in page.refs}
    assert (8, 30, PassEnd(whole=True)) == (len(pages), len(whole), pages[-1].end)
    for cut in range(1, len(pages)):
        seen = [ref.native_id for page in pages[:cut] for ref in page.refs]
        gone = dict(list(fake.items.items())[2 : 2 + cut])
        for path in gone:
            del fake.items[path]
        left = {item.uid for item in fake.items.values()}
        rest = memory(made, fake).list_refs(pages[cut - 1].resume)
        again = [ref.native_id for page in rest for ref in page.refs]
        assert whole & left == {*seen, *again} & left
        assert not {*seen} & {*again}
        fake.items |= gone


@pytest.mark.parametrize("cursor", ["", "{", "[]", '{"start": "x", "after": ""}', '{"start": 1}'])
def test_a_cursor_of_another_version_expires(
    fake: FakeSite, made: SourceSettings, cursor: str
) -> None:
    """It is not guessed what it meant."""
    with pytest.raises(CursorExpiredError):
        list(memory(made, fake).list_refs(cursor))


def test_globs_choose_by_path(fake: FakeSite, made: SourceSettings) -> None:
    """As everywhere."""
    for path in ("hr/a", "hr/b", "it"):
        fake.put(path)
    connector = memory(made, fake, include=("hr/**",), exclude=("*/b",))
    assert ["hr/a"] == list(refs_of(connector))


def test_what_is_gone_or_too_large_is_one_document(fake: FakeSite, made: SourceSettings) -> None:
    """Between listing and reading."""
    fake.put("a.txt", kind="File", data=b"x" * 5000)
    fake.put("b", text="x" * 5000)
    fake.put("c")
    connector = memory(made, fake, limits=Limits(max_bytes=2000))
    refs = refs_of(connector)
    for path in ("a.txt", "b"):
        with pytest.raises(TooLargeError):
            connector.fetch(refs[path])
    del fake.items["c"]
    with pytest.raises(NotFoundError):
        connector.fetch(refs["c"])
    fake.instead["c"] = httpx.Response(301, headers={"Location": f"{ADDRESS}/d"})
    with pytest.raises(NotFoundError, match="moved"):
        connector.fetch(refs["c"])


def test_a_catalog_out_of_order(fake: FakeSite, made: SourceSettings) -> None:
    """Would have items passed over and counted as gone, so that the pass fails."""
    for number in range(5):
        fake.put(f"page-{number}")

    def reversed_(request: httpx.Request) -> httpx.Response:
        found = json.loads(fake.answer(request).content)
        return httpx.Response(200, json={**found, "items": found["items"][::-1]})

    fake.instead["@search"] = reversed_
    with pytest.raises(MalformedError, match="order of their ids"):
        refs_of(memory(made, fake))


def test_a_catalog_without_an_end(fake: FakeSite, made: SourceSettings) -> None:
    """Is not read for ever."""
    fake.put("a")

    def endless(request: httpx.Request) -> httpx.Response:
        found = json.loads(fake.answer(request).content)
        first = request.url.params["b_start"] == "0"
        items = found["items"] if first else found["items"][:1]
        return httpx.Response(200, json={"items": items or [brain()], "items_total": 10**18})

    def brain() -> dict[str, Any]:
        return {"@id": ADDRESS, "UID": "0", "portal_type": "Folder"}

    fake.instead["@search"] = endless
    with pytest.raises(MalformedError, match="without an end"):
        refs_of(memory(made, fake))
