"""The run history: what goes in comes out, once, and not for ever."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.store.examples import AUDIT, DOCUMENTS, MTIME, START, at, finding

from ragaudit._store.documents import Policies, day, document_row, read_documents, read_policy
from ragaudit._store.folder import StateFolder
from ragaudit._store.runs import Retention, RunStore
from ragaudit.errors import StoreError, UsageError
from ragaudit.model import Audit, Document, RunKind, Since, Times
from ragaudit.testing import document, known


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


@pytest.fixture
def store(file: Path) -> Iterator[RunStore]:
    store = RunStore(file)
    yield store
    store.close()


def count(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as db:
        found: int = db.execute(f"select count(*) from ragaudit_{table}").fetchone()[0]
    return found


def ids(store: RunStore) -> list[str]:
    return [run.past.id for run in store.runs()]


def test_the_example_has_something_in_every_field() -> None:
    """So that a field an audit gains is not forgotten here."""
    plain = Audit(AUDIT.run, (), (), (), (), AUDIT.verdict)
    empty = [
        f.name
        for f in fields(Audit)
        if f.name not in ("run", "verdict") and getattr(AUDIT, f.name) == getattr(plain, f.name)
    ]
    assert [] == empty


def test_what_goes_in_comes_out(store: RunStore) -> None:
    """Every field, but for the past, which is what else is on record."""
    store.save(AUDIT)
    assert replace(AUDIT, past=()) == store.load(store.find("r1"))


@given(
    st.text(st.characters(codec=None), max_size=40),
    st.text(st.characters(codec=None), max_size=40),
    st.dates(),
    st.booleans(),
)
def test_any_document_comes_back(path: str, note: str, on: date, written: bool) -> None:
    """Whatever its name and its facts say, half surrogate pairs and NUL included."""
    mtime = replace(MTIME, value=on, raw=str(on) if written else None)
    kept = document(
        path or "a",
        deep_link=note,
        looked_in=(note, path),
        times=Times(reviewed=known(on, note, path), mtime=mtime),
    )
    assert kept == roundtrip(kept)


def roundtrip(kept: Document) -> Document:
    policy = Policies().row(kept.access)
    row = {**document_row(kept, policy), "policy": 1, "mtime": day(kept)}
    (back,) = read_documents([row], {1: read_policy(policy["details"])})
    return back


def test_what_is_alike_is_stored_once(store: RunStore, file: Path) -> None:
    """Another day of the file system, as in every fresh checkout, makes no new row."""
    store.save(at(1))
    touched = replace(MTIME, value=date(2026, 11, 9))
    again = tuple(
        replace(d, times=replace(d.times, mtime=touched)) if d.times.mtime.known else d
        for d in DOCUMENTS
    )
    store.save(at(2, documents=again))

    tables = ("documents", "findings", "skips", "rules", "run_documents", "run_findings")
    assert [3, 4, 1, 1, 6, 8] == [count(file, table) for table in tables]
    assert [date(2026, 10, 2), date(2026, 11, 9)] == [
        store.load(store.find(name)).documents[0].times.mtime.value for name in ("r1", "r2")
    ]


def test_old_runs_are_forgotten(file: Path) -> None:
    """The newest of each kind stay, with what belongs to them, and rows nobody has go."""
    store = RunStore(file, Retention(keep=2))
    scan = replace(AUDIT, run=replace(AUDIT.run, kind=RunKind.SCAN))
    store.save(at(1, scan))
    store.save(at(2, documents=DOCUMENTS[:1], findings=(finding("STR801"),), skips=()))
    for number in (3, 4, 5):
        store.save(at(number, documents=DOCUMENTS[1:], findings=()))

    assert ["r5", "r4", "r1"] == ids(store)
    assert [3, 4, 1] == [count(file, table) for table in ("documents", "findings", "skips")]
    assert 0 == count(file, "findings where code = 'STR801'")
    store.close()


def test_runs_grow_too_old(file: Path) -> None:
    """By age as well; the newest of a kind is kept however old it is."""
    store = RunStore(file, Retention(keep_days=30))
    store.save(at(1))
    later = at(2)
    days = timedelta(days=31)
    store.save(replace(later, run=replace(later.run, started_at=START + days)))
    assert ["r2"] == ids(store)
    store.close()


def test_a_run_is_there_or_not(store: RunStore, file: Path) -> None:
    """A run that cannot be written leaves nothing of itself."""
    store.save(at(1))
    with pytest.raises(StoreError):
        store.save(at(1))
    assert [1, 3] == [count(file, table) for table in ("runs", "run_documents")]


def test_runs_are_found_by_the_beginning_of_their_id(store: RunStore) -> None:
    """Or by `latest` and `previous`; whatever else is said to be unknown."""
    for number in (10, 11, 20):
        store.save(at(number))
    names = ("latest", "previous", "r2", "r11")
    assert ["r20", "r11", "r20", "r11"] == [store.find(name).past.id for name in names]
    with pytest.raises(UsageError, match="several runs begin with “r1”: r11, r10"):
        store.find("r1")
    with pytest.raises(UsageError, match="there is no run “r21”") as error:
        store.find("r21")
    assert "did you mean “r20”?" == error.value.hint
    with pytest.raises(UsageError) as error:
        store.find("%")
    assert "the newest are r20, r11, r10; see all by `ragaudit history`" == error.value.hint


def test_a_report_knows_what_came_before(store: RunStore) -> None:
    """Earlier runs in numbers, the newest first, and what is new since."""
    store.save(at(1))
    store.save(at(2, findings=AUDIT.findings[1:]))
    saved = store.save(at(3, findings=(*AUDIT.findings[1:2], finding("OWN101", "pay.md"))))

    assert ["r2", "r1"] == [past.id for past in saved.past]
    assert [1, 2] == [past.sources[0].errors for past in saved.past]
    assert (
        Since("r2", START + timedelta(minutes=2), new=0, worse=1, fixed=1, unknown=0) == saved.since
    )
    assert saved == store.load(store.find("r3"))


def test_counts_under_other_rules_are_no_past(store: RunStore) -> None:
    """Numbers of something else are left out; what does not depend on rules stays."""
    store.save(at(1))
    run = at(2)
    saved = store.save(replace(run, run=replace(run.run, rules=("OWN101",))))
    before = saved.past[0].sources[0]
    assert (None, None, 3, 0.75) == (before.errors, before.stale, before.documents, before.recall)


def test_a_source_elsewhere_is_another(store: RunStore) -> None:
    """Two folders of the same name are not compared."""
    store.save(at(1))
    moved = replace(AUDIT.sources[0], root="./other/docs")
    saved = store.save(at(2, sources=(moved,), source_failures=()))
    assert ((), None) == (saved.past, saved.since)


@pytest.mark.parametrize(
    "content", [b"not a database" * 100, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_file(file: Path, content: bytes) -> None:
    """One line, and what to do."""
    file.write_bytes(content)
    with pytest.raises(StoreError, match="is damaged") as error:
        RunStore(file)
    assert "move the file away to start anew" == error.value.hint


def test_reading_makes_no_file(file: Path) -> None:
    """Who only asks leaves nothing behind."""
    with pytest.raises(StoreError, match="no run is on record"):
        RunStore(file, read_only=True)
    assert not file.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only(store: RunStore, file: Path) -> None:
    """Is read; that nothing can be put on record is one line."""
    store.save(at(1))
    store.close()
    file.chmod(0o400)
    file.parent.chmod(0o500)
    try:
        again = RunStore(file, read_only=True)
        assert ["r1"] == ids(again)
        with pytest.raises(StoreError, match="cannot be written: permission denied"):
            again.save(at(2))
    finally:
        file.parent.chmod(0o700)


def test_the_file_is_for_its_owner_alone(store: RunStore, file: Path) -> None:
    """Names of people and documents are in it."""
    store.save(at(1))
    assert 0o600 == file.stat().st_mode & 0o777


def test_the_folder_keeps_itself_out_of_version_control(tmp_path: Path) -> None:
    """`.ragaudit/.gitignore` ignores everything."""
    StateFolder.open(tmp_path)

    assert "*\n" == (tmp_path / ".ragaudit" / ".gitignore").read_text()
