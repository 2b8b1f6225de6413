"""What one question to a target showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ragaudit.contracts import Inspection, TargetCapabilities
from ragaudit.model import Hit
from ragaudit.redact import quote, redact

SAMPLE = 48
"""Characters of a value that are shown."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A result, and the document of the catalogue it is."""

    hit: Hit
    documents: tuple[str, ...]
    """Ids; none where it was not matched, several where it may be any of them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a target answered to one question."""

    target: str
    """In words."""
    query: str
    principal: str
    """As whom it was asked; empty for the account of the settings."""
    capabilities: TargetCapabilities
    hits: Sequence[Hit] = ()
    """As the mapping reads them, best first."""
    total: int | None = None
    cost: float | None = None
    latency_s: float = 0.0
    inspection: Inspection | None = None
    """What was found in the answer, for a target whose answers need a mapping."""
    problem: str = ""
    """Why the mapping of the configuration does not read this answer; empty where it does."""
    snippet: str = ""
    """YAML for `ragaudit.yaml`; empty where the target is in it already."""
    placed: tuple[Placed, ...] | None = None
    """The results in the catalogue; None where no source is configured."""

    @property
    def unplaced(self) -> int:
        """Results that are no one document of the catalogue."""
        return sum(len(one.documents) != 1 for one in self.placed or ())

    @property
    def usable(self) -> bool:
        """Whether probes could be judged by such answers."""
        known = self.placed is None or self.unplaced < len(self.placed)
        return bool(self.hits) and known and not self.problem


def samples(seen: Seen) -> Mapping[str, str]:
    """For each role the first value there is, cut and without secrets and personal data."""
    values: dict[str, object] = {"total": seen.total, "cost": seen.cost}
    for hit in reversed(seen.hits):
        own = {"id": hit.id, "document": hit.document, "text": hit.text, "score": hit.score}
        values |= {role: value for role, value in own.items() if value not in ("", None)}
    return {
        role: quote(value, SAMPLE) if isinstance(value, str) else f"{value:g}"
        for role, value in values.items()
        if isinstance(value, str | int | float)
    }


def named(hit: Hit) -> str:
    """What a target calls a result, without secrets and personal data."""
    return redact(hit.document or hit.id)
