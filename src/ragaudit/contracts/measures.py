"""What is measured of a probe run."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Protocol

from ragaudit.model import ProbeRun, Score


class Measure(Protocol):
    """A family of scores over one run. Pure: equal runs give equal scores."""

    @abstractmethod
    def scores(self, run: ProbeRun) -> Iterator[Score]:
        """Yield each measure over everything, then by source and by principal.

        Undefined observations are counted in `Score.undefined` and enter no mean. Raises nothing.
        """
