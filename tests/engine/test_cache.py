"""The cache never fails a run."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.engine.test_record import CONTENT

from ragaudit._engine.cache import Cache
from ragaudit._engine.record import Analysis, analyse


def _analysis() -> Analysis:
    return analyse(CONTENT, "0", [], [])


def test_what_is_put_is_found_again(tmp_path: Path) -> None:
    """Also by the next run."""
    first = Cache(tmp_path / "cache.db")
    first.put("key", _analysis())
    first.put_memo("pair", "0.9")
    first.close()
    second = Cache(tmp_path / "cache.db")

    assert {"key": _analysis()} == dict(second.analyses(["key", "other"]))
    assert ("0.9", None) == (second.memo("pair"), second.memo("other"))
    second.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """It is said, and the cache holds nothing."""
    (tmp_path / "cache.db").write_bytes(b"not a database" * 100)
    cache = Cache(tmp_path / "cache.db")
    cache.put("key", _analysis())

    assert "delete it" in (cache.problem or "")
    assert {} == dict(cache.analyses(["key"]))
    cache.close()


def test_a_file_whose_tables_are_others(tmp_path: Path) -> None:
    """What opens and then cannot be read is said too, and ends the use of the file."""
    with sqlite3.connect(tmp_path / "cache.db") as db:
        db.execute("create table analysis (id integer)")
    cache = Cache(tmp_path / "cache.db")

    assert {} == dict(cache.analyses(["key"]))
    assert cache.memo("pair") is None
    assert "no such column" in (cache.problem or "")
    cache.close()


def test_a_damaged_file(tmp_path: Path) -> None:
    """Pages overwritten behind an intact header hold nothing."""
    first = Cache(tmp_path / "cache.db")
    first.put("key", _analysis())
    first.close()
    whole = (tmp_path / "cache.db").read_bytes()
    (tmp_path / "cache.db").write_bytes(whole[:4096] + b"A" * (len(whole) - 4096))
    cache = Cache(tmp_path / "cache.db")

    assert {} == dict(cache.analyses(["key"]))
    assert "delete it" in (cache.problem or "")
    cache.close()


def test_without_a_file_nothing_is_kept() -> None:
    """A run that may not write works all the same."""
    cache = Cache(None)
    cache.put("key", _analysis())

    assert {} == dict(cache.analyses(["key"]))
    assert cache.problem is None
    cache.close()
