"""The tables come from every released version, and from no newer one."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from tests.store.examples import at

from ragaudit._store import schema, tables
from ragaudit._store.database import Database
from ragaudit._store.runs import RunStore
from ragaudit.errors import StoreError
from ragaudit.model import ChangeKind

RELEASED = Path(__file__).parent / "released"
FIRST, SECOND = "20261129T123645726781-3adf87fd", "20261129T123701179843-68dcd6b1"


def released(version: str, folder: Path) -> Path:
    """A history as that version left it, with rows of real runs."""
    file = folder / "state.db"
    with closing(sqlite3.connect(file)) as db:
        db.executescript((RELEASED / f"{version}.sql").read_text("utf-8"))
    return file


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as db:
        return list(db.iterdump())


def test_every_version_has_a_migration_and_a_dump() -> None:
    """The list in the code is what alembic finds, and each version before the last is tested."""
    scripts = ScriptDirectory(str(schema.SCRIPTS)).walk_revisions()
    assert list(schema.VERSIONS) == sorted(script.revision for script in scripts)
    assert [f"{v}.sql" for v in schema.VERSIONS] == sorted(p.name for p in RELEASED.iterdir())


@pytest.mark.parametrize("version", schema.VERSIONS[:-1])
def test_migrated_tables_are_those_of_a_new_history(version: str, tmp_path: Path) -> None:
    """Column by column, and index by index."""
    RunStore(released(version, tmp_path)).close()
    database = Database(tmp_path / "state.db")
    with database.reading() as connection:
        context = MigrationContext.configure(connection)
        assert [] == compare_metadata(context, tables.metadata)
        assert schema.HEAD == schema.current(connection)
    database.close()


def test_runs_of_the_first_version_are_read(tmp_path: Path) -> None:
    """With their verdicts, counts and findings; a report cannot be made of them, and is not."""
    store = RunStore(released("0001", tmp_path))
    runs = store.runs()
    assert [(SECOND, "failed", 4, 2, 6), (FIRST, "failed", 4, 2, 6)] == [
        (r.past.id, r.past.status, c.documents, c.errors, c.warnings)
        for r in runs
        for c in r.past.sources
    ]
    changes = store.compare(runs[1], runs[0])
    assert [] == list(changes.findings(ChangeKind.NEW, ChangeKind.FIXED))
    assert any("ragaudit 0.1.0" in note for note in changes.notes)
    with pytest.raises(StoreError, match="kept less than a report needs"):
        store.load(runs[0])
    store.close()


def test_runs_of_the_second_version_are_read(tmp_path: Path) -> None:
    """Whole, whatever fields values have gained since."""
    store = RunStore(released("0002", tmp_path))
    newer, older = store.runs()
    audit = store.load(newer)
    assert ("r2", older.past, 3, 4) == (
        audit.run.id, audit.past[0], len(audit.documents), len(audit.findings)
    )  # fmt: skip
    assert {"FRS202", "OWN101"} == {finding.code for finding in audit.findings}
    assert ("ann@acme.example", date(2026, 10, 2)) == (
        audit.documents[0].accountable[0].principal,
        audit.documents[0].times.mtime.value,
    )
    store.close()


def test_a_migrated_history_goes_on(tmp_path: Path) -> None:
    """New runs are put beside the old ones."""
    store = RunStore(released("0001", tmp_path))
    store.save(at(1))
    assert 3 == len(store.runs())
    assert at(1) == store.load(store.find("r1"))
    store.close()


def test_a_copy_is_kept_of_what_was_migrated(tmp_path: Path) -> None:
    """As it was, said, and never over another copy."""
    file = released("0001", tmp_path)
    before = dump(file)
    (tmp_path / "state.db.schema-0001").write_text("an earlier copy")
    store = RunStore(file)
    copy = tmp_path / "state.db.schema-0001.1"
    assert (
        f"the run history at {file} was brought from schema 0001 to {schema.HEAD}; a copy of it as "
        f"it was is {copy}"
    ) == store.migrated
    assert before == dump(copy)
    assert 0o600 == copy.stat().st_mode & 0o777
    store.close()
    assert RunStore(file).migrated is None


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old tables stay as they were."""
    file = released("0001", tmp_path)
    with closing(sqlite3.connect(file)) as db:
        db.execute("update documents set times = 'no JSON'")
        db.commit()
    before = dump(file)
    with pytest.raises(StoreError, match="was not migrated"):
        RunStore(file)
    assert before == dump(file)


def test_a_newer_schema_is_left_alone(tmp_path: Path) -> None:
    """It says so in one line."""
    file = tmp_path / "state.db"
    RunStore(file).close()
    with closing(sqlite3.connect(file)) as db:
        db.execute("update ragaudit_schema set version_num = '9999'")
        db.commit()
    before = dump(file)
    with pytest.raises(StoreError, match="of schema 9999, which a newer ragaudit made") as error:
        RunStore(file)
    assert ("update ragaudit; nothing was changed", before) == (error.value.hint, dump(file))


def test_a_table_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """A `runs` that is not ours is no first version."""
    file = tmp_path / "state.db"
    with closing(sqlite3.connect(file)) as db:
        db.execute("create table runs (id integer, name text)")
        db.commit()
    store = RunStore(file)
    store.save(at(1))
    with closing(sqlite3.connect(file)) as db:
        assert [] == db.execute("select * from runs").fetchall()
    store.close()


def test_a_history_of_this_version_needs_no_alembic(tmp_path: Path) -> None:
    """Nor does a new one."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom ragaudit._store.runs import RunStore\n"
        "for _ in range(2): RunStore(Path('state.db')).close()\n"
        "print([name for name in sys.modules if name.startswith(('alembic', 'mako'))])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "[]" == ran.stdout.strip()
