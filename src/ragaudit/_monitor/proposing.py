"""Turns questions that went wrong often into probes for a person to complete."""

from __future__ import annotations

from collections.abc import Iterable

from ragaudit.model import AskedOften, Category, Probe, ProbeSet, Provenance
from ragaudit.text import sha256

COMMENT = """\
Proposed by `ragaudit monitor import`: questions people asked often without getting a good answer.
Nobody has reviewed them. For each, take out personal details that are left, then
  - name the document that answers it under `gold:`, or
  - make it `category: missing`, if nothing should answer it,
and set `reviewed_by` under `provenance`. Until then `ragaudit probes lint` reports it."""


def proposed(often: Iterable[AskedOften]) -> ProbeSet:
    """A probe without gold for every question; the same questions give the same set."""
    probes: dict[str, Probe] = {}
    for probe in map(_probe, often):
        probes.setdefault(probe.id, probe)
    return ProbeSet(probes=tuple(probes.values()))


def _probe(asked: AskedOften) -> Probe:
    what = "complained about" if asked.complaint else "not answered"
    returned = f"; returned: {', '.join(asked.documents[:5])}" if asked.documents else ""
    return Probe(
        id=f"asked-{sha256(asked.query.casefold())[:10]}",
        query=asked.query,
        category=Category.COMMON,
        provenance=Provenance(
            by="querylog", origin=f"at least {asked.count} times {what}{returned}"
        ),
    )
