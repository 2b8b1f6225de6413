"""Worker processes that can be killed one file at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from ragaudit._engine import server, worker
from ragaudit._engine.record import Analysis, Refusal, decode
from ragaudit._engine.worker import Job, Plan
from ragaudit.model import Content, SkipReason

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

A = TypeVar("A")
Sent = tuple[tuple[Job, ...], "ProcessFuture[Any]"]
Result = Analysis | Refusal
AHEAD = 6
"""Batches handed out before a result is asked for, per worker: enough to keep them busy."""
BATCH_FILES, BATCH_BYTES = 12, 100_000


class Pool:
    """Starts its workers at the first file, so that a run with nothing to parse starts none.

    The server they are forked from loads its modules from the beginning, beside everything else,
    unless most likely nothing has to be parsed.
    """

    def __init__(
        self, plan: Plan, workers: int, timeouts: dict[str, float], *, ahead: bool = True
    ) -> None:
        self._plan, self._workers, self._timeouts = plan, workers, timeouts
        self._pool: ProcessPool | None = None
        if ahead:
            server.started()

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

    def analyse(self, jobs: Iterable[Job], most: int | None = None) -> Iterator[tuple[Job, Result]]:
        """Yield a result for every job, in order; at most a window of them is held.

        The first window is on its way when this returns, before anything is asked for. `most`
        bounds the jobs taken and not yet yielded.
        """
        ahead, files = AHEAD * self._workers, BATCH_FILES
        if most is not None:
            # One batch is being filled while the others are under way.
            files = max(1, min(files, most // (ahead + 1)))
            ahead = max(1, min(ahead, most // files - 1))
        batches = _batches(jobs, files)
        waiting = deque(map(self._sent, islice(batches, ahead)))
        return self._drain(waiting, batches)

    def _drain(
        self, waiting: deque[Sent], batches: Iterator[tuple[Job, ...]]
    ) -> Iterator[tuple[Job, Result]]:
        while waiting:
            yield from self._settle(*waiting.popleft())
            waiting.extend(map(self._sent, islice(batches, 1)))

    def _sent(self, batch: tuple[Job, ...]) -> Sent:
        return batch, self._schedule(worker.run, batch, batch[0].source)

    def content(self, job: Job) -> Content | None:
        """Parse one file again in a worker; None where it fails."""
        try:
            found: Content | None = self._schedule(worker.content, job, job.source).result()
        except Exception:
            return None
        return found

    def _schedule(
        self, function: Callable[[A], object], argument: A, source: str
    ) -> ProcessFuture[Any]:
        if self._pool is None:
            self._pool = self._start()
        return self._pool.schedule(function, args=(argument,), timeout=self._timeouts[source])

    def _start(self) -> ProcessPool:
        from pebble import ProcessPool

        return ProcessPool(
            max_workers=self._workers,
            initializer=worker.start,
            initargs=(self._plan,),
            context=server.started(),
        )

    def _settle(
        self, batch: tuple[Job, ...], future: ProcessFuture[Any]
    ) -> Iterator[tuple[Job, Result]]:
        """Yield what a batch came to; where it failed as a whole, file by file."""
        try:
            results = [_decoded(data) for data in future.result()]
        except Exception:
            for job in batch:
                yield job, self._alone(job)
            return
        yield from zip(batch, results, strict=True)

    def _alone(self, job: Job) -> Result:
        from pebble import ProcessExpired

        try:
            (data,) = self._schedule(worker.run, (job,), job.source).result()
            return _decoded(data)
        except FutureTimeout:
            seconds = f"{self._timeouts[job.source]:g} s"
            return Refusal(
                SkipReason.TIMEOUT,
                f"took longer than {seconds} to read",
                "split or repair the file, or raise `limits.timeout_s`",
            )
        except ProcessExpired as error:
            return Refusal(
                SkipReason.CRASHED,
                f"the parser died on it (exit {error.exitcode})",
                "repair the file, or exclude it",
            )
        except MemoryError:
            return Refusal(SkipReason.MEMORY, "needs more memory than one file may use")
        except Exception as error:
            told = f"the parser failed: {type(error).__name__}: {error}"[:200]
            return Refusal(SkipReason.CRASHED, told)


def _batches(jobs: Iterable[Job], files: int) -> Iterator[tuple[Job, ...]]:
    """Small files travel together: a round trip costs as much as parsing a page.

    The first batches are smaller, so that results come early.
    """
    batch: list[Job] = []
    size = 0
    most = 1
    for job in jobs:
        if batch and (len(batch) == most or size + job.ref.size > BATCH_BYTES):
            yield tuple(batch)
            batch, size, most = [], 0, min(most + 1, files)
        batch.append(job)
        size += job.ref.size
    if batch:
        yield tuple(batch)


def _decoded(data: bytes) -> Result:
    found = decode(data)
    if found is None:
        raise ValueError("a worker's answer cannot be read")
    return found
