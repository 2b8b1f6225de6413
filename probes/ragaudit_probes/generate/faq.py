"""Questions that documents answer themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Page, Proposal
from ragaudit.model import BlockKind, Probe
from ragaudit.text.terms import tokens
from ragaudit_probes.generate._text import DATA, first_sentence, is_question, own_words, telling
from ragaudit_probes.generate.title import plain_titles

_PAGES = re.compile(r"faq|frequently|questions?|fragen|q-?and-?a", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:Q\d*|F\d*|Question|Frage)\s?[:.)]\s*")
_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")
_LEANS = re.compile(r"\b(?:it|this|that|they|them|these|those)\b", re.IGNORECASE)
_DEFINES = re.compile(r"(?:what|who)(?: is| are|[’']s)\b|was (?:ist|sind)\b", re.IGNORECASE)
"""Asks for its own subject; others with a single telling word lean on the page around them."""
_LEAST_WORDS = 4
_QUESTIONS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


class FaqGenerator(Generator):
    """A question that stands in a document as a title, a heading, or a line of its own in a list of
    questions, finds the document with the answer below it."""

    name = "faq"
    order = 30

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a question."""
        titles = plain_titles(material)
        for name, page in material.pages.items():
            if page.retired or page.poor or page.document.content.format in DATA:
                continue
            title = titles[name]
            for written, line, span in _questions(page, title):
                question = _NUMBER.sub("", _PREFIX.sub("", written))
                if not is_question(question) or not telling(question):
                    continue
                short = len(telling(question)) < 2 and not _DEFINES.match(question)
                if line and (short or _LEANS.search(question)):
                    question = f"{title}: {question}" if telling(title) else ""
                yield Proposal(
                    question, name, (material.gold(page, span),), origin=written, place=str(line)
                )


def _questions(page: Page, title: str) -> Iterator[tuple[str, int, str]]:
    if title.endswith("?"):
        yield title, 0, ""
    for section in page.sections:
        if section.heading.endswith("?") and own_words(section) >= _LEAST_WORDS:
            yield section.heading, section.line, first_sentence(section)
    if not (_PAGES.search(page.document.path) or _PAGES.search(page.title)):
        return
    for section in page.sections:
        for piece, answer in zip(section.pieces, section.pieces[1:], strict=False):
            asks = piece.kind in _QUESTIONS and piece.text.endswith("?")
            if asks and len(tokens(answer.text)) >= _LEAST_WORDS and not answer.text.endswith("?"):
                span = answer.text if 20 <= len(answer.text) <= 200 else ""
                yield piece.text, piece.line, span
