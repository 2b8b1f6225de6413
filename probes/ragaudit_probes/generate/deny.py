"""For every restricted document the question that would leak it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from ragaudit.contracts.generating import Chance, Generator, Material, Page, Proposal
from ragaudit.model import Category, Matrix, Probe, Severity
from ragaudit_probes.generate._best_query import best_query
from ragaudit_probes.generate.title import plain_titles


class DenyGenerator(Generator):
    """A document's own best query, asked as everybody who may not read it, and as a control as
    those who may: relevance is greatest, and authorisation is nil.

    Made for every document somebody certainly may not read, retired and data files included. The
    wording is text of that document: such a set is kept as closely as its sources.
    """

    name = "deny"
    order = 10

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a restricted document, with its rarest terms as a second wording."""
        titles = plain_titles(material)
        for name, page in material.pages.items():
            if page.standing.denied:
                worded = partial(_worded, page, titles[name], material)
                yield Proposal("", name, place="1", worded=worded)


def _worded(page: Page, title: str, material: Material) -> Proposal | None:
    best = best_query(page, title, material)
    if best is None:
        return None
    return Proposal(
        query=best.query,
        about=page.id,
        gold=(material.gold(page),),
        origin=best.place,
        place="1",
        category=Category.POLICY_BOUNDARY,
        variants=(best.rare,) if best.rare else (),
        matrix=Matrix(deny=True, allow=True),
        severity=Severity.ERROR,
        rivals=False,
    )
