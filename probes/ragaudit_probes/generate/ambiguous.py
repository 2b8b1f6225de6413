"""Headings that several documents have: one question, several right answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import Category, Expectation, Probe
from ragaudit.text.terms import terms
from ragaudit_probes.generate._text import folded, is_question, telling
from ragaudit_probes.generate.heading import headings, unrelated

MOST = 6
"""Documents with the same heading; what more have is a template's."""


class AmbiguousGenerator(Generator):
    """A heading that two to six unrelated documents have: at least two of them should come.

    Headings that say nothing (`Overview`) are left out: nobody asks for them. So are those another
    document matches as well: then more than the ones with the heading are right.
    """

    name = "ambiguous"
    order = 48

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a heading, about the first of its documents."""
        places: defaultdict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
        for name, _, section, text in headings(material):
            if len(telling(text)) >= 2 and not is_question(text):
                places[folded(text)].setdefault(name, (text, section.line))
        for found in places.values():
            names = unrelated(list(found), material)
            if 2 <= len(names) <= MOST and _lead(names, next(iter(found.values()))[0], material):
                first = names[0]
                text, line = found[first]
                yield Proposal(
                    query=text,
                    about=first,
                    made_of=_openest(names, material),
                    origin=text,
                    place=str(line),
                    category=Category.AMBIGUOUS,
                    expect=Expectation(
                        intents=tuple(material.gold(material.pages[n]) for n in names),
                        min_intents=2,
                    ),
                    rivals=False,
                )


def _lead(names: list[str], query: str, material: Material) -> bool:
    """Whether these documents match best: else others are as right, and two of these no duty."""
    theirs = set(names).union(*(material.twins.get(name, frozenset()) for name in names))
    best = material.lexicon.rank(terms(query), len(theirs))
    return all(name in theirs for name, _ in best[: len(names)])


def _openest(names: list[str], material: Material) -> frozenset[str]:
    """A wording that stands in a public document too is nobody's secret."""
    public = [n for n in names if material.pages[n].standing.is_public]
    return frozenset(public[:1] or names)
