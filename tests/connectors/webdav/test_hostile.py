"""Answers that no real server can be brought to give, from a fake one: addresses that lead away,
entities, half pages, storms of refusals, folders without end.
"""

from __future__ import annotations

import itertools

import httpx
import pytest
from tests.connectors.webdav.fake import (
    FILE,
    HOST,
    OLD,
    FakeDav,
    alone,
    answer,
    file,
    folder,
)
from tests.connectors.webdav.helpers import Listed, listing

from ragaudit.contracts import Ref
from ragaudit.errors import (
    AuthExpiredError,
    CursorExpiredError,
    ItemError,
    MalformedError,
    RateLimitedError,
    ScopeMissingError,
    SourceError,
    TransientError,
)
from ragaudit.model import Decision, FactState, OwnerRole

BOMB = (
    '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    '<multistatus xmlns="DAV:"><response><href>&b;&f;</href></response></multistatus>'
)
AWAY = (
    "https://other.example.org/kb/a.md",
    "//other.example.org/kb/a.md",
    f"https://{HOST}:8443/kb/a.md",
    "/elsewhere/a.md",
    "/kb/../etc/passwd",
    "/kb/%2e%2e/%2e%2e/etc/passwd",
    "/kb/%2E./a.md",
    "/kbb/a.md",
    "a.md",
    "ftp://dav.example.org/kb/a.md",
    "https://[bad/kb/a.md",
    "/kb/a.md?download=1",
    "/kb/" + "a" * 9_000,
    "",
)


def listed(*responses: str) -> Listed:
    """What is listed of a first folder that holds these."""
    fake = FakeDav()
    fake.lists("/kb/", folder("/kb/"), *responses)
    return listing(fake.connector())


@pytest.mark.parametrize("href", AWAY)
def test_addresses_that_lead_away_are_not_followed(href: str) -> None:
    found = listed(file(href), file("/kb/b.md"))

    assert ["b.md"] == list(found.refs)
    assert {"(address elsewhere)": "outside-root"} == found.skips


@pytest.mark.parametrize(
    "href",
    [
        "/kb/a%20%c3%bc.md",
        "/kb/a%20%C3%BC.md",
        f"https://{HOST}/kb/a%20%C3%BC.md",
        f"http://{HOST}:80/kb//a%20ü.md",
        f"HTTPS://{HOST.upper()}:443/%6bb/a ü.md",
    ],
)
def test_one_file_in_many_spellings(href: str) -> None:
    found = listed(file(href))

    assert {"a%20%C3%BC.md": "a ü.md"} == {r.native_id: r.path for r in found.refs.values()}


def test_odd_names_stay_below_the_source() -> None:
    """A slash within a name, a NUL, backslashes, dots that are no way up."""
    found = listed(
        file("/kb/a%2Fb.md"),
        file("/kb/%00nul.md"),
        file("/kb/c%5C..%5C..%5Cd.md"),
        file("/kb/...md"),
    )

    assert {"a%2Fb.md", r"\x00nul.md", r"c\..\..\d.md"} == set(found.refs)
    assert ["...md"] == found.other


def test_entities_are_refused() -> None:
    fake = FakeDav(replies={("PROPFIND", "/kb/"): httpx.Response(207, text=BOMB)})

    with pytest.raises(MalformedError, match="document type"):
        listing(fake.connector())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Please sign in</body></html>",
        b'{"files": []}',
        b'<?xml version="1.0"?><multistatus xmlns="DAV:"><response><href>/kb/</hr',
        b'<?xml version="1.0"?><multistatus xmlns="DAV:"></multistatus>',
        b'<?xml version="1.0"?><multistatus xmlns="other"></multistatus>',
        b"\xff\xfe\x00\x01",
        b"<a>" * 300,
    ],
)
def test_something_else_than_a_listing(body: bytes) -> None:
    fake = FakeDav(replies={("PROPFIND", "/kb/"): httpx.Response(207, content=body)})

    with pytest.raises(MalformedError) as caught:
        listing(fake.connector())
    assert caught.value.hint


def test_a_broken_folder_is_a_skip_and_others_go_on() -> None:
    fake = FakeDav()
    fake.lists("/kb/", folder("/kb/"), folder("/kb/a/"), folder("/kb/b/"), folder("/kb/c/"))
    fake.replies["PROPFIND", "/kb/a/"] = httpx.Response(207, text="<half")
    fake.replies["PROPFIND", "/kb/b/"] = httpx.Response(500)
    fake.lists("/kb/c/", folder("/kb/c/"), file("/kb/c/d.md"))

    found = listing(fake.connector())

    assert ["c/d.md"] == list(found.refs)
    assert {"a": "corrupt", "b": "unreachable"} == found.skips
    assert found.whole is False


def test_a_folder_that_answers_for_another_is_not_believed() -> None:
    fake = FakeDav()
    fake.lists("/kb/", folder("/other/"), file("/other/a.md"))

    with pytest.raises(MalformedError, match="not the one it was asked for"):
        listing(fake.connector())


def test_a_server_that_fails_is_not_asked_for_every_folder() -> None:
    fake = FakeDav()
    folders = [folder(f"/kb/{n:03}/") for n in range(100)]
    fake.lists("/kb/", folder("/kb/"), *folders)
    for number in range(100):
        fake.replies["PROPFIND", f"/kb/{number:03}/"] = httpx.Response(503)

    with pytest.raises(TransientError):
        listing(fake.connector())
    assert len(fake.asked) < 10


def test_no_connection_is_said_at_once() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    fake = FakeDav(replies={("PROPFIND", "/kb/"): refuse})

    with pytest.raises(TransientError, match="cannot be reached"):
        listing(fake.connector())


def test_too_many_requests() -> None:
    busy = httpx.Response(429, headers={"retry-after": "3"})
    fake = FakeDav(replies={("PROPFIND", "/kb/"): busy})

    with pytest.raises(RateLimitedError) as caught:
        listing(fake.connector())
    assert caught.value.retry_after == 3
    assert len(fake.asked) == 2, "as often as `tries` says"


def test_a_credential_that_ends_in_the_middle() -> None:
    fake = FakeDav()
    times = itertools.count()
    first = answer(folder("/kb/"), folder("/kb/a/"))
    fake.replies["PROPFIND", "/kb/"] = lambda _: httpx.Response(401) if next(times) else first
    fake.replies["PROPFIND", "/kb/a/"] = httpx.Response(401)

    with pytest.raises(AuthExpiredError):
        listing(fake.connector())


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (403, ScopeMissingError),
        (404, MalformedError),
        (302, MalformedError),
        (405, MalformedError),
        (400, MalformedError),
        (501, MalformedError),
    ],
)
def test_the_first_folder_refused(status: int, error: type[SourceError]) -> None:
    fake = FakeDav(replies={("PROPFIND", "/kb/"): httpx.Response(status)})

    with pytest.raises(error) as caught:
        listing(fake.connector())
    assert caught.value.hint
    assert str(status) in str(caught.value)


def test_a_folder_without_end_ends() -> None:
    """Each folder holds another one: `max_depth` is how far anybody goes."""
    fake = FakeDav()
    path = "/kb/"
    for _ in range(20):
        fake.lists(path, folder(path), folder(f"{path}a/"), file(f"{path}b.md"))
        path += "a/"

    found = listing(fake.connector(options={"max_depth": 5}))

    assert len(found.refs) == 6
    assert {"a/a/a/a/a/a": "unreadable"} == found.skips
    assert found.whole is False


def test_a_folder_in_itself_is_told_by_its_identity() -> None:
    same = "<resource-id><href>urn:uuid:1</href></resource-id>"
    other = "<resource-id><href>urn:uuid:2</href></resource-id>"
    fake = FakeDav()
    fake.lists("/kb/", folder("/kb/", same), folder("/kb/a/", other))
    fake.lists("/kb/a/", folder("/kb/a/", other), folder("/kb/a/up/", same), file("/kb/a/b.md"))

    found = listing(fake.connector())

    assert ["a/b.md"] == list(found.refs)
    assert {"a/up": "outside-root"} == found.skips
    assert found.whole is True


def test_a_folder_reported_already_is_not_entered() -> None:
    fake = FakeDav()
    fake.lists("/kb/", folder("/kb/"), alone("/kb/up/", 208))

    found = listing(fake.connector())

    assert found.whole is True
    assert ["PROPFIND /kb/"] == fake.asked


def test_more_than_max_items_stops() -> None:
    fake = FakeDav()
    fake.lists("/kb/", folder("/kb/"), *(file(f"/kb/{n}.md") for n in range(30)))
    connector = fake.connector(options={"max_items": 20})

    found = listing(connector)

    assert found.whole is False
    assert any("max_items" in note for note in connector.notes())


def test_an_answer_cut_by_the_server_is_not_whole() -> None:
    found = listed(alone("/kb/", 507), file("/kb/a.md"))

    assert ["a.md"] == list(found.refs)
    assert found.whole is False


def test_single_files_may_be_refused() -> None:
    found = listed(alone("/kb/a.md", 403), alone("/kb/b.md", 404), file("/kb/c.md"))

    assert ["c.md"] == list(found.refs)
    assert {"a.md": "forbidden"} == found.skips
    assert found.whole is False


def test_what_is_deeper_than_asked_is_not_listed_twice() -> None:
    fake = FakeDav()
    deep = file("/kb/a/b.md")
    fake.lists("/kb/", folder("/kb/"), folder("/kb/a/"), deep, deep)
    fake.lists("/kb/a/", folder("/kb/a/"), deep)

    found = listing(fake.connector())

    assert ["a/b.md"] == [ref.path for page in found.pages for ref in page.refs]


def test_ten_thousand_files_in_one_answer() -> None:
    fake = FakeDav()
    fake.lists("/kb/", folder("/kb/"), *(file(f"/kb/{n}.md") for n in range(10_000)))

    pages = fake.connector().list_refs(None)

    assert sum(len(page.refs) for page in pages) == 10_000


@pytest.mark.parametrize("cursor", ["", "{}", "[]", "[9,0,0,0,0]", "null", "[" * 5_000])
def test_a_cursor_of_another_kind_starts_anew(cursor: str) -> None:
    fake = FakeDav()
    fake.lists("/kb/", folder("/kb/"))

    with pytest.raises(CursorExpiredError):
        listing(fake.connector(), cursor)


@pytest.mark.parametrize(
    ("props", "stamp"),
    [
        ('<getetag>"1"</getetag>', 'etag "1"'),
        (f'<getetag>"1"</getetag><getlastmodified>{OLD}</getlastmodified>', 'etag "1"'),
        (f'<getetag>W/"1"</getetag><getlastmodified>{OLD}</getlastmodified>', f'weak "1" {OLD} 0'),
        (f"<getlastmodified>{OLD}</getlastmodified>", f"weak  {OLD} 0"),
        ("<getcontentlength>7</getcontentlength>", ""),
        ("", ""),
        ("<getlastmodified>Tue, 01 Dec 2026 09:59:59 GMT</getlastmodified>", ""),
        ('<getetag>"1"</getetag><getlastmodified>Tue, 01 Dec 2026 10:00:01 GMT</getlastmodified>',
         ""),
        ('<getetag>"1"</getetag><getlastmodified>yesterday</getlastmodified>', 'etag "1"'),
        ('<getetag>"1"</getetag><getlastmodified>Fri, 31 Dec 9999 23:59:59 -2359</getlastmodified>',
         'etag "1"'),
    ],
)  # fmt: skip
def test_stamps(props: str, stamp: str) -> None:
    """A change of the last two seconds, by the server's own clock, may be followed by another."""
    found = listed(file("/kb/a.md", f"<resourcetype/>{props}"))

    assert found.refs["a.md"].stamp == stamp


def test_facts_that_apache_does_not_tell() -> None:
    props = (
        f"{FILE}<creationdate>2025-01-02T03:04:05Z</creationdate>"
        "<displayname>Leave</displayname><getcontentlength>12</getcontentlength>"
        "<owner><href>/principals/users/ann%20lee/</href></owner>"
    )
    ref = listed(file("/kb/a.md", props)).refs["a.md"]

    created = ref.facts.times["created"]
    assert str(created.value) == "2025-01-02"
    assert created.locator == "DAV:creationdate"
    assert ref.title == "Leave"
    assert ref.size == 12
    assert [(OwnerRole.TECHNICAL, "ann lee")] == [(o.role, o.principal) for o in ref.facts.owners]


@pytest.mark.parametrize("created", ["2026-03-02T10:00:00Z", "2026-03-02T11:00:00+00:00"])
def test_a_date_of_creation_that_is_not_before_the_last_change(created: str) -> None:
    """Is one that moves with every change, as far as anybody can tell."""
    props = f"{FILE}<creationdate>{created}</creationdate>"
    fact = listed(file("/kb/a.md", props)).refs["a.md"].facts.times["created"]

    assert fact.state is FactState.UNKNOWN
    assert fact.raw == created


def test_facts_that_are_no_facts() -> None:
    props = (
        "<resourcetype/><getetag>1</getetag><getlastmodified>soon</getlastmodified>"
        "<creationdate>once</creationdate><getcontentlength>-3</getcontentlength>"
        "<displayname>a&#x202E;b</displayname><owner/>"
    )
    ref = listed(file("/kb/a.md", props)).refs["a.md"]

    assert ref.facts.mtime.state is FactState.ERROR
    assert ref.facts.times["created"].state is FactState.ERROR
    assert ref.size == 0
    assert ref.title == r"a\xe2\x80\xaeb"
    assert ref.facts.owners == ()


def test_a_type_that_is_hidden_is_told_by_the_address() -> None:
    fake = FakeDav()
    hidden = "<getetag>1</getetag>"
    fake.lists("/kb/", folder("/kb/"), file("/kb/a/", hidden), file("/kb/b.md", hidden))
    fake.lists("/kb/a/", folder("/kb/a/"))

    assert ["b.md"] == list(listing(fake.connector()).refs)
    assert ["PROPFIND /kb/", "PROPFIND /kb/a/"] == fake.asked


def test_odd_answers_to_a_fetch_are_the_files_own() -> None:
    fake = FakeDav()
    connector = fake.connector()
    for status in (302, 400, 409, 423, 501, 508):
        fake.replies["GET", "/kb/a.md"] = httpx.Response(status)
        with pytest.raises(ItemError, match=str(status)):
            connector.fetch(Ref("a.md", "a.md"))


def test_no_message_names_a_file() -> None:
    fake = FakeDav()
    fake.lists("/kb/", folder("/kb/"), folder("/kb/secret-merger/"))
    for status in (302, 400, 403, 404, 500):
        fake.replies["PROPFIND", "/kb/secret-merger/"] = httpx.Response(status)
        pages = listing(fake.connector()).pages
        (skip,) = pages[-1].skips
        assert "merger" not in skip.detail + skip.action


def test_a_server_without_head_is_asked_for_one_byte() -> None:
    fake = FakeDav()
    ref = Ref("a.md", "a.md")
    fake.lists("/kb/", folder("/kb/"))
    fake.replies["HEAD", "/kb/a.md"] = httpx.Response(405)
    fake.replies["GET", "/kb/a.md"] = lambda asked: httpx.Response(
        206 if asked.headers["range"] == "bytes=0-0" else 500
    )
    connector = fake.connector()

    probe = connector.probe_as("bob", ref)
    fake.replies["GET", "/kb/a.md"] = httpx.Response(200, content=b"x" * 100_000)
    large = connector.probe_as("bob", ref)

    assert probe is not None
    assert large is not None
    assert {Decision.ALLOW} == {probe.decision, large.decision}


@pytest.mark.parametrize("status", [302, 401, 403, 404, 429, 500])
def test_probes_that_settle_nothing(status: int) -> None:
    fake = FakeDav()
    fake.replies["HEAD", "/kb/a.md"] = httpx.Response(status)

    probe = fake.connector().probe_as("bob", Ref("a.md", "a.md"))

    assert probe is not None
    assert probe.decision is Decision.UNKNOWN


def test_what_is_hidden_from_one_is_a_denial() -> None:
    """404 for bob, 200 for the auditor, by their passwords."""
    fake = FakeDav()
    bob = httpx.BasicAuth("bob", "bob-password")._auth_header
    fake.replies["HEAD", "/kb/a.md"] = lambda asked: httpx.Response(
        404 if asked.headers.get("authorization") == bob else 200
    )
    fake.replies["PROPFIND", "/kb/"] = lambda asked: httpx.Response(
        207 if "authorization" in asked.headers else 401
    )

    probe = fake.connector().probe_as("bob", Ref("a.md", "a.md"))

    assert probe is not None
    assert probe.decision is Decision.DENY
