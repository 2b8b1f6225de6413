"""Simulated queries for one known document, after Azzopardi and de Rijke."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp

from ragaudit.contracts.generating import Chance, Material, Page, Proposal
from ragaudit.text.terms import term_of, tokens
from ragaudit_probes.generate._text import DATA

NOISE = 0.2
"""The share λ of terms that are drawn from the collection: what a searcher remembers wrongly."""
LENGTH, MOST, LEAST = 5, 8, 4
"""Mean of a Poisson distribution, cut: the length of queries people type."""
_LEAST_TERMS = 15
_DRAWS = 5
_LEAST_OWN, _SHARE_OWN = 3, 0.6
"""Words of the document a query must have: with fewer it is of the collection, and a miss says
nothing about the document."""
_WORD = re.compile(r"[^\W\d_]{3,30}")
_REDACTED = re.compile(r"\[redacted[^\]]*\]")

Weigh = Callable[[str, Counter[str], Counter[str]], float]
"""A term, its counts in the document, and in the collection, to how readily it is drawn."""


@dataclass(frozen=True, slots=True)
class Words:
    """A document as a bag of terms."""

    counts: Counter[str]
    spelt: Mapping[str, str]
    """Term to how the document mostly writes it."""


@dataclass(frozen=True, slots=True)
class Urn:
    """Terms to draw from, each as likely as its weight."""

    terms: Sequence[str]
    sums: Sequence[float]

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> Urn:
        """Fill it."""
        return cls(list(weights), list(accumulate(weights.values())))

    def draw(self, number: float) -> str:
        """The term at a number in [0, 1)."""
        at = bisect_right(self.sums, number * self.sums[-1])
        return self.terms[min(at, len(self.terms) - 1)]


@dataclass(frozen=True, slots=True)
class Collection:
    """What noise is drawn from."""

    counts: Counter[str]
    spelt: Mapping[str, str]
    urn: Urn

    @classmethod
    def of(cls, bags: Sequence[Words]) -> Collection:
        """All of them together."""
        counts: Counter[str] = Counter()
        spelt: dict[str, str] = {}
        for bag in bags:
            counts.update(bag.counts)
            for term, word in bag.spelt.items():
                spelt.setdefault(term, word)
        return cls(counts, spelt, Urn.of({t: float(counts[t]) for t in sorted(counts)}))


def simulate(material: Material, chance: Chance, weigh: Weigh) -> Iterator[Proposal]:
    """One query a document: each term from the document with 1 − λ, else from the collection.

    p(t) = (1 − λ) p(t|d) + λ p(t|C), without repetition (SIGIR 2006 workshop and SIGIR 2007,
    “Building simulated queries for known-item topics”, section 3). C is what everybody may read
    and what has the same readers as the document: a query never mixes text of two audiences.
    """
    bags = {
        name: words_of(page, material) for name, page in material.pages.items() if _is_fit(page)
    }
    around = material.once("collections", lambda: _collections(material, bags))
    for name, bag in bags.items():
        page = material.pages[name]
        if len(bag.counts) < _LEAST_TERMS:
            continue
        query = _query(bag, around[_audience(page)], chance.of(name), weigh)
        if query:
            gold = (material.gold(page),)
            yield Proposal(" ".join(query), name, gold, place="1", least_words=LEAST)


def words_of(page: Page, material: Material) -> Words:
    """The words of a page that consist of letters and say something."""
    return material.once(f"words {page.id}", lambda: _words_of(page))


def _words_of(page: Page) -> Words:
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for section in page.sections:
        for text in (section.heading, *(piece.text for piece in section.pieces)):
            for word in tokens(_REDACTED.sub(" ", text)):
                if _WORD.fullmatch(word) and (term := term_of(word)):
                    spelt[term][word.lower()] += 1
    counts = Counter({term: sum(found.values()) for term, found in spelt.items()})
    return Words(counts, {t: min(f, key=lambda w: (-f[w], w)) for t, f in spelt.items()})


def _is_fit(page: Page) -> bool:
    return not (page.poor or page.retired or page.document.content.format in DATA)


def _audience(page: Page) -> str:
    return "" if page.standing.is_public else page.standing.readers


def _collections(material: Material, bags: Mapping[str, Words]) -> Mapping[str, Collection]:
    """By audience: what everybody may read, and what it alone may."""
    own: defaultdict[str, list[Words]] = defaultdict(list)
    for name, bag in bags.items():
        own[_audience(material.pages[name])].append(bag)
    public = own.pop("", [])
    return {
        audience: Collection.of([*public, *found]) for audience, found in (("", []), *own.items())
    }


def _query(bag: Words, around: Collection, chance: Chance, weigh: Weigh) -> list[str]:
    """The first draw with enough words of the document; empty where there is none."""
    draws = [chance, *(chance.of("again", str(turn)) for turn in range(_DRAWS))]
    for draw in draws:
        query, used = _drawn(bag, around, draw, weigh)
        if used >= max(_LEAST_OWN, _SHARE_OWN * len(query)):
            return query
    return []


def _drawn(bag: Words, around: Collection, chance: Chance, weigh: Weigh) -> tuple[list[str], int]:
    """The words, and how many of them are the document's own."""
    length = min(MOST, max(LEAST, _poisson(chance.number("length"))))
    own = Urn.of({term: weigh(term, bag.counts, around.counts) for term in sorted(bag.counts)})
    words: dict[str, str] = {}
    used = 0
    for turn in range(4 * length):
        if len(words) == length:
            break
        noisy = chance.number("noise", str(turn)) < NOISE
        term = (around.urn if noisy else own).draw(chance.number("term", str(turn)))
        if term not in words:
            words[term] = around.spelt[term] if noisy else bag.spelt[term]
            used += term in bag.counts
    return list(words.values()), used


def _poisson(number: float) -> int:
    """Inverts the distribution function."""
    count, share = 0, exp(-LENGTH)
    whole = share
    while number > whole and count < MOST:
        count += 1
        share *= LENGTH / count
        whole += share
    return count
