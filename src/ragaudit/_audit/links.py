"""Remembers between runs which addresses were dead, and says what came of asking."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ragaudit._engine.cache import Cache
from ragaudit.contracts import LinkChecker, LinkResult, LinkState

APART = timedelta(hours=1)
"""Two runs closer together than this can meet one and the same outage."""
_SHOWN = 3


class LinkHistory(LinkChecker):
    """A checker that knows what an earlier run found dead.

    An address counts as dead in two runs where an earlier one, an hour ago or more, found it dead
    and none has found it alive since.
    """

    def __init__(self, checker: LinkChecker, cache: Cache, now: datetime) -> None:
        self._checker, self._cache, self._now = checker, cache, now
        self._results: dict[str, LinkResult] = {}

    def check(self, urls: Sequence[str]) -> Mapping[str, LinkResult]:
        """See `LinkChecker.check`."""
        results = dict(self._checker.check(urls))
        keys = {url: _key(url) for url in results}
        known = self._cache.dead_since(keys.values())
        dead = {url for url, result in results.items() if result.state is LinkState.DEAD}
        first = {url: known.get(keys[url], self._now.isoformat()) for url in sorted(dead)}
        alive = (keys[u] for u, result in results.items() if result.state is LinkState.ALIVE)
        self._cache.note_dead({keys[url]: since for url, since in first.items()}, alive)
        for url, since in first.items():
            results[url] = replace(results[url], since=self._long_ago(since))
        self._results |= results
        return results

    def notes(self) -> list[str]:
        """How many addresses were asked for, and why some say nothing."""
        if not self._results:
            return []
        states = Counter(result.state for result in self._results.values())
        parts = [
            f"{states[state]} {word}"
            for state, word in (
                (LinkState.ALIVE, "alive"),
                (LinkState.DEAD, "dead"),
                (LinkState.UNKNOWN, f"unknown ({self._reasons(LinkState.UNKNOWN)})"),
                (LinkState.UNCHECKED, f"not checked ({self._reasons(LinkState.UNCHECKED)})"),
            )
            if states[state]
        ]
        return [f"External links: {len(self._results)} addresses, {', '.join(parts)}."]

    def _reasons(self, state: LinkState) -> str:
        counts = Counter(r.reason for r in self._results.values() if r.state is state)
        shown = [f"{reason}: {count}" for reason, count in counts.most_common(_SHOWN)]
        left = counts.total() - sum(count for _, count in counts.most_common(_SHOWN))
        return "; ".join(shown + ([f"other: {left}"] if left else []))

    def _long_ago(self, since: str) -> datetime | None:
        first = datetime.fromisoformat(since)
        return first if self._now - first >= APART else None


def _key(url: str) -> str:
    """Addresses can say a lot about who wrote them down, so only their digest is kept."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
