"""How a run tells what it is doing; whoever listens decides how to show it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Listens to a run."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A new stage begins; `total` steps if that is known."""

    def step(self, count: int = 1) -> None:
        """So many steps of the stage are done."""


class Silent(Progress):
    """Shows nothing."""

    def stage(self, name: str, total: int | None = None) -> None:
        """See `Progress.stage`."""

    def step(self, count: int = 1) -> None:
        """See `Progress.step`."""
