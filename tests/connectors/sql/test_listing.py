"""Every row is listed once, and its stamp changes when it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from tests.connectors.records.helpers import pages, refs, skips, stamps
from tests.connectors.sql.conftest import COLUMNS, Fill, Make

from ragaudit.errors import MalformedError, NotFoundError
from ragaudit_connectors.sql import SqlConnector

PAGES = "pages (id INTEGER PRIMARY KEY, title TEXT, body TEXT)"
OLD = "2020-01-01 10:00:00"


def test_pages_go_on_where_a_run_was_killed(fill: Fill, lite: Make) -> None:
    """Each page but the last says where to go on; together they list every row once."""
    fill(PAGES, [(n, f"T{n}", "x") for n in range(1, 251)])
    first, *rest = pages(lite())
    resumed = pages(lite(), first.resume)

    assert [100, 100, 50] == [len(page.refs) for page in (first, *rest)]
    assert [page.refs for page in rest] == [page.refs for page in resumed]
    assert [None, None, True] == [p.end and p.end.whole for p in (first, *rest)]
    assert rest[-1].resume is None


def test_text_ids_are_paged_too(fill: Fill, lite: Make) -> None:
    """Ids that are text, numbers as text among them, are each listed once."""
    names = [f"page-{n:03}" for n in range(150)] + [str(n) for n in range(100)]
    fill("pages (id TEXT PRIMARY KEY, title TEXT, body TEXT)", [(n, n, "x") for n in names])

    assert sorted(names) == [ref.native_id for page in pages(lite()) for ref in page.refs]
    assert b"x" == lite().fetch(refs(lite())["42"]).data


def test_what_is_deleted_is_not_listed_again(
    fill: Fill, lite: Make, change: Callable[..., None]
) -> None:
    """A whole pass is the snapshot by which deletions are told; a fetch says the row is gone."""
    fill(PAGES, [(1, "A", "a"), (2, "B", "b")])
    before = refs(lite())
    change("DELETE FROM pages WHERE id = 2")

    assert ["1"] == list(refs(lite()))
    with pytest.raises(NotFoundError):
        lite().fetch(before["2"])


def test_without_a_date_the_stamp_is_the_text(
    fill: Fill, lite: Make, change: Callable[..., None]
) -> None:
    """It changes with body and title, and with nothing else."""
    fill("pages (id INTEGER, title TEXT, body TEXT, hits INTEGER)", [(1, "A", "a", 0)])
    first = _stamp(lite())
    change("UPDATE pages SET hits = 9")
    same = _stamp(lite())
    change("UPDATE pages SET body = 'b'")
    other = _stamp(lite())
    change("UPDATE pages SET body = 'a', title = 'B'")

    assert first == same
    assert 3 == len({first, other, _stamp(lite())})


def test_a_version_is_the_stamp(fill: Fill, lite: Make, change: Callable[..., None]) -> None:
    """Where versions are counted, no body is read for the listing."""
    fill("pages (id INTEGER, title TEXT, body TEXT, v INTEGER)", [(1, "A", "a", 7)])
    columns = {**COLUMNS, "version": "v"}
    first = _stamp(lite(columns=columns))
    change("UPDATE pages SET body = 'z'")
    same = _stamp(lite(columns=columns))
    change("UPDATE pages SET v = 8")

    assert first == same != _stamp(lite(columns=columns))


@pytest.mark.parametrize(
    ("edited", "kept"),
    [(OLD, True), ("2020-01-01", True), ("2020-01-01T10:00:00Z", True), (1577872800, True),
     (1577872800000, True), ("not a date", False), (None, False)],
)  # fmt: skip
def test_an_old_date_of_change_is_the_stamp(
    edited: object, kept: bool, fill: Fill, lite: Make, change: Callable[..., None]
) -> None:
    """As text or as a number; where it is no date the text itself counts."""
    fill("pages (id INTEGER, title TEXT, body TEXT, edited)", [(1, "A", "a", edited)])
    columns = {**COLUMNS, "updated": "edited"}
    first = _stamp(lite(columns=columns))
    change("UPDATE pages SET body = 'b'")

    assert kept == (first == _stamp(lite(columns=columns)))


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"])
def test_a_second_change_in_the_same_second_is_seen(
    form: str, fill: Fill, lite: Make, change: Callable[..., None]
) -> None:
    """While another change may still get the same date, the text itself is the stamp."""
    edited = (datetime.now(UTC) - timedelta(seconds=1)).strftime(form)
    fill("pages (id INTEGER, title TEXT, body TEXT, edited TEXT)", [(1, "A", "a", edited)])
    columns = {**COLUMNS, "updated": "edited"}
    first = _stamp(lite(columns=columns))
    same = _stamp(lite(columns=columns))
    change("UPDATE pages SET body = 'b'")

    assert first == same != _stamp(lite(columns=columns))


def test_a_date_in_the_future_is_no_stamp(
    fill: Fill, lite: Make, change: Callable[..., None]
) -> None:
    """Whoever writes rows with a clock that is ahead hides no change."""
    fill("pages (id INTEGER, title TEXT, body TEXT, e TEXT)", [(1, "A", "a", "2199-01-01 00:00")])
    columns = {**COLUMNS, "updated": "e"}
    first = _stamp(lite(columns=columns))
    change("UPDATE pages SET body = 'b'")

    assert first != _stamp(lite(columns=columns))


def _stamp(connector: SqlConnector) -> str:
    return stamps(refs(connector).values())["1"]


def test_another_mapping_is_another_stamp(fill: Fill, lite: Make) -> None:
    """The same row read by other columns has other bytes."""
    fill("pages (id INTEGER, title TEXT, body TEXT, v INTEGER)", [(1, "A", "a", 7)])
    columns = {**COLUMNS, "version": "v"}

    assert 3 == len(
        {
            _stamp(lite(columns=columns)),
            _stamp(lite(columns={**columns, "body": "title"})),
            _stamp(lite(columns=columns, format="text")),
        }
    )


def test_rows_that_share_an_id_are_skipped_aloud(fill: Fill, lite: Make) -> None:
    """Paging by an id that is none would lose rows without a word."""
    rows = [(1, "A", "a"), (1, "B", "b"), (2, "C", "c"), (None, "D", "d")]
    fill("pages (id INTEGER, title TEXT, body TEXT)", rows)

    assert ["2"] == list(refs(lite()))
    assert [("id 1", "2 rows have this id"), ("(no id)", "1 rows have no id")] == [
        (skip.path, skip.detail) for skip in skips(lite())
    ]


def test_a_column_that_is_no_id_stops_the_source(fill: Fill, lite: Make) -> None:
    """More than a thousand shared values are no accident."""
    fill("pages (id INTEGER, title TEXT, body TEXT)", [(n // 2, "A", "a") for n in range(2010)])

    with pytest.raises(MalformedError, match="“id” is no id"):
        pages(lite())


def test_paths_are_unique_wherever_a_pass_starts(fill: Fill, lite: Make) -> None:
    """Rows of one path carry their ids; a path that looks like that is kept apart too."""
    rows = [(n, "faq" if n in (1, 150) else f"p{n}", "x") for n in range(1, 200)]
    fill(PAGES, [*rows, (200, "faq (1)", "x"), (201, "/p2", "x")])
    columns = {**COLUMNS, "path": "title"}
    first, *rest = pages(lite(columns=columns))
    resumed = pages(lite(columns=columns), first.resume)
    paths = [ref.path for page in (first, *rest) for ref in page.refs]

    assert len(paths) == len(set(paths)) == 201
    assert {"faq (1)", "faq (150)"} < set(paths)
    assert "faq (150)" in {ref.path for page in resumed for ref in page.refs}


def test_too_many_shared_paths_all_carry_ids(fill: Fill, lite: Make) -> None:
    """A category is a path too, as long as ids keep its rows apart."""
    fill(PAGES, [(n, f"c{n // 2}", "x") for n in range(2100)])
    found = refs(lite(columns={**COLUMNS, "path": "title"}))

    assert {"c0 (0)", "c0 (1)"} <= {ref.path for ref in found.values()}
    assert 2100 == len({ref.path for ref in found.values()})


def test_paths_lead_nowhere(fill: Fill, lite: Make) -> None:
    """A title may be hostile; a path is a label below the source and nothing else."""
    names = ["../../etc/passwd", "/a//b/./c", "\x1b[31mred", "", "/", "x" * 900]
    fill(PAGES, [(n, name, "x") for n, name in enumerate(names)])
    found = refs(lite(columns={**COLUMNS, "path": "title"}))

    assert [r"\x2e\x2e/\x2e\x2e/etc/passwd", "a/b/c", r"\x1b[31mred", "3", "4", "x" * 500] == [
        found[str(n)].path for n in range(len(names))
    ]
