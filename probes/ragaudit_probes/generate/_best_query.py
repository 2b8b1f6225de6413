"""The query a document is most surely found by: the strongest question to leak it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ragaudit.contracts.generating import Material, Page
from ragaudit.text.terms import terms
from ragaudit_probes.generate._known_item import words_of
from ragaudit_probes.generate._text import (
    DATA,
    folded,
    heading,
    is_question,
    own_words,
    says_something,
    telling,
)
from ragaudit_probes.generate.sentence import ranked

TERMS = 6
_LEAST_OWN = 2
_TRIED = 12
"""Headings and sentences that are compared; the rest of a long document is not better."""


@dataclass(frozen=True, slots=True)
class Best:
    """A query with its place, and the same document in its own rarest terms."""

    query: str
    place: str
    rare: str
    """Empty where the document is too short for them."""
    margin: float
    """Its BM25 score over that of the best other document; 1 is a tie."""


def best_query(page: Page, title: str, material: Material) -> Best | None:
    """The title, heading or sentence that sets the document most apart; None without text.

    Titles and headings win ties: they are what somebody would type.
    """
    related = material.twins.get(page.id, frozenset()) | {page.id}
    rare = rare_terms(page, material)
    found = [
        (-_margin(query, related, page.id, material), number, query, place)
        for number, (query, place) in enumerate(_wordings(page, title, material))
    ]
    if not found and rare:
        found = [(-_margin(rare, related, page.id, material), 0, rare, "terms")]
    if not found:
        return None
    margin, _, query, place = min(found)
    return Best(query, place, "" if rare == query else rare, -margin)


def rare_terms(page: Page, material: Material) -> str:
    """The words of a document that tell it most, by tf·idf; empty where it has too few."""
    words = words_of(page, material)
    weights: Mapping[str, float] = {
        term: (1 + min(count, 5)) * material.lexicon.idf(term)
        for term, count in words.counts.items()
    }
    best = sorted(weights, key=lambda term: (-weights[term], term))[:TERMS]
    return " ".join(words.spelt[term] for term in best) if len(best) >= 3 else ""


def _wordings(page: Page, title: str, material: Material) -> Iterator[tuple[str, str]]:
    if title and len(telling(title)) >= 1 and len(terms(title)) >= _LEAST_OWN:
        yield title, "title"
    if page.document.content.format in DATA:
        return
    found = 0
    for section in page.sections:
        text = heading(section.heading)
        if not says_something(text) or folded(text) == folded(title):
            continue
        if own_words(section) < _LEAST_OWN or found >= _TRIED:
            continue
        found += 1
        if len(telling(text)) >= _LEAST_OWN or is_question(text):
            yield text, f"heading {section.line}"
        elif title and telling(title):
            yield f"{title}: {text}", f"heading {section.line}"
    for sentence in ranked(page, material)[:3]:
        yield sentence.text.rstrip(".!"), f"line {sentence.line}.{sentence.number}"


def _margin(query: str, related: frozenset[str], name: str, material: Material) -> float:
    """Bounded, so that a query nothing else matches at all is no better than one far ahead."""
    wanted = terms(query)
    own = material.lexicon.score(wanted, name)
    best = material.lexicon.rank(wanted, len(related) + 1)
    other = next((score for found, score in best if found not in related), 0.0)
    return round(min(own / other, 3.0) if other else 3.0 * bool(own), 2)
