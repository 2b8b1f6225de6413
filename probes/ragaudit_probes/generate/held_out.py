"""Questions whose answer was taken out of the index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import HELD_OUT, Chance, Generator, Material, Proposal
from ragaudit.model import Category, Expectation, Probe
from ragaudit.text.terms import terms
from ragaudit_probes.generate._best_query import best_query
from ragaudit_probes.generate._text import telling
from ragaudit_probes.generate.sentence import ranked
from ragaudit_probes.generate.title import plain_titles

ANSWERED = 0.7
"""Share of the query, by idf, that no document left in the index may hold."""


class HeldOutGenerator(Generator):
    """What a document that is not in the index was asked by: the right answer is nothing.

    True only of an index that is built without the documents named in `provenance.from`
    (`ragaudit probes generate` prints the `exclude:` lines for it). Left out where another document
    holds most of the query.
    """

    name = HELD_OUT
    order = 5

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal for each held-out document that nothing else answers."""
        titles = plain_titles(material)
        for name in sorted(material.held_out):
            query = _query(name, titles[name], material)
            if query and not _is_answered(query, name, material):
                yield Proposal(
                    query=query,
                    about=name,
                    place="1",
                    category=Category.MISSING,
                    expect=Expectation(unanswerable=True),
                    rivals=False,
                )


def _query(name: str, title: str, material: Material) -> str:
    """Title, best query, most telling sentence: the first that nothing else answers."""
    page = material.pages[name]
    if len(telling(title)) >= 2 and not _is_answered(title, name, material):
        return title
    best = best_query(page, title, material)
    if best is not None and best.place != "terms" and not _is_answered(best.query, name, material):
        return best.query
    return next((s.text.rstrip(".!") for s in ranked(page, material)), "")


def _is_answered(query: str, name: str, material: Material) -> bool:
    wanted = terms(query)
    others = (other for other, _ in material.lexicon.rank(wanted, 10 + len(material.held_out)))
    return any(
        material.lexicon.coverage(wanted, other) >= ANSWERED
        for other in others
        if other != name and other not in material.held_out
    )
