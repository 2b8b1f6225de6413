"""Other wordings of probes that were kept: one cluster with them, another category."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ragaudit.contracts.generating import Chance, Material, Proposal
from ragaudit.model import Category, Probe

BASES = frozenset({"faq", "heading", "title", "definition"})
"""Generators whose queries somebody could have typed."""


def reworded(
    material: Material,
    chance: Chance,
    so_far: Mapping[str, Probe],
    reword: Callable[[Probe, Chance], str],
    most_words: int = 40,
) -> Iterator[Proposal]:
    """One proposal for each probe that can be worded so; with the same gold and `parent`.

    Parent and child share document and need, so they are one observation, not two.
    """
    ids = {page.name: name for name, page in material.pages.items()}
    for probe in so_far.values():
        if probe.provenance.by not in BASES or not probe.gold:
            continue
        query = reword(probe, chance.of(probe.id))
        if query and query != probe.query:
            # The first gold item is always the document a probe was made of.
            yield Proposal(
                query=query,
                about=ids[probe.gold[0].any[0].document],
                gold=probe.gold,
                origin=probe.provenance.origin.partition("#")[2],
                place=probe.id,
                category=Category.EDGE,
                most_words=most_words,
                rivals=False,
                parent=probe.id,
            )
