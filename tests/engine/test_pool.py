"""How far the workers' queue reads ahead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ragaudit._engine.pool import Pool
from ragaudit._engine.record import Analysis
from ragaudit._engine.worker import Job, Plan
from ragaudit.contracts import Ref
from ragaudit.testing import source

DOCUMENTS = 120


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("most", [1, 5, 25])
def test_no_more_is_held_than_allowed(tmp_path: Path, most: int, workers: int) -> None:
    """What was taken and not yielded is lost when a run is killed, so there is a bound to it."""
    settings = source(tmp_path)
    taken = yielded = worst = 0

    def jobs() -> Iterator[Job]:
        nonlocal taken, worst
        for number in range(DOCUMENTS):
            taken += 1
            worst = max(worst, taken - yielded)
            ref = Ref(str(number), f"{number}.md", format="markdown")
            yield Job(settings.id, ref, b"# Leave\n\nEverybody has 28 days of leave.\n")

    with Pool(Plan((settings,), ()), workers, {settings.id: 30.0}) as pool:
        for _, result in pool.analyse(jobs(), most):
            assert isinstance(result, Analysis)
            yielded += 1

    assert yielded == DOCUMENTS
    assert worst <= most + 1
