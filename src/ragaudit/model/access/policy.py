"""Everything that restricts who may read one document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from ragaudit.model.access.algorithms import anded, reading
from ragaudit.model.access.entries import AccessState, Algorithm, Effect, Entry, Layer
from ragaudit.model.access.exposure import Exposure, exposure_of
from ragaudit.model.access.principals import Principal

if TYPE_CHECKING:
    from ragaudit.model.access.decisions import AccessDecision
    from ragaudit.model.identity import Directory


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """Every restriction that applies to one document, as its source has them."""

    state: AccessState = AccessState.UNKNOWN
    layers: tuple[Layer, ...] = ()
    note: str | None = None
    """What was looked for, where nothing was found; what is missing, where something is."""
    algorithm: Algorithm = Algorithm.AND_OF_OR
    implicit: tuple[Entry, ...] = ()
    """Rights that no list shows: superusers, administrators. They go past every layer."""
    observed_as: str | None = None
    """The account the lists were read with."""
    observed_at: datetime | None = None

    @property
    def exposure(self) -> Exposure:
        """The widest reader every layer lets in; `UNKNOWN` unless fully read."""
        if self.state is not AccessState.KNOWN or not self.layers:
            return Exposure.UNKNOWN
        return exposure_of(self.algorithm, self.layers)

    @property
    def principals(self) -> tuple[Principal, ...]:
        """Every principal named in any layer, in order, once."""
        named = (entry.principal for layer in self.layers for entry in layer.entries)
        return tuple(dict.fromkeys(named))

    @property
    def allowed(self) -> frozenset[Principal]:
        """The principals every layer allows by name (no group expansion)."""
        if not self.layers:
            return frozenset()
        sets = [
            frozenset(e.principal for e in reading(layer.entries) if e.effect is Effect.ALLOW)
            for layer in anded(self.algorithm, self.layers)
        ]
        return frozenset.intersection(*sets)

    @property
    def locator(self) -> str | None:
        """Where the policy is written."""
        return next((layer.locator for layer in self.layers if layer.locator), None)

    @property
    def digest(self) -> str | None:
        """sha256 of what the policy says; None where it was not read, which is not “nobody”.

        Entries and layers in another order have the same digest unless the order decides.
        """
        if self.state in (AccessState.UNKNOWN, AccessState.ERROR):
            return None
        ordered = self.algorithm is Algorithm.NT_ORDERED
        layers = [
            (la.scope, la.complete, *(map(_row, la.entries) if ordered else _sorted(la.entries)))
            for la in self.layers
        ]
        rows = sorted(layers, key=repr)
        parts = (self.state.value, self.algorithm.value, rows, _sorted(self.implicit))
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def decide(
        self, reader: Principal, directory: Directory, on: date | None = None
    ) -> AccessDecision:
        """Whether somebody may read: allow, deny or unknown, with the trace.

        `on` is the day it is asked for; without one, entries that expire leave it open.
        """
        from ragaudit.model.access.decisions import decide

        return decide(self, reader, directory, on)


def _row(entry: Entry) -> tuple[object, ...]:
    principal = entry.principal
    return (
        entry.effect.value,
        principal.kind.value,
        principal.key,
        tuple(sorted({right.value for right in entry.rights})),
        entry.rank,
        str(entry.expires or ""),
        entry.condition.value,
    )


def _sorted(entries: tuple[Entry, ...]) -> list[tuple[object, ...]]:
    return sorted(map(_row, entries), key=repr)
