"""Threads and an event loop that foreign code runs in, and that can be left behind."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterable, Awaitable, Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")
MOST_LEFT = 20
"""Threads that still hang in the function before it is given up."""


class LateError(Exception):
    """Not done in time."""


class HangingError(Exception):
    """Too many calls never came back."""


@dataclass(slots=True)
class _Job(Generic[T]):
    call: Callable[[], T]
    done: threading.Event = field(default_factory=threading.Event)
    result: list[T] = field(default_factory=list)
    error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result.append(self.call())
        except BaseException as error:  # SystemExit too: it must not end a thread in silence
            self.error = error
        finally:
            self.done.set()


class _Worker:
    """One thread; daemonic, because a function that hangs must not keep the program alive."""

    def __init__(self) -> None:
        self.jobs: SimpleQueue[_Job[object] | None] = SimpleQueue()
        threading.Thread(target=self._work, name="ragaudit-target", daemon=True).start()

    def _work(self) -> None:
        while (job := self.jobs.get()) is not None:
            job.run()


class Workers:
    """Runs calls in threads of its own; one at a time always runs in the same thread.

    Libraries such as sqlite3 refuse to be used from another thread than the one they began in.
    """

    def __init__(self) -> None:
        self._idle: list[_Worker] = []
        self._left = 0
        self._lock = threading.Lock()

    def run(self, call: Callable[[], T], timeout_s: float) -> T:
        """The result of a call. Raises what it raises, `LateError`, and `HangingError`."""
        job = _Job(call)
        worker = self._take()
        worker.jobs.put(job)  # type: ignore[arg-type]
        if not job.done.wait(timeout_s):
            with self._lock:
                self._left += 1
            worker.jobs.put(None)
            raise LateError
        with self._lock:
            self._idle.append(worker)
        if job.error is not None:
            raise job.error
        return job.result[0]

    def _take(self) -> _Worker:
        with self._lock:
            if self._left >= MOST_LEFT:
                raise HangingError
            return self._idle.pop() if self._idle else _Worker()

    def close(self) -> None:
        """End the threads that are not in a call."""
        with self._lock:
            for worker in self._idle:
                worker.jobs.put(None)
            self._idle.clear()


class Loop:
    """One event loop for every call, so that clients which belong to a loop can be kept."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    def run(self, awaitable: Awaitable[T], timeout_s: float) -> T:
        """What it gives. Raises what it raises, and `LateError`."""
        loop = self._running()
        future = asyncio.run_coroutine_threadsafe(_waited(awaitable), loop)
        try:
            return future.result(timeout_s)
        except TimeoutError as error:
            if future.done() and not future.cancelled():
                raise
            future.cancel()
            self._leave_if_stuck(loop)
            raise LateError from error
        except CancelledError as error:
            raise LateError from error

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(
                    target=self._loop.run_forever, name="ragaudit-loop", daemon=True
                ).start()
            return self._loop

    def _leave_if_stuck(self, loop: asyncio.AbstractEventLoop) -> None:
        """Code that blocks instead of waiting stops the whole loop: the next call gets another."""
        alive = threading.Event()
        loop.call_soon_threadsafe(alive.set)
        if not alive.wait(0.25):
            with self._lock:
                if self._loop is loop:
                    self._loop = None

    def close(self) -> None:
        """Stop the loop."""
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is not None:
            loop.call_soon_threadsafe(loop.stop)


async def _waited(awaitable: Awaitable[T]) -> T:
    return await awaitable


async def collected(items: AsyncIterable[T], most: int) -> list[T]:
    """The items of an asynchronous generator, and one more than the most that are wanted."""
    found: list[T] = []
    async for item in items:
        found.append(item)
        if len(found) > most:
            break
    return found
