"""Headings of sections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Page, Proposal, Section
from ragaudit.model import Probe
from ragaudit_probes.generate._text import (
    DATA,
    first_sentence,
    folded,
    heading,
    own_words,
    says_something,
    telling,
)
from ragaudit_probes.generate.title import plain_titles

LEAST_WORDS = 8
"""Below a heading: less is an empty section or a list of links."""
COMMON = 3
"""A heading that more documents have says nothing about any of them."""


class HeadingGenerator(Generator):
    """The heading of a section finds the document with the section.

    A heading that says little (`Limits`), or that two or three documents have, is asked for with
    the title in front; one that more have is left out (see `ambiguous`).
    """

    name = "heading"
    order = 60

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a section."""
        holders, titles = holders_of(material), plain_titles(material)
        for name, page, section, text in headings(material):
            title = titles[name]
            if text.endswith("?") or not says_something(text) or folded(text) == folded(title):
                continue
            found = unrelated(holders[folded(text)], material)
            query = text
            if len(found) > 1 or len(telling(text)) < 2:
                query = f"{title}: {text}"
                if not title or not telling(title) or len(found) > COMMON:
                    continue
            gold = material.gold(page, first_sentence(section))
            yield Proposal(query, name, (gold,), origin=text, place=str(section.line))


def headings(material: Material) -> Iterator[tuple[str, Page, Section, str]]:
    """Every heading to ask for, with text below it."""
    for name, page in material.pages.items():
        if page.retired or page.poor or page.document.content.format in DATA:
            continue
        for section in page.sections:
            text = heading(section.heading)
            if text and own_words(section) >= LEAST_WORDS:
                yield name, page, section, text


def holders_of(material: Material) -> Mapping[str, list[str]]:
    """Heading, folded, to the documents that have it, with text below it or not."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, page in material.pages.items():
        for text in {folded(heading(s.heading)) for s in page.sections if s.heading}:
            found[text].append(name)
    return found


def unrelated(names: list[str], material: Material) -> list[str]:
    """One of each group of documents that say the same."""
    kept: list[str] = []
    for name in names:
        if not material.twins.get(name, frozenset()).intersection(kept):
            kept.append(name)
    return kept
