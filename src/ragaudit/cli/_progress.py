"""Progress on the terminal, on the error stream, and only where a person looks."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ragaudit._engine.progress import Progress, Silent

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

QUIET_FOR_S = 1.0
"""Work that ends sooner shows nothing."""


class TerminalProgress(Progress):
    """A bar a stage, from the moment the run has taken a second."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._task: int | None = None
        self._name, self._total, self._done = "", 0, 0
        self._timer = threading.Timer(QUIET_FOR_S, self._show)
        self._timer.daemon = True
        self._timer.start()

    def stage(self, name: str, total: int | None = None) -> None:
        """See `Progress.stage`."""
        self._name, self._total, self._done = name, total or 0, 0
        if self._bar is not None and self._task is not None:
            self._bar.reset(self._task, total=total, description=name)  # type: ignore[arg-type]

    def step(self, count: int = 1) -> None:
        """See `Progress.step`."""
        self._done += count
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._done)  # type: ignore[arg-type]

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = bar.add_task(self._name, total=self._total or None, completed=self._done)
        bar.start()
        self._bar = bar

    def close(self) -> None:
        """Remove the bar."""
        self._timer.cancel()
        self._timer.join()
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def showing(*, quiet: bool) -> Iterator[Progress]:
    """A listener for this terminal."""
    if quiet or not sys.stderr.isatty():
        yield Silent()
        return
    progress = TerminalProgress()
    try:
        yield progress
    finally:
        progress.close()
