"""Questions that an old and a new document both match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Page, PairKind, Proposal
from ragaudit.model import Category, Expectation, Probe
from ragaudit.text.terms import terms
from ragaudit_probes.generate._known_item import words_of
from ragaudit_probes.generate._text import heading, telling
from ragaudit_probes.generate.title import plain_titles

_SHARED = 0.6
_TERMS = 5


class SupersededGenerator(Generator):
    """What a replaced document and its successor have in common: the successor must come first.

    Pairs are those documents declare (`superseded_by:`), banners name, and versions of one file.
    """

    name = "superseded"
    order = 40

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a pair, about the successor."""
        titles = plain_titles(material)
        for pair in material.pairs:
            if (
                pair.kind is not PairKind.SUPERSEDED
                or not {pair.old, pair.new} <= material.pages.keys()
            ):
                continue
            old, new = material.pages[pair.old], material.pages[pair.new]
            query, used = _query(old, new, titles, material)
            if query and not new.retired:
                gold = material.gold(new)
                # The old one may be a near copy; it is what must not come first, so no gold.
                items = tuple(item for item in gold.any if item.document != old.name)
                yield Proposal(
                    query=query,
                    about=new.id,
                    gold=(type(gold)(items),),
                    made_of=used,
                    origin=f"replaces {old.document.path}",
                    place=old.id,
                    category=Category.FRESHNESS,
                    expect=Expectation(not_stale=True, prefer_over=(old.name,)),
                    rivals=False,
                )


def _query(
    old: Page, new: Page, titles: Mapping[str, str], material: Material
) -> tuple[str, frozenset[str]]:
    """A title, or a heading of the new one, that both match best; else the terms they share."""
    tops = (heading(section.heading) for section in new.sections)
    for text in (titles[new.id], titles[old.id], *tops):
        wanted = terms(text)
        both = all(material.lexicon.coverage(wanted, p.id) >= _SHARED for p in (old, new))
        if len(telling(text)) >= 2 and both and _is_theirs(wanted, old, new, material):
            return text, frozenset({new.id, old.id} if text == titles[old.id] else {new.id})
    ours, theirs = words_of(new, material), words_of(old, material)
    shared = [term for term in ours.counts if term in theirs.counts]
    shared.sort(key=lambda t: (-material.lexicon.idf(t) * min(ours.counts[t], 5), t))
    words = " ".join(ours.spelt[term] for term in shared[:_TERMS]) if len(shared) >= 3 else ""
    return words, frozenset({new.id, old.id})


def _is_theirs(wanted: list[str], old: Page, new: Page, material: Material) -> bool:
    """Whether nothing matches better than the two."""
    best = material.lexicon.rank(wanted, 1)
    twins = material.twins.get(new.id, frozenset())
    return bool(best) and best[0][0] in {old.id, new.id, *twins}
