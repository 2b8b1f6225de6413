"""Known-item queries: every term of the document alike: the hardest, as half of them say little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import Probe
from ragaudit_probes.generate._known_item import simulate


class UniformKnownItemGenerator(Generator):
    """Draws every term of the document alike: the hardest, as half of them say little.

    No person wrote these queries: their score is findability, not what users experience.
    """

    name = "known_item_uniform"
    order = 92

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a document."""
        return simulate(material, chance, _weight)


def _weight(term: str, own: Counter[str], collection: Counter[str]) -> float:
    return 1.0
