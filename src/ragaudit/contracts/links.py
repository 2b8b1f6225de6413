"""Whether addresses on other servers lead anywhere."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class LinkState(StrEnum):
    """What came of asking for an address."""

    ALIVE = "alive"
    DEAD = "dead"
    """The server says it has no such page, or there is no such server."""
    UNKNOWN = "unknown"
    """No answer that settles it: refused, busy, failing, too slow. Never counts as dead."""
    UNCHECKED = "unchecked"
    """Not asked: out of time, or an address that must not be asked."""


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What is known about one address."""

    state: LinkState
    reason: str = ""
    """In words: `404 Not Found`, `no answer within 10 s`."""
    since: datetime | None = None
    """For a dead one: when an earlier run first found it dead, none having found it alive since."""


class LinkChecker(Protocol):
    """Asks other servers whether addresses lead anywhere. The only part that leaves the machine."""

    @abstractmethod
    def check(self, urls: Sequence[str]) -> Mapping[str, LinkResult]:
        """Return a result for every address; never raises for what a server does."""
