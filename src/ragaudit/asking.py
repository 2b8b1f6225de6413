"""How another system is asked: counted, paced, tried again, within a budget, by several threads."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from ragaudit.errors import BudgetError, RateLimitedError, TransientError
from ragaudit.model import SyncSettings

T = TypeVar("T")
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 60.0
LONGEST_ASKED_S = 300.0
"""A system that asks for more patience than this is asked again in another run."""


@dataclass(slots=True)
class Asking:
    """Wraps every request to one system. Clock, sleep and randomness come in as arguments.

    Threads share one pace and one budget, and all of them wait where the system asked one to.
    """

    settings: SyncSettings = field(default_factory=SyncSettings)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    rng: random.Random = field(default_factory=random.Random)
    what: str = "source"
    """What is asked, in words."""
    hint: str = "run again to go on from here, or raise `sync: {budget_s: …}`"
    """What to do when the budget is used up."""
    requests: int = 0
    """Attempts made, retries included."""
    _started: float | None = None
    _last: float = float("-inf")
    """When the last request started, or is going to."""
    _held: float = float("-inf")
    """Until when the system asked to be left alone."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, request: Callable[[], T]) -> T:
        """Make a request; passing failures are tried again, later each time, with jitter.

        Raises whatever the request raises, the last time it fails, and `BudgetError`.
        """
        attempts = Retrying(
            stop=stop_after_attempt(self.settings.tries),
            wait=self._wait,
            retry=retry_if_exception_type((TransientError, RateLimitedError)),
            sleep=self._pause,
            reraise=True,
        )
        answer: T = attempts(self._once, request)
        return answer

    def _once(self, request: Callable[[], T]) -> T:
        early = self._reserve()
        if early > 0:
            self.sleep(early)
        try:
            return request()
        except RateLimitedError as error:
            if error.retry_after is not None and error.retry_after <= LONGEST_ASKED_S:
                self._hold(error.retry_after)
            raise

    def _reserve(self) -> float:
        """Take the next free moment; return the seconds until then."""
        with self._lock:
            now = self.clock()
            self._started = now if self._started is None else self._started
            rate = self.settings.max_rps
            start = max(now, self._held, self._last + 1 / rate if rate else now)
            self._check(start)
            self._last = start
            self.requests += 1
            return start - now

    def _hold(self, seconds: float) -> None:
        with self._lock:
            self._held = max(self._held, self.clock() + seconds)

    def _check(self, when: float) -> None:
        budget = self.settings.budget_s
        if budget is not None and self._started is not None and when - self._started > budget:
            raise BudgetError(
                f"the {budget:g} s allowed for this {self.what} are used up", self.hint
            )

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, RateLimitedError) else None
        longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** (state.attempt_number - 1))
        waiting = longest * self.rng.uniform(0.5, 1.0)
        if asked is None:
            return waiting
        if asked > LONGEST_ASKED_S and error is not None:
            raise error
        return asked + waiting * 0.1

    def _pause(self, seconds: float) -> None:
        self._check(self.clock() + seconds)
        self.sleep(seconds)
