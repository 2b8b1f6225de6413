"""Probes that exclude what is not there anyway."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import Probe
from ragaudit.text.terms import term_of
from ragaudit_probes.generate._edges import reworded
from ragaudit_probes.generate._text import is_german

_ENGLISH = ("volcanoes", "penguins", "submarines", "opera", "beekeeping", "astronomy")
_GERMAN = ("Vulkane", "Pinguine", "Unterseeboote", "Opern", "Bienenzucht", "Sternkunde")


class NegationGenerator(Generator):
    """`…, but nothing about volcanoes`, where no document is about volcanoes: the answer is the
    same. Retrievers that read no negation go and look for volcanoes."""

    name = "edge_negation"
    order = 204

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a probe, as long as a thing is left that no document mentions."""
        absent = {
            german: [word for word in words if term_of(word) not in material.lexicon]
            for german, words in ((False, _ENGLISH), (True, _GERMAN))
        }
        german = {page.name: is_german(page, material) for page in material.pages.values()}

        def negated(probe: Probe, chance: Chance) -> str:
            is_in_german = german[probe.gold[0].any[0].document]
            things = absent[is_in_german]
            if not things:
                return ""
            thing = things[chance.below(len(things))]
            end = f", aber nichts über {thing}" if is_in_german else f", but nothing about {thing}"
            mark = "?" if probe.query.endswith("?") else ""
            return probe.query.rstrip("?") + end + mark

        return reworded(material, chance, so_far, negated)
