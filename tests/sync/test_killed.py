"""A run that is killed at any point and started again ends as one that was not."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from tests.sync.shelf import SETTINGS, Killed, Shelf, shelf

from ragaudit._engine.cache import Cache
from ragaudit._engine.fetching import PAGE, Fetching
from ragaudit._engine.pool import Pool
from ragaudit._engine.record import Analysis, analyse
from ragaudit._engine.worker import Job
from ragaudit._sync import Catalogue, Mirror
from ragaudit.contracts import Ref

DOCUMENTS = 120


class Here:
    """Analyses in this process, and reads as far ahead as a pool may."""

    def __init__(self, source: Shelf) -> None:
        self.source = source

    def analyse(self, jobs: Iterable[Job], most: int) -> Iterator[tuple[Job, Analysis]]:
        jobs = iter(jobs)
        held = deque(islice(jobs, most))
        while held:
            job = held.popleft()
            assert job.data is not None
            content = self.source.parse(job.ref, job.data)
            yield job, analyse(content, "0" * 64, (), ())
            held.extend(islice(jobs, 1))


def run(source: Shelf, folder: Path) -> dict[str, str]:
    """One run over files that outlive it; what it took each document for."""
    catalogue, cache = Catalogue(folder / "catalogue.db"), Cache(folder / "cache.db")
    taken: dict[str, str] = {}
    try:
        mirror = Mirror(SETTINGS, source, catalogue)
        refs = [item for item in mirror.list_refs() if isinstance(item, Ref)]

        def take(ref: Ref, result: object) -> None:
            assert isinstance(result, Analysis)
            taken[ref.path] = result.summary.text_sha256

        fetching = Fetching.of(SETTINGS, mirror, cache, "v1", take)
        pool: Pool = Here(source)  # type: ignore[assignment]
        fetching.run(refs, pool)
    finally:
        # As a killed process leaves it: what was not flushed is lost.
        catalogue.close()
    cache.close()
    return taken


def known(folder: Path) -> list[object]:
    catalogue = Catalogue(folder / "catalogue.db")
    try:
        return [(i.ref, i.fetched, i.facts, i.access) for i in catalogue.items("shelf")]
    finally:
        catalogue.close()


@pytest.mark.parametrize("seed", range(20))
def test_a_killed_run_is_resumed(seed: int, tmp_path: Path) -> None:
    """The catalogue is the same, and no more than one page is fetched twice."""
    source = shelf(DOCUMENTS, page=10)
    whole = run(source, tmp_path / _made(tmp_path, "whole"))
    steps = len(source.asked)
    at = random.Random(seed).randrange(steps)
    source.asked.clear()

    def kill(what: str) -> None:
        if len(source.asked) == at:
            source.on = lambda what: None
            raise Killed

    source.on = kill
    cut = tmp_path / _made(tmp_path, "cut")
    with pytest.raises(Killed):
        run(source, cut)
    resumed = run(source, cut)

    assert whole == resumed
    assert known(tmp_path / "whole") == known(cut)
    assert len(source.fetched()) <= DOCUMENTS + PAGE


def test_a_second_run_fetches_nothing(tmp_path: Path) -> None:
    """Only the listing is asked for again."""
    source = shelf(DOCUMENTS, page=10)
    first = run(source, tmp_path)
    source.asked.clear()

    assert first == run(source, tmp_path)
    assert ["list"] * 12 == source.asked


def test_only_what_changed_is_fetched(tmp_path: Path) -> None:
    """One new text is one request."""
    source = shelf(DOCUMENTS, page=10)
    run(source, tmp_path)
    source.asked.clear()
    source.put("007.txt", "Something else.")

    run(source, tmp_path)

    assert ["007.txt"] == source.fetched()


def test_a_lost_catalogue_is_read_again(tmp_path: Path) -> None:
    """What reading told is gone with it, so the bytes are read again."""
    source = shelf(5)
    run(source, tmp_path)
    for file in tmp_path.glob("catalogue.db*"):
        file.unlink()
    source.asked.clear()

    run(source, tmp_path)

    assert sorted(source.texts) == source.fetched()


def _made(folder: Path, name: str) -> str:
    (folder / name).mkdir()
    return name
