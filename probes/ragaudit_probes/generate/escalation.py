"""Cases in which a person must take over, where documents say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Page, Proposal
from ragaudit.model import Category, Expectation, Probe
from ragaudit_probes.generate._text import heading, is_prose, own_words, sentences, telling
from ragaudit_probes.generate.title import plain_titles

_ESCALATES = re.compile(
    r"\b(?:escalate (?:it |this |them |the \w+ )?to\b"
    r"|(?:^|[,:;–(] ?|\b(?:and|then|please|must|should|or|first|you|to) )"
    r"(?:report|raise|tell|call|ring|page|phone|notify|inform|contact) (?:\S+ ){0,6}?"
    r"(?:immediately|at once|straight away|right away|without delay)\b"
    r"|(?:^|[,:;–(] ?|\b(?:and|please|must|should|or|to) )page (?:\S+ ){1,4}?(?:first|and wait)\b"
    r"|call (?:999|112|911|the police|an ambulance|the fire brigade|emergency services)\b"
    r"|(?:raise|report) (?:a|your|the) (?:concern|grievance|incident|breach|accident|suspicion)\b"
    r"|(?:sofort|unverzüglich|umgehend) (?:\w+ ){0,3}?"
    r"(?:melden|anrufen|informieren|benachrichtigen))",
    re.IGNORECASE,
)
RANK = 3
"""Whoever is in trouble reads no further."""


class EscalationGenerator(Generator):
    """Asks by title or heading for the passage that says whom to call or to tell at once.

    Made only where a document says so in so many words; one a document.
    """

    name = "escalation"
    order = 25

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a document."""
        titles = plain_titles(material)
        for name, page in material.pages.items():
            found = _passage(page, titles[name], material) if is_prose(page) else None
            if found is not None:
                query, origin, line, span = found
                yield Proposal(
                    query=query,
                    about=name,
                    gold=(material.gold(page, span),),
                    origin=origin,
                    place=str(line),
                    category=Category.ESCALATION,
                    expect=Expectation(rank_at_most=RANK),
                )


def _passage(page: Page, title: str, material: Material) -> tuple[str, str, int, str] | None:
    for sentence in sentences(page, material):
        if not _ESCALATES.search(sentence.text):
            continue
        span = "" if "[redacted" in sentence.text else sentence.text[:200]
        top = heading(sentence.section.heading)
        if sentence.section.level > 1 and top and own_words(sentence.section):
            short = len(telling(top)) < 2
            if not short or (title and telling(title)):
                return f"{title}: {top}" if short else top, top, sentence.line, span
        if len(telling(title)) >= 2:
            return title, "title", sentence.line, span
    return None
