"""robots.txt: what crawlers may ask for, how fast, and where the sitemaps are (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ragaudit.errors import ItemError, TransientError
from ragaudit.model import SkipReason
from ragaudit_connectors.remote import needs
from ragaudit_connectors.website.web import Web

AGENT = "ragaudit"
_ADDRESS = "/robots.txt"
_MOST_BYTES = 512_000


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host."""

    rules: Any
    """What `protego` read; None where there is no robots.txt."""
    origin: str

    def allows(self, address: str) -> bool:
        """Whether an address may be asked for."""
        return self.rules is None or bool(self.rules.can_fetch(self.origin + address, AGENT))

    @property
    def delay(self) -> float:
        """Seconds between two requests; 0 where none are asked for."""
        if self.rules is None:
            return 0.0
        rate = self.rules.request_rate(AGENT)
        between = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(self.rules.crawl_delay(AGENT) or 0.0), float(between))

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """As written, each once."""
        return tuple(dict.fromkeys(self.rules.sitemaps)) if self.rules else ()


def read_robots(web: Web) -> Robots:
    """Read the rules. A host without them has none; one that fails lets nobody in.

    Raises `SourceError`.
    """
    try:
        _, answer = web.follow(
            _ADDRESS, lambda address: web.ask("GET", address), lambda _: True, whole_host=True
        )
    except ItemError as error:
        if error.reason is SkipReason.UNREACHABLE:
            raise TransientError(f"robots.txt: {error.detail}", error.action) from error
        return Robots(None, web.scope.origin)
    if answer is None or answer.status != 200:
        return Robots(None, web.scope.origin)
    text = answer.data[:_MOST_BYTES].decode("utf-8-sig", "replace")
    return Robots(needs("protego", "website").Protego.parse(text), web.scope.origin)
