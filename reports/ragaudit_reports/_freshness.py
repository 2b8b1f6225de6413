"""What reports for people say about the freshness of sources, before it is laid out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ragaudit.model import Audit, Expiry, Finding, FreshnessState, SourceFreshness
from ragaudit_reports._summary import count, open_findings

ORDER = (
    FreshnessState.ERROR,
    FreshnessState.UNKNOWN,
    FreshnessState.WARN,
    FreshnessState.UNDECLARED,
    FreshnessState.FRESH,
)
"""What needs somebody first."""
_PASSED = {"contract": "contract broken", "review": "review due", "expiry": "expired"}
_COMING = {"contract": "contract ends", "review": "review due", "expiry": "expires"}
_DATES = ("FRS201", "FRS209", "FRS210")
NO_CONTRACT = "no freshness contract"


@dataclass(frozen=True, slots=True)
class Due:
    """A document that is late or will be, with its source."""

    source: str
    expiry: Expiry

    def told(self, as_of: date) -> str:
        """`expired 312 days ago`, `review due in 3 days`: by the last day that was in time."""
        what, days = self.expiry.what, (as_of - self.expiry.on).days + 1
        if days <= 0:
            when = f"in {count(-days, 'day')}" if days else "today"
            return f"{_COMING.get(what, what)} {when}"
        return f"{_PASSED.get(what, what)} {count(days, 'day')} ago"


def by_need(audit: Audit) -> list[SourceFreshness]:
    """Sources in order of what needs somebody first, then as configured."""
    return sorted(audit.freshness, key=lambda s: ORDER.index(s.state))


def late(audit: Audit, severity: str) -> list[Due]:
    """Documents past a limit, longest first; of the contract's milder one with `warn`."""
    found = (Due(s.source, e) for s in audit.freshness for e in s.late if e.severity == severity)
    return sorted(found, key=_order)


def upcoming(audit: Audit) -> list[Due]:
    """Documents that will be late, soonest first."""
    return sorted((Due(s.source, e) for s in audit.freshness for e in s.upcoming), key=_order)


def undated(audit: Audit) -> list[Finding]:
    """What keeps documents from being judged: no date, none on the clock, or one nobody can use."""
    told = {e.document for s in audit.freshness for e in s.late}
    contracts = {s.source for s in audit.freshness if s.contract}
    return [
        f
        for f in open_findings(audit)
        if f.code in _DATES and f.source in contracts and f.document not in told
    ]


def next_expiry(source: SourceFreshness) -> str:
    """The first day something of the source will be late."""
    return source.upcoming[0].on.isoformat() if source.upcoming else "–"


def owners(found: Iterable[Due]) -> list[tuple[str, int]]:
    """How many each owner has, most first; who is nobody last."""
    counts: dict[str, int] = {}
    for due in found:
        name = due.expiry.owner or ""
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items(), key=lambda item: (not item[0], -item[1], item[0]))


def _order(due: Due) -> tuple[date, str, str]:
    return due.expiry.on, due.source, due.expiry.path
