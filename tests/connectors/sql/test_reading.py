"""Rows of a SQLite file become documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.connectors.records.helpers import described, pages, refs, skips
from tests.connectors.sql.conftest import COLUMNS, Fill, Make

from ragaudit.errors import MalformedError, TooLargeError
from ragaudit.model import Fact, Limits, OwnerRole, Quality, SkipReason
from ragaudit_connectors.sql import SqlConnector

PAGES = "pages (id INTEGER PRIMARY KEY, title TEXT, body TEXT)"
FULL = """pages (id INTEGER PRIMARY KEY, slug TEXT, title TEXT, body TEXT, kind TEXT,
    owner_email TEXT, edited_by TEXT, edited TEXT, reviewed TEXT, ends TEXT, label TEXT,
    state TEXT, next TEXT, url TEXT)"""
FULL_COLUMNS = {
    "id": "id", "path": "slug", "title": "title", "body": "body", "format": "kind",
    "owner": "owner_email", "last_editor": "edited_by", "updated": "edited",
    "reviewed": "reviewed", "expires": "ends", "classification": "label", "lifecycle": "state",
    "superseded_by": "next", "link": "url",
}  # fmt: skip
LEAVE = (
    17, "people/leave", "Leave", "<p>28 days.</p>", "text/html",
    "ann@acme.example, bob@acme.example", "cy", "2026-04-02 10:00:00", "2026-03-01", "9999-12-31",
    "Internal", "archived", "leave-2027", "https://kb.acme.example/17",
)  # fmt: skip


def test_a_row_is_a_document_with_facts(fill: Fill, lite: Make) -> None:
    """Every mapped column becomes a fact that names the column and the row."""
    fill(FULL, [LEAVE])
    connector = lite(columns=FULL_COLUMNS)
    document = described(connector, refs(connector)["17"])
    reviewed, expires = document.times.reviewed, document.times.expires

    assert ("people/leave", "Leave", "html") == (
        document.path, document.title, document.content.format,
    )  # fmt: skip
    assert (date(2026, 3, 1), "pages.reviewed, row 17") == (reviewed.value, reviewed.locator)
    assert (None, "9999-12-31 stands for “no expiry”") == (expires.value, expires.note)
    assert ("Internal", "archived", "leave-2027") == (
        document.classification.value, document.lifecycle.value, document.superseded_by.value,
    )  # fmt: skip
    assert "https://kb.acme.example/17" == document.deep_link


def test_only_an_owner_column_makes_somebody_accountable(fill: Fill, lite: Make) -> None:
    """Two owners in one column are two; the last editor stays a proxy."""
    fill(FULL, [LEAVE])
    connector = lite(columns=FULL_COLUMNS)
    owners = described(connector, refs(connector)["17"]).owners

    assert [
        (OwnerRole.ACCOUNTABLE, "ann@acme.example", Quality.AUTHORITATIVE),
        (OwnerRole.ACCOUNTABLE, "bob@acme.example", Quality.AUTHORITATIVE),
        (OwnerRole.LAST_EDITOR, "cy", Quality.PROXY),
    ] == [(c.role, c.principal, c.fact.quality) for c in owners]
    assert {"pages.owner_email, row 17", "pages.edited_by, row 17"} == {
        claim.fact.locator for claim in owners
    }


def test_a_date_of_change_is_no_date_of_content(fill: Fill, lite: Make) -> None:
    """`updated` moves with any column; only `content_updated` is about the text."""
    fill(FULL, [LEAVE])
    plain = lite(columns=FULL_COLUMNS)
    told = lite(columns={**FULL_COLUMNS, "content_updated": "edited"})
    day = date(2026, 4, 2)

    assert (day, Fact.absent()) == _modified(plain)
    assert (day, day) == (_modified(told)[0], _modified(told)[1].value)


def _modified(connector: SqlConnector) -> tuple[date | None, Fact[date]]:
    times = described(connector, refs(connector)["17"]).times
    return times.modified.value, times.content_modified


def test_the_owner_who_is_not_named_was_looked_for(fill: Fill, lite: Make) -> None:
    """The message of OWN101 says which column is empty."""
    fill(FULL, [(*LEAVE[:5], None, *LEAVE[6:])])
    connector = lite(columns=FULL_COLUMNS)
    document = described(connector, refs(connector)["17"])

    assert () == document.accountable
    assert "pages.owner_email, row 17 (names nobody)" == document.looked_in[-1]


def test_an_ambiguous_date_is_an_error(fill: Fill, lite: Make) -> None:
    """3 April or 4 March: it is never guessed."""
    fill(FULL, [(*LEAVE[:8], "03/04/2026", *LEAVE[9:])])
    connector = lite(columns=FULL_COLUMNS)
    fact = described(connector, refs(connector)["17"]).times.reviewed

    assert ("error", "03/04/2026", "reviewed") == (fact.state.value, fact.raw, fact.key)


def test_globs_choose_rows(fill: Fill, lite: Make) -> None:
    """`include` and `exclude` are about paths."""
    fill(PAGES, [(1, "hr/a", "x"), (2, "hr/b", "x"), (3, "it/a", "x")])
    settings = {"include": ("hr/**",), "exclude": ("**/b",)}

    assert ["1"] == list(refs(lite(columns={**COLUMNS, "path": "title"}, settings=settings)))


def test_a_large_body_is_skipped_unread(
    fill: Fill, lite: Make, change: Callable[..., None]
) -> None:
    """By its size in bytes, in the listing; one that grew since then is not fetched."""
    fill(PAGES, [(1, "A", "é" * 60), (2, "B", "b")])
    connector = lite(settings={"limits": Limits(max_bytes=100)})

    assert [("1", SkipReason.TOO_LARGE, "has 120 bytes, the limit is 100")] == [
        (s.path, s.reason, s.detail) for s in skips(connector)
    ]
    ref = refs(connector)["2"]
    change("UPDATE pages SET body = ? WHERE id = 2", "b" * 101)
    with pytest.raises(TooLargeError, match="the limit is 100"):
        connector.fetch(ref)


def test_an_unknown_format_is_skipped(fill: Fill, lite: Make) -> None:
    """A parser is not guessed."""
    fill(FULL, [(*LEAVE[:4], "wikitext", *LEAVE[5:])])

    assert ["pages.kind, row 17 is none of markdown, html and text"] == [
        skip.detail for skip in skips(lite(columns=FULL_COLUMNS))
    ]


def test_a_body_is_read_as_it_is(fill: Fill, lite: Make) -> None:
    """Bytes stay bytes, nothing is an empty document, text that is no UTF-8 is kept."""
    fill("pages (id INTEGER, title TEXT, body)", [(1, "A", b"\xff\xfe"), (2, "B", None)])
    connector = lite()
    found = refs(connector)

    assert b"\xff\xfe" == connector.fetch(found["1"]).data
    assert b"" == connector.fetch(found["2"]).data


def test_text_that_is_no_utf8_reaches_the_parser(
    fill: Fill, lite: Make, change: Callable[..., None]
) -> None:
    """SQLite keeps whatever bytes a program stored as text."""
    fill(PAGES, [(1, "A", "a")])
    change("UPDATE pages SET body = CAST(X'63616665E9' AS TEXT), title = CAST(X'E9' AS TEXT)")
    connector = lite()
    ref = refs(connector)["1"]

    assert (b"cafe\xe9", r"\xe9") == (connector.fetch(ref).data, ref.title)
    assert "cafeé" == connector.parse(ref, connector.fetch(ref).data).text.strip()


def test_a_query_is_a_source(fill: Fill, lite: Make) -> None:
    """Joins, colons, percent signs and a comment at its end are as good as anywhere."""
    fill(PAGES, [(1, "A", "a"), (2, "B", "b")])
    fill("notes (page INTEGER, at TEXT)", [(1, "12:30"), (2, "13:00")])
    query = (
        "-- who and when\nSELECT p.id, title AS Name, body || ' %s :x ' || at AS whole FROM pages p"
        " JOIN notes ON page = p.id WHERE title LIKE '%A%' ; -- done"
    )
    columns = {"id": "id", "title": "name", "body": "whole"}
    connector = lite(table=None, query=query.replace(" ; -- done", " -- done"), columns=columns)
    found = refs(connector)

    assert {"1": "A"} == {name: ref.title for name, ref in found.items()}
    assert b"a %s :x 12:30" == connector.fetch(found["1"]).data


def test_a_column_that_is_not_there_is_named(fill: Fill, lite: Make) -> None:
    """With those there are."""
    fill(PAGES, [(1, "A", "a")])

    with pytest.raises(MalformedError, match="pages has no column “text”") as caught:
        pages(lite(columns={**COLUMNS, "body": "text"}))
    assert "it has: id, title, body" == caught.value.hint


def test_names_are_quoted(fill: Fill, lite: Make) -> None:
    """A table or column may be called anything."""
    fill('"my ""pages""" ("id;--" INTEGER, "the title" TEXT, "select" TEXT)', [(1, "A", "a")])
    columns = {"id": "id;--", "title": "the title", "body": "select"}
    connector = lite(table='my "pages"', columns=columns)

    assert b"a" == connector.fetch(refs(connector)["1"]).data
