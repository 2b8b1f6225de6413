"""The telling sentence with its answer taken out: the harder version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import Probe
from ragaudit.text.terms import terms
from ragaudit_probes.generate._masking import masked
from ragaudit_probes.generate._text import is_german
from ragaudit_probes.generate.sentence import salient

_LEAST = 4
"""Terms that must be left: with fewer it could be asked of anything."""


class MaskedSentenceGenerator(Generator):
    """A sentence of high tf-idf without numbers, dates and names: what somebody asks who does not
    know them yet (`Refunds are paid within how many days`)."""

    name = "sentence_masked"
    order = 81

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield a proposal for every telling sentence that holds something to take out."""
        for found in salient(material):
            query = masked(found.sentence.text, names=not is_german(found.page, material))
            if len(set(terms(query))) < _LEAST:
                continue
            yield Proposal(
                query=query,
                about=found.page.id,
                gold=(found.gold,),
                origin=f"line {found.sentence.line}",
                place=f"{found.sentence.line}.{found.sentence.number}",
            )
