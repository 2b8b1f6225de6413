"""The sentence that tells a document from all others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

from ragaudit.contracts.generating import Chance, Generator, Material, Page, Proposal
from ragaudit.model import GoldGroup, GoldItem, Probe
from ragaudit.text.lexicon import Lexicon
from ragaudit.text.terms import terms
from ragaudit_probes.generate._text import Sentence, folded, is_prose, sentences, stands_alone

PER_PAGE = 2
_WIDELY = 4
"""Documents with the same sentence that are no copies of each other: it is nobody's own."""


@dataclass(frozen=True, slots=True)
class Salient:
    """One of a document's most telling sentences, with all documents that hold it."""

    page: Page
    sentence: Sentence
    gold: GoldGroup


class SentenceGenerator(Generator):
    """A sentence of high tf-idf, word for word: what copies a phrase should be found at once.

    Every document that holds the sentence, and every copy of the document, is gold.
    """

    name = "sentence"
    order = 80

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield up to two proposals a document."""
        for found in salient(material):
            line = f"line {found.sentence.line}"
            yield Proposal(
                query=found.sentence.text.rstrip(".!"),
                about=found.page.id,
                gold=(found.gold,),
                origin=line,
                place=f"{found.sentence.line}.{found.sentence.number}",
            )


def salient(material: Material) -> tuple[Salient, ...]:
    """The most telling sentences of every document, best first."""
    return material.once("salient", lambda: tuple(_salient(material)))


def ranked(page: Page, material: Material) -> tuple[Sentence, ...]:
    """The sentences of a page that stand alone, the most telling first."""

    def rank() -> tuple[Sentence, ...]:
        fit = (s for s in sentences(page, material) if stands_alone(s.text))
        lexicon = material.lexicon
        return tuple(sorted(fit, key=lambda s: (-salience(s.text, lexicon), s.number)))

    return material.once(f"ranked {page.id}", rank)


def _salient(material: Material) -> Iterator[Salient]:
    chosen = {
        name: ranked(page, material)[:PER_PAGE]
        for name, page in material.pages.items()
        if is_prose(page)
    }
    wanted = {folded(s.text) for found in chosen.values() for s in found}
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for name, page in material.pages.items():
        for sentence in sentences(page, material):
            if (text := folded(sentence.text)) in wanted:
                holders[text].add(name)
    for name, found in chosen.items():
        for sentence in found:
            page = material.pages[name]
            same = holders[folded(sentence.text)] - {name} - material.twins.get(name, frozenset())
            if len(same) < _WIDELY:
                gold = material.gold(page, sentence.text)
                others = tuple(
                    GoldItem(material.pages[n].name, sentence.text) for n in sorted(same)
                )
                yield Salient(page, sentence, GoldGroup((*gold.any, *others)))


def salience(text: str, lexicon: Lexicon) -> float:
    """Sum of idf over the root of the length: telling, and not merely long.

    A term only one document has may be a slip of the pen; it counts as if two had it.
    """
    found = set(terms(text))
    most = lexicon.idf_of(2)
    return sum(min(lexicon.idf(t), most) for t in found) / sqrt(max(1, len(found)))
