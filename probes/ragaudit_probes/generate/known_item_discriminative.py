"""Known-item queries: terms the readier the rarer they are elsewhere: what only it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import Probe
from ragaudit_probes.generate._known_item import simulate


class DiscriminativeKnownItemGenerator(Generator):
    """Draws terms the readier the rarer they are elsewhere: what only it says.

    No person wrote these queries: their score is findability, not what users experience.
    """

    name = "known_item_discriminative"
    order = 91

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a document."""
        return simulate(material, chance, _weight)


def _weight(term: str, own: Counter[str], collection: Counter[str]) -> float:
    return 1.0 / collection[term]
