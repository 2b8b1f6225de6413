"""SQLite files are opened read-only, below the root, and whatever is in them is survived."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.connectors.records.helpers import pages, refs
from tests.connectors.sql.conftest import COLUMNS, Fill, Make

from ragaudit.contracts import CheckState
from ragaudit.errors import (
    AuthInvalidError,
    MalformedError,
    SourceError,
    TransientError,
    UsageError,
)
from ragaudit.model import SyncSettings

PAGES = "pages (id INTEGER PRIMARY KEY, title TEXT, body TEXT)"


@pytest.mark.parametrize(
    "url",
    ["sqlite:////etc/passwd", "sqlite:///../outside.db", "sqlite:///link.db", "sqlite://",
     "sqlite:///:memory:", "sqlite:///kb.db?mode=rwc", "sqlite:///file:kb.db?uri=true",
     "mysql://host/kb", "oracle://host/kb", "kb.db", ""],
)  # fmt: skip
def test_only_a_file_below_the_root_is_opened(
    url: str, tmp_path: Path, fill: Fill, lite: Make
) -> None:
    """No path, link or setting in the address leads anywhere else."""
    fill(PAGES, [(1, "A", "a")])
    outside = tmp_path.parent / "outside.db"
    outside.write_bytes((tmp_path / "kb.db").read_bytes())
    (tmp_path / "link.db").symlink_to(outside)

    with pytest.raises(UsageError, match="source “kb”"):
        pages(lite(settings={"url": url}))


def test_a_link_inside_the_root_may_be_followed(tmp_path: Path, fill: Fill, lite: Make) -> None:
    """It leads nowhere that the configuration does not."""
    fill(PAGES, [(1, "A", "a")])
    (tmp_path / "link.db").symlink_to(tmp_path / "kb.db")

    assert ["1"] == list(refs(lite(settings={"url": "sqlite:///link.db"})))


def test_an_address_never_holds_a_password(lite: Make) -> None:
    """It would stand in a file that is shared; the message does not repeat it."""
    with pytest.raises(AuthInvalidError) as caught:
        pages(lite(settings={"url": "postgresql://ann:s3cret@host/kb"}))
    assert "s3cret" not in f"{caught.value.message} {caught.value.hint}"


def test_a_variable_that_is_not_set_is_named(lite: Make) -> None:
    """Capabilities need no address, the rest does."""
    connector = lite(settings={"url": "", "url_env": "RAGAUDIT_TEST_NOT_SET"})

    assert not connector.capabilities().impersonate
    with pytest.raises(AuthInvalidError, match="RAGAUDIT_TEST_NOT_SET is not set"):
        pages(connector)


@pytest.mark.parametrize(
    "query",
    ["WITH gone AS (SELECT 1) DELETE FROM pages", "SELECT 1) AS q; DELETE FROM pages; --",
     "SELECT id, title, body FROM pages; DELETE FROM pages",
     "VALUES (1, 2, 3); DROP TABLE pages"],
)  # fmt: skip
def test_nothing_is_written(query: str, fill: Fill, lite: Make) -> None:
    """A statement that tries is refused, and every row is still there."""
    fill(PAGES, [(1, "A", "a")])

    with pytest.raises(MalformedError):
        pages(lite(table=None, query=query))
    assert ["1"] == list(refs(lite()))


def test_the_connection_cannot_write(fill: Fill, lite: Make) -> None:
    """Not by any statement, whatever let it through."""
    from sqlalchemy import text

    fill(PAGES, [(1, "A", "a")])

    with pytest.raises(MalformedError, match="tries to write"):
        lite().database.rows(text("DELETE FROM pages"))


def test_no_file_is_made(tmp_path: Path, lite: Make) -> None:
    """A file that is not there is an error, not an empty database."""
    with pytest.raises(MalformedError, match=r"there is no file kb\.db"):
        pages(lite())
    assert [] == list(tmp_path.iterdir())


def test_what_is_no_database_is_said_to_be_none(tmp_path: Path, lite: Make) -> None:
    """A text, a folder, a pipe, half a database."""
    file = tmp_path / "kb.db"
    file.write_text("no database at all, and longer than a header of one hundred bytes. " * 4)
    with pytest.raises(MalformedError, match="is no sound SQLite file"):
        pages(lite())
    file.unlink()
    file.mkdir()
    with pytest.raises(MalformedError, match="there is no file"):
        pages(lite())
    file.rmdir()
    os.mkfifo(file)
    with pytest.raises(MalformedError, match="there is no file"):
        pages(lite())


def test_half_a_database_is_an_error(tmp_path: Path, fill: Fill, lite: Make) -> None:
    """Rows that can no longer be read are not taken for deleted ones."""
    fill(PAGES, [(n, f"T{n}", "x" * 500) for n in range(200)])
    file = tmp_path / "kb.db"
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])

    with pytest.raises(SourceError):
        pages(lite())


def test_a_locked_database_is_tried_again(tmp_path: Path, fill: Fill, lite: Make) -> None:
    """Another program is writing; the error says so once all tries are used up."""
    fill(PAGES, [(1, "A", "a")])
    other = sqlite3.connect(tmp_path / "kb.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    connector = lite(settings={"sync": SyncSettings(timeout_s=0.1, tries=3)})

    with pytest.raises(TransientError, match=r"kb\.db is locked"):
        pages(connector)
    assert 3 == connector.requests()
    other.close()
    assert ["1"] == list(refs(lite()))


def test_a_view_without_end_is_cut_off(fill: Fill, lite: Make, change: Callable[..., None]) -> None:
    """A stranger's schema may compute for ever; `sync.timeout_s` ends it."""
    fill(PAGES, [(1, "A", "a")])
    change(
        "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT i AS id, 'T' AS title, 'x' AS body FROM n WHERE i < 0"
    )
    connector = lite(table="endless", settings={"sync": SyncSettings(timeout_s=0.3, tries=1)})

    with pytest.raises(TransientError, match="did not answer in time"):
        pages(connector)


def test_messages_repeat_no_text(fill: Fill, lite: Make) -> None:
    """An error names the file and the table, never a row."""
    fill("pages (id BLOB, title TEXT, body TEXT)", [(b"\x01", "Secret plan", "Secret text")])

    with pytest.raises(MalformedError) as caught:
        pages(lite())
    assert "the ids are binary" == caught.value.message


def test_check_tries_each_capability(fill: Fill, lite: Make) -> None:
    """Of a file most are there or cannot be."""
    fill("pages (id INTEGER, title TEXT, body TEXT, who TEXT)", [(1, "A", "a", "public")])
    ok, unsupported = CheckState.OK, CheckState.UNSUPPORTED
    columns = {**COLUMNS, "allow": "who"}

    assert [
        ("sign in", ok), ("list", ok), ("read", ok), ("access", ok), ("groups", unsupported),
    ] == [(r.capability, r.state) for r in lite(columns=columns).check()]  # fmt: skip
    assert ["access"] == [
        r.capability for r in lite().check() if r.capability == "access" and r.state == unsupported
    ]


def test_check_says_what_is_wrong(tmp_path: Path, fill: Fill, lite: Make) -> None:
    """Without a file nothing else is tried; a missing column fails what needs it."""
    assert [("sign in", CheckState.FAILED, "there is no file kb.db")] == [
        (r.capability, r.state, r.detail) for r in lite().check()
    ]
    fill("pages (id INTEGER, body TEXT)", [])
    states = {r.capability: (r.state, r.detail) for r in lite().check()}
    assert (CheckState.FAILED, "pages has no column “title”") == states["list"]


def test_a_file_has_no_accounts(fill: Fill, lite: Make) -> None:
    """Nobody can be asked as, and there are no groups to list."""
    from ragaudit.model import Credentials, Directory

    fill(PAGES, [(1, "A", "a")])
    connector = lite(settings={"personas": {"alice": Credentials()}})

    assert connector.probe_as("alice", refs(connector)["1"]) is None
    assert Directory() == connector.identities()
    assert [] == list(connector.fetch_access(list(refs(connector).values())))
