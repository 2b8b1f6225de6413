"""Several runs at once, a lock that is held, and a run that is killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.store.examples import at

from ragaudit._store.runs import RunStore
from ragaudit.errors import StoreError

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from pathlib import Path
from ragaudit._store.runs import Retention, RunStore
from tests.store.examples import at

place, first, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
store = RunStore(Path(place) if "://" not in place else place, Retention(keep=8))
for number in range(first, first + runs):
    store.save(at(number))
"""


def writer(place: str, first: int, runs: int) -> subprocess.Popen[str]:
    """Another process that puts runs on record."""
    arguments = [sys.executable, "-c", WRITER, place, str(first), str(runs)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def check_written_at_once(place: Path | str) -> None:
    """From nothing, three processes that write and forget leave whole runs, the newest of all."""
    started = [writer(str(place), first, 5) for first in (1, 101, 201)]
    errors = [process.communicate(timeout=100)[1] for process in started]
    assert (["", "", ""], [0, 0, 0]) == (errors, [process.returncode for process in started])
    store = RunStore(place)
    runs = store.runs()
    assert ["r205", "r204", "r203", "r202", "r201", "r105", "r104", "r103"] == [
        run.past.id for run in runs
    ]
    expected = at(1)
    for run in runs:
        audit = store.load(run)
        assert (expected.documents, expected.findings) == (audit.documents, audit.findings)
    store.close()


def test_runs_written_at_once(tmp_path: Path) -> None:
    """Into a file that none of them finds there."""
    check_written_at_once(tmp_path / "state.db")


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Somebody else is writing."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("begin immediate")
        yield
        other.execute("rollback")


def test_a_lock_that_is_not_given_up(tmp_path: Path) -> None:
    """Waited for, then one line; reading goes on."""
    file = tmp_path / "state.db"
    store = RunStore(file, wait_s=0.2)
    store.save(at(1))
    with held(file):
        with pytest.raises(
            StoreError, match=r"in use by another run, and was so for 0\.2 s"
        ) as error:
            store.save(at(2))
        assert "wait for the other run to end, then try again" == error.value.hint
        assert ["r1"] == [run.past.id for run in store.runs()]
    store.save(at(2))
    assert 2 == len(store.runs())
    store.close()


def test_a_run_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    """What it had not finished is not there, and the next one writes."""
    file = tmp_path / "state.db"
    RunStore(file).close()
    process = writer(str(file), 1, 10_000)
    while not RunStore(file).runs():
        assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)

    store = RunStore(file)
    for run in store.runs():
        assert 3 == len(store.load(run).documents)
    store.save(at(100_000))
    assert "r100000" == store.find("latest").past.id
    store.close()
