"""Known-item queries: terms as often as the document uses them: what it is mostly about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import Probe
from ragaudit_probes.generate._known_item import simulate


class PopularKnownItemGenerator(Generator):
    """Draws terms as often as the document uses them: what it is mostly about.

    No person wrote these queries: their score is findability, not what users experience.
    """

    name = "known_item_popular"
    order = 90

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a document."""
        return simulate(material, chance, _weight)


def _weight(term: str, own: Counter[str], collection: Counter[str]) -> float:
    return float(own[term])
