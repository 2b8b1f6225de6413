"""Worker processes that can be killed one file at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from ragaudit._engine import server, worker
from ragaudit._engine.record import Analysis, Refusal
from ragaudit._engine.worker import Job, Plan
from ragaudit.model import Content, SkipReason

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

T = TypeVar("T")
AHEAD = 32
"""Files handed out before the first result is asked for, per worker: enough to keep them busy."""


class Pool:
    """Starts its workers at the first file, so that a run with nothing to parse starts none.

    The server they are forked from loads its modules from the beginning, beside everything else.
    """

    def __init__(self, plan: Plan, workers: int, timeouts: dict[str, float]) -> None:
        self._plan, self._workers, self._timeouts = plan, workers, timeouts
        self._pool: ProcessPool | None = None
        self._context = server.started()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            # Nothing a worker holds needs saving, so there is no reason to wait for it.
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()

    def analyse(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Analysis | Refusal]]:
        """Yield a result for every job, in order; at most a window of them is held."""
        waiting: deque[tuple[Job, ProcessFuture[Any]]] = deque()
        for job in jobs:
            waiting.append((job, self._schedule(worker.run, job)))
            if len(waiting) >= AHEAD * self._workers:
                yield self._settle(*waiting.popleft())
        while waiting:
            yield self._settle(*waiting.popleft())

    def content(self, job: Job) -> Content | None:
        """Parse one file again in a worker; None where it fails."""
        try:
            found: Content | None = self._schedule(worker.content, job).result()
        except Exception:
            return None
        return found

    def _schedule(self, function: Callable[[Job], T], job: Job) -> ProcessFuture[Any]:
        if self._pool is None:
            self._pool = self._start()
        return self._pool.schedule(function, args=(job,), timeout=self._timeouts[job.source])

    def _start(self) -> ProcessPool:
        from pebble import ProcessPool

        return ProcessPool(
            max_workers=self._workers,
            initializer=worker.start,
            initargs=(self._plan,),
            context=self._context,
        )

    def _settle(self, job: Job, future: ProcessFuture[Any]) -> tuple[Job, Analysis | Refusal]:
        from pebble import ProcessExpired

        try:
            result: Analysis | Refusal = future.result()
        except FutureTimeout:
            seconds = f"{self._timeouts[job.source]:g} s"
            return job, Refusal(
                SkipReason.TIMEOUT,
                f"took longer than {seconds} to read",
                "split or repair the file, or raise `limits.timeout_s`",
            )
        except ProcessExpired as error:
            return job, Refusal(
                SkipReason.CRASHED,
                f"the parser died on it (exit {error.exitcode})",
                "repair the file, or exclude it",
            )
        except MemoryError:
            return job, Refusal(SkipReason.MEMORY, "needs more memory than one file may use")
        except Exception as error:
            return job, Refusal(
                SkipReason.CRASHED, f"the parser failed: {type(error).__name__}: {error}"[:200]
            )
        return job, result
