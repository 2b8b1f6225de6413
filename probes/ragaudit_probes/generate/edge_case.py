"""Probes in capitals, or without any, and without marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import Probe
from ragaudit_probes.generate._edges import reworded

_MARKS = re.compile(r"[^\w\s'’-]")


class CaseGenerator(Generator):
    """ALL IN CAPITALS, or all in small letters, by chance; punctuation is dropped."""

    name = "edge_case"
    order = 201

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a probe of a script that has capitals."""
        return reworded(material, chance, so_far, _recased)


def _recased(probe: Probe, chance: Chance) -> str:
    plain = " ".join(_MARKS.sub(" ", probe.query).split())
    small, capital = plain.lower(), plain.upper()
    if small == capital:
        return ""
    loud = chance.below(2) == 0 or small == probe.query
    return capital if loud else small
