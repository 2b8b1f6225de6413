"""What became of a generator's proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tally:
    """One generator in numbers; generators are never added up."""

    by: str
    proposed: int = 0
    kept: int = 0
    refused: Mapping[str, int] = field(default_factory=Counter)
    """Reason to proposals, of those that were looked at: looking ends when a source has enough."""
    sources: Mapping[str, int] = field(default_factory=Counter)
    """Source to probes kept."""
    restricted: int = 0
    overlap: float | None = None
    """Mean share of a query's distinct terms that stand in its gold: how far a lexical retriever
    is helped. None where nothing has gold."""
