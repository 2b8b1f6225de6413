"""Checks links to other servers: politely, for a limited time, and never for dead in doubt."""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ragaudit import __version__
from ragaudit.contracts import LinkChecker, LinkResult, LinkState
from ragaudit.model import LinkPolicy
from ragaudit_connectors.web.addresses import Resolver
from ragaudit_connectors.web.asking import NO_SUCH_HOST, TIMEOUT_S, Asker, Busy, busy

_WORKERS = 8
_PAUSE_S = 0.25
"""Between two requests to one host."""
_PATIENCE_S = 10.0
"""A longer `Retry-After` is not waited for."""
_OUT_OF_TIME = LinkResult(LinkState.UNCHECKED, "not asked: out of time")
_LEFT_ALONE = LinkResult(LinkState.UNCHECKED, "not asked: its server asked for a rest")
_OFFLINE = LinkResult(LinkState.UNKNOWN, "no server could be reached from here")


class HttpLinkChecker(LinkChecker):
    """Asks up to eight hosts at a time, each of them one question after the other."""

    def __init__(
        self,
        policy: LinkPolicy,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        timeout_s: float = TIMEOUT_S,
        lookup: Callable[..., Sequence[Any]] = socket.getaddrinfo,
    ) -> None:
        allowed = frozenset(host.lower() for host in policy.allow_hosts)
        agent = f"ragaudit/{__version__} (link check)"
        self._asker = Asker(Resolver(allowed, lookup), agent, timeout_s)
        self._budget, self._clock, self._sleep = policy.budget_s, clock, sleep

    def check(self, urls: Sequence[str]) -> Mapping[str, LinkResult]:
        """See `LinkChecker.check`. Addresses that differ behind `#` only are asked for once."""
        plain = {url: url.partition("#")[0] for url in urls}
        run = _Run(self._clock() + self._budget, _by_host(plain.values()))
        threads = [
            # Whoever is stuck in a slow answer when the time is up must not keep the program.
            threading.Thread(target=self._work, args=(run,), daemon=True)
            for _ in range(min(_WORKERS, len(run.hosts)))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, run.deadline - self._clock()))
        answered = dict(run.results)
        found = {url: answered.get(asked, _OUT_OF_TIME) for url, asked in plain.items()}
        return found if self._asker.reached else {u: _offline(r) for u, r in found.items()}

    def _work(self, run: _Run) -> None:
        while (urls := run.next_host()) is not None:
            for number, url in enumerate(urls):
                if number:
                    self._sleep(_PAUSE_S)
                if self._clock() >= run.deadline:
                    return
                result = self._patiently(url, run)
                run.results[url] = busy(result) if isinstance(result, Busy) else result
                if isinstance(result, Busy):
                    run.results.update(dict.fromkeys(urls[number + 1 :], _LEFT_ALONE))
                    break

    def _patiently(self, url: str, run: _Run) -> LinkResult | Busy:
        answer = self._asker.ask(url)
        if not isinstance(answer, Busy) or answer.seconds is None:
            return answer
        if answer.seconds > min(_PATIENCE_S, run.deadline - self._clock()):
            return answer
        self._sleep(answer.seconds)
        return self._asker.ask(url)


@dataclass(slots=True)
class _Run:
    """What is left to ask, and what was answered."""

    deadline: float
    hosts: deque[list[str]]
    results: dict[str, LinkResult] = field(default_factory=dict)

    def next_host(self) -> list[str] | None:
        try:
            return self.hosts.popleft()
        except IndexError:
            return None


def _by_host(urls: Iterable[str]) -> deque[list[str]]:
    hosts: dict[str, dict[str, None]] = {}
    for url in urls:
        hosts.setdefault(_host(url), {})[url] = None
    return deque(list(found) for _, found in sorted(hosts.items()))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _offline(result: LinkResult) -> LinkResult:
    """Without a network, names do not resolve either: that says nothing about the links."""
    return _OFFLINE if result.reason == NO_SUCH_HOST else result
