"""A server: its failures, its credentials, and what is no Chroma at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.chroma.helpers import Shelf, listed
from tests.services.website import Website
from tests.services.website_page import Page

from ragaudit.contracts import CheckState, RefPage
from ragaudit.errors import (
    AuthInvalidError,
    MalformedError,
    RateLimitedError,
    ScopeMissingError,
    TransientError,
    UsageError,
)
from ragaudit.model import Credentials, SourceSettings, SyncSettings
from ragaudit_connectors.chroma import ChromaConnector
from ragaudit_connectors.chroma import connector as connector_module
from ragaudit_connectors.chroma import index as index_module
from ragaudit_connectors.chroma.index import Chunk
from ragaudit_connectors.chroma.server import ServerIndex
from ragaudit_connectors.remote import Asking

COLLECTION = "/api/v2/tenants/default_tenant/databases/default_database/collections/kb"
JSON = "application/json"

Make = Callable[..., ChromaConnector]


@pytest.fixture
def make(website: Website) -> Make:
    """A connector to a server that answers as a test tells it."""

    def made(**changes: Any) -> ChromaConnector:
        settings = SourceSettings("i", "chroma", Path(), url=website.url, remote=True)
        options = {"collection": "kb", **changes.pop("options", {})}
        settings = replace(settings, options=options, sync=SyncSettings(tries=2), **changes)
        return ChromaConnector(settings, Asking(settings.sync, sleep=lambda _: None))

    return made


def test_a_collection_that_is_not_there(served: Shelf) -> None:
    """As the real server says it."""
    with pytest.raises(MalformedError, match="no collection"):
        listed(served.connector())


def test_a_tenant_that_is_not_there(served: Shelf) -> None:
    """Nor its collections."""
    served.add("c0", "One.", source="a")
    with pytest.raises(MalformedError):
        listed(served.connector(tenant="nobody"))


def test_a_collection_that_is_written_while_it_is_read(
    served: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is listed, and nothing counts as gone."""
    served.add("c0", "One.", source="a")
    get = ServerIndex.get

    def while_writing(index: ServerIndex, *args: Any, **rest: Any) -> list[Chunk]:
        served.add("c1", "Two.", source="b")
        return get(index, *args, **rest)

    monkeypatch.setattr(ServerIndex, "get", while_writing)
    page = listed(served.connector())
    assert ["a", "b"] == [ref.path for ref in page.refs]
    assert page.end is not None and page.end.whole is False


def test_a_chunk_that_moves_past_the_place_of_a_page(
    served: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One went and one came between two pages: equal counts, and one was never seen."""
    monkeypatch.setattr(connector_module, "AT_ONCE", 3)
    monkeypatch.setattr(index_module, "AT_ONCE", 3)
    for number in range(6):
        served.add(f"c{number}", "Text.", source=f"d{number}")
    assert whole(listed(served.connector()))
    get, left = ServerIndex.get, [True]

    def while_writing(index: ServerIndex, offset: int, *args: Any, **rest: Any) -> list[Chunk]:
        if offset and left:
            left.clear()
            served.delete(source="d0")
            served.add("c9", "Text.", source="d9")
        return get(index, offset, *args, **rest)

    monkeypatch.setattr(ServerIndex, "get", while_writing)
    page = listed(served.connector())
    assert ["d0", "d1", "d2", "d4", "d5", "d9"] == [ref.path for ref in page.refs]
    assert not whole(page)


def whole(page: RefPage) -> bool:
    """Whether a listing says that it was of everything."""
    return page.end is not None and page.end.whole


def test_a_server_that_asks_nobody_who_they_are(served: Shelf) -> None:
    """Serves every chunk to whoever reaches it, whatever its metadata says."""
    served.add("c0", "One.", source="a", may="hr")
    connector = served.connector(access="may")
    listed(connector)
    assert any(note.startswith("the server asked for no account") for note in connector.notes())


@pytest.mark.parametrize(
    ("page", "error"),
    [
        (Page(status=401), AuthInvalidError),
        (Page(status=403), ScopeMissingError),
        (Page(status=404), MalformedError),
        (Page(status=400), MalformedError),
        (Page(status=429), RateLimitedError),
        (Page(status=500), TransientError),
        (Page(status=302, headers={"Location": "https://elsewhere.example/"}), MalformedError),
        (Page(b"<h1>Sign in</h1>"), MalformedError),
        (Page(b"[]", JSON), MalformedError),
        (Page(b'{"id": 7}', JSON), MalformedError),
        (Page(b'{"id": "1"', JSON), MalformedError),
    ],
)
def test_answers_that_are_no_collection(
    make: Make, website: Website, page: Page, error: type[Exception]
) -> None:
    """Each is one of our errors, for a listing and for the check."""
    website.put(COLLECTION, page)
    with pytest.raises(error):
        listed(make())
    (found,) = [result for result in make().check() if result.capability == "list"]
    assert found.state is (CheckState.MISSING if page.status == 403 else CheckState.FAILED)


def test_a_stopped_server(make: Make, website: Website) -> None:
    """Can be reached later."""
    with pytest.raises(TransientError, match="cannot be reached"):
        listed(make(url="http://127.0.0.1:9"))


@pytest.mark.parametrize(
    ("options", "header", "value"),
    [
        ({}, "authorization", "Bearer s3cret"),
        ({"header": "x-chroma-token"}, "x-chroma-token", "s3cret"),
    ],
)
def test_a_token_is_sent_as_the_server_wants_it(
    make: Make,
    website: Website,
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, str],
    header: str,
    value: str,
) -> None:
    """From the environment, and to no other address."""
    monkeypatch.setenv("CHROMA_TOKEN", "s3cret")
    auth = Credentials(token_env="CHROMA_TOKEN")
    with pytest.raises(MalformedError):
        listed(make(auth=auth, options=options))
    assert value == website.asked[0].headers[header]
    monkeypatch.delenv("CHROMA_TOKEN")
    with pytest.raises(AuthInvalidError, match="CHROMA_TOKEN is not set"):
        listed(make(auth=auth))


def test_a_name_and_password(make: Make, website: Website, monkeypatch: pytest.MonkeyPatch) -> None:
    """By Basic authentication, as a proxy in front of it may ask for."""
    monkeypatch.setenv("CHROMA_PASSWORD", "alice-password")
    website.put(COLLECTION, Page(b'{"id": "1"}', JSON, readers=frozenset({"alice"})))
    website.put(f"{COLLECTION[:-2]}1/count", Page(b"0", JSON))
    website.put(f"{COLLECTION[:-2]}1/get", Page(b'{"ids": []}', JSON))
    auth = Credentials(user="alice", password_env="CHROMA_PASSWORD")
    connector = make(auth=auth)
    assert 0 == connector.index.count()


def test_addresses(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """By variable where one is named; nothing but a server's."""
    with pytest.raises(AuthInvalidError, match="CHROMA_URL is not set"):
        listed(make(url="", url_env="CHROMA_URL"))
    monkeypatch.setenv("CHROMA_URL", "file:///etc")
    with pytest.raises(UsageError, match="no address of a server") as caught:
        listed(make(url="", url_env="CHROMA_URL"))
    assert "etc" not in str(caught.value)
