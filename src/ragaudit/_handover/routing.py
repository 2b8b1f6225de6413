"""Which findings go where, and which are known to be gone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ragaudit.model import Audit, Finding, Route, Status
from ragaudit.text import sha256

_SPOT = 12
_STEP = re.compile(r"[/#!]")


def routed(route: Route, findings: Iterable[Finding]) -> list[Finding]:
    """Open findings the route is for, the worst first."""
    found = [f for f in findings if f.status is Status.OPEN and _for(route, f)]
    return sorted(found, key=lambda f: (-f.severity.rank, f.source, f.path or "", f.line or 0))


def _for(route: Route, finding: Finding) -> bool:
    owner = (finding.owner or "").casefold()
    return (
        finding.severity.rank >= route.min_severity.rank
        and (not route.sources or finding.source in route.sources)
        and (not route.rules or finding.code.startswith(route.rules))
        and (not route.owners or any(fnmatchcase(owner, o.casefold()) for o in route.owners))
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding was, for telling later whether it could have been found again."""

    code: str
    source: str
    spots: str
    """Digests of the path and of everything it is in, as a folder or an archive may be what could
    not be read. No path: paths may be titles, and this is kept."""


class Checked:
    """What a run really looked at: a finding is gone only where it would have been seen."""

    def __init__(self, audit: Audit) -> None:
        self._there = {finding.fingerprint for finding in audit.findings}
        self._rules = set(audit.run.rules)
        self._unread = {failure.source for failure in audit.source_failures}
        self._sources = {source.id for source in audit.sources} - self._unread
        self._skipped = {spot(skip.source_id, skip.path) for skip in audit.skips}
        self._not_run = {(rule.code, rule.source) for rule in audit.skipped_rules}
        self._partly = audit.run.interrupted or audit.run.changed_since is not None

    def gone(self, fingerprint: str, place: Place) -> bool:
        """Whether the run would have found it and did not."""
        return (
            fingerprint not in self._there
            and not self._partly
            and place.code in self._rules
            and place.source in self._sources
            and self._skipped.isdisjoint(place.spots.split())
            and not {(place.code, place.source), (place.code, None)} & self._not_run
        )


def place_of(finding: Finding) -> Place:
    """Where a finding is."""
    path = finding.path or ""
    ends = [match.start() for match in _STEP.finditer(path)]
    return Place(
        finding.code,
        finding.source,
        " ".join(spot(finding.source, path[:end]) for end in (*ends, len(path))),
    )


def spot(source: str, path: str) -> str:
    """A digest that stands for a path of a source."""
    return sha256(f"{source}\0{path}")[:_SPOT]
