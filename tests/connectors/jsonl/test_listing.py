"""Every line is listed once, and a change of the file is noticed."""

from __future__ import annotations

import pytest
from tests.connectors.jsonl.conftest import FIELDS, Make, Write, page
from tests.connectors.records.helpers import pages, refs

from ragaudit.errors import (
    CursorExpiredError,
    NotFoundError,
)
from ragaudit.model import AccessState


def test_pages_go_on_where_a_run_was_killed(write: Write, make: Make) -> None:
    """Lines before it are not listed again, and still count for ids that are used twice."""
    write(*(page(n) for n in range(1, 250)), page(1))
    first, *rest = pages(make())
    resumed = pages(make(), first.resume)

    assert [100, 100, 49] == [len(page.refs) for page in (first, *rest)]
    assert rest == resumed
    assert ["line 250 has the same id as line 1, which counts"] == [
        skip.detail for skip in resumed[-1].skips
    ]
    assert [None, None, True] == [p.end and p.end.whole for p in (first, *rest)]


def test_a_place_in_another_file_is_no_place(write: Write, make: Make) -> None:
    """After a new export everything is listed again."""
    write(*(page(n) for n in range(150)))
    cursor = pages(make())[0].resume
    write(*(page(n) for n in range(151)))

    with pytest.raises(CursorExpiredError):
        pages(make(), cursor)
    with pytest.raises(CursorExpiredError):
        pages(make(), "?")


def test_the_stamp_is_the_text(write: Write, make: Make) -> None:
    """It changes with body and title, and with how they are read; with nothing else."""
    write(page(1), page(2))
    first = refs(make())
    write(page(2), page(1, owner="ann"))
    moved = refs(make())
    write(page(2, body="Other."), page(1, title="Other"))
    other = refs(make())

    assert {name: ref.stamp for name, ref in first.items()} == {
        name: ref.stamp for name, ref in sorted(moved.items())
    }
    assert 5 == len(
        {ref.stamp for refs in (first, other) for ref in refs.values()}
        | {refs(make(format="html"))["2"].stamp}
    )


def test_only_a_list_of_readers_changes_its_stamp(write: Write, make: Make) -> None:
    """What is listed alone tells whether lists have to be read again."""
    fields = {**FIELDS, "allow": "may"}
    stamps = set()
    for line in (page(1, may=["a"]), page(1, may=["a"], title="B"), page(1, may=["b"]), page(1)):
        write(line)
        stamps.add(refs(make(fields=fields))["1"].access_stamp)

    assert 3 == len(stamps)
    assert None is refs(make())["1"].access_stamp


def test_a_change_between_listing_and_reading_is_noticed(write: Write, make: Make) -> None:
    """Another text is not passed off as the listed one; who may read it is as it is now."""
    fields = {**FIELDS, "allow": "may"}
    write(page(1), page(2), page(3))
    connector = make(fields=fields)
    found = refs(connector)
    write(page(3), page(2, body="Another text.", may=["hr"]), page(4))

    assert b"Text 3." == connector.fetch(found["3"]).data
    with pytest.raises(NotFoundError, match="has no such record any more"):
        connector.fetch(found["1"])
    with pytest.raises(NotFoundError, match="its text is another one"):
        connector.fetch(found["2"])
    assert [AccessState.ERROR, AccessState.KNOWN, AccessState.UNKNOWN] == [
        policy.state for _, policy in connector.fetch_access(list(found.values()))
    ]


def test_a_change_during_the_listing_deletes_nothing(write: Write, make: Make) -> None:
    """What was read in halves is no snapshot."""
    file = write(*(page(n) for n in range(150)))
    listing = make().list_refs(None)
    next(listing)
    with file.open("ab") as more:
        more.write(b'{"id": "late", "body": "x"}\n')

    assert [False] == [page.end.whole for page in listing if page.end]


def test_another_process_finds_the_lines(write: Write, make: Make) -> None:
    """Refs are kept between runs; where their lines stand is not."""
    write(page(1), page(2))
    found = refs(make())

    assert b"Text 2." == make().fetch(found["2"]).data


def test_a_large_export_is_never_held_whole(write: Write, make: Make) -> None:
    """Memory grows with the ids, not with the texts."""
    import tracemalloc

    write(*(page(n, body="x" * 100_000) for n in range(300)))
    connector = make()
    tracemalloc.start()
    count = sum(len(page.refs) for page in connector.list_refs(None))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert 300 == count
    assert most < 5_000_000
