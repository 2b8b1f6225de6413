"""Asking politely, with a clock of the test's own."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import pytest

from ragaudit.asking import Asking
from ragaudit.errors import BudgetError, MalformedError, RateLimitedError, TransientError
from ragaudit.model import SyncSettings


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept, self.lock = 100.0, [], threading.Lock()  # type: ignore[var-annotated]

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        with self.lock:
            self.slept.append(seconds)
            self.now += seconds


def asking(clock: Clock, **settings: float) -> Asking:
    sync = SyncSettings(**settings)  # type: ignore[arg-type]
    return Asking(sync, clock, clock.sleep, random.Random(1))


def failing(times: int, error: Exception) -> Callable[[], str]:
    left = [times]

    def request() -> str:
        left[0] -= 1
        if left[0] >= 0:
            raise error
        return "answer"

    return request


def test_tries_again_with_growing_jittered_waits() -> None:
    """Waits double, each between half of it and all."""
    clock = Clock()
    polite = asking(clock)
    assert "answer" == polite(failing(3, TransientError("down")))
    assert 4 == polite.requests
    for wait, longest in zip(clock.slept, (0.5, 1.0, 2.0), strict=True):
        assert longest / 2 <= wait <= longest


def test_gives_up() -> None:
    """The last failure is the one that is told."""
    polite = asking(Clock(), tries=3)
    with pytest.raises(TransientError, match="down"):
        polite(failing(9, TransientError("down")))
    assert 3 == polite.requests


def test_does_not_repeat_what_stays_wrong() -> None:
    """Only passing failures are tried again."""
    polite = asking(Clock())
    with pytest.raises(MalformedError):
        polite(failing(1, MalformedError("odd")))
    assert 1 == polite.requests


def test_waits_as_long_as_it_is_asked_to() -> None:
    """`Retry-After` counts, and all threads keep to it."""
    clock = Clock()
    polite = asking(clock)
    assert "answer" == polite(failing(1, RateLimitedError("slow down", 7.0)))
    assert 107.0 <= clock.now <= 107.1
    clock.now = 100.0
    polite(lambda: "another thread")
    assert 7.0 == pytest.approx(clock.slept[-1])


def test_too_long_a_wait() -> None:
    """Nobody waits for an hour."""
    polite = asking(Clock())
    with pytest.raises(RateLimitedError):
        polite(failing(1, RateLimitedError("tomorrow", 3600.0)))
    assert 1 == polite.requests


def test_pace() -> None:
    """Requests start no faster than allowed, also those of several threads."""
    clock = Clock()
    polite = asking(clock, max_rps=4.0)
    starts = [polite(clock) for _ in range(4)]
    assert [100.0, 100.25, 100.5, 100.75] == pytest.approx(starts)


def test_reserves_a_place_each() -> None:
    """Threads that come at once are told different moments."""
    clock = Clock()
    stopped = Asking(SyncSettings(max_rps=10.0), lambda: 100.0, clock.sleep)
    threads = [threading.Thread(target=lambda: stopped(lambda: None)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [0.1, 0.2, 0.3, 0.4] == pytest.approx(sorted(clock.slept))


def test_budget() -> None:
    """What does not fit into the budget is not waited for."""
    clock = Clock()
    polite = asking(clock, budget_s=5.0)
    with pytest.raises(BudgetError, match="5 s"):
        polite(failing(9, RateLimitedError("slow down", 30.0)))
    clock.now = 106.0
    with pytest.raises(BudgetError):
        polite(lambda: "too late")
    assert 1 == polite.requests
