"""What makes a proposed probe unfit, in one word; nothing is repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.contracts.generating import Material, Proposal
from ragaudit.model import Category, GoldItem
from ragaudit.redact import redact
from ragaudit.text import normalise
from ragaudit.text.terms import terms, tokens

LONGEST = 2_000
_RIVALS = 8
_PUNCTUATION = re.compile(r"[^\w]+")


def key(query: str) -> str:
    """Equal for queries that differ in case, spaces, quotes and punctuation only."""
    return _PUNCTUATION.sub(" ", normalise(query).casefold()).strip()


def problem(proposal: Proposal, material: Material, ids: dict[str, str]) -> str | None:
    """Why a proposal is refused, whatever else was kept; None where it is fit.

    `ids` are the documents' ids by what probes call them.
    """
    texts = (proposal.query, *proposal.variants, proposal.control)
    if any(not text.isprintable() or len(text) > LONGEST for text in texts):
        return "unprintable"
    if not terms(proposal.query):
        return "empty"
    if not proposal.least_words <= len(tokens(proposal.query)) <= proposal.most_words:
        return "length"
    if any(redact(text) != text or "[redacted" in text for text in (*texts, *_spans(proposal))):
        return "sensitive"
    if not _is_answered(proposal, ids):
        return "no gold"
    if proposal.rivals and is_vague(proposal, material, ids):
        return "vague"
    return None


def items(proposal: Proposal) -> Iterator[GoldItem]:
    """Every document that answers it, and of every meaning it may have."""
    for group in (*proposal.gold, *proposal.expect.intents):
        yield from group.any


def is_vague(proposal: Proposal, material: Material, ids: dict[str, str]) -> bool:
    """Whether a document that is no gold matches as well as the gold: the gold is incomplete.

    It must hold as much of the query (each term by its idf) *and* stand as high by BM25. Only one
    of the two is no reason: else what is hard for a lexical retriever would be sorted out.
    """
    query = terms(proposal.query)
    lexicon = material.lexicon
    gold = {ids[item.document] for item in items(proposal)}
    held = max((lexicon.coverage(query, name) for name in gold), default=0.0)
    score = max((lexicon.score(query, name) for name in gold), default=0.0)
    excused = gold | proposal.excused
    for name in gold:
        excused |= material.twins.get(name, frozenset())
    for name, other in lexicon.rank(query, _RIVALS + len(excused)):
        if other < score:
            return False
        if name not in excused and lexicon.coverage(query, name) >= held - 1e-9:
            return True
    return False


def _spans(proposal: Proposal) -> Iterator[str]:
    yield from (item.span for item in items(proposal) if item.span)


def _is_answered(proposal: Proposal, ids: dict[str, str]) -> bool:
    found = list(items(proposal))
    if proposal.category is Category.MISSING:
        return not found
    return bool(found) and all(item.document in ids for item in found)
