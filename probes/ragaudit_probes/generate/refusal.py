"""Requests that documents say must not be met."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import Category, Expectation, Probe
from ragaudit.text.terms import term_of, terms
from ragaudit_probes.generate._text import is_prose, sentences

_FORBIDS = re.compile(
    r"(?:^|[:;,] |\b(?:you|staff|employees|everybody|we|they|agents?|and|or|but|so|please) )"
    r"(?:(?:[Nn]ever|[Dd]o not|[Dd]on[’']t|must not|mustn[’']t|may not|are not allowed to|may never"
    r"|must never) )(?P<what>(?P<verb>[a-z]{3,12})\b (?:[^.;:!?]|\.(?=\w)){8,120})"
)
_STATES = """\
know want need have see get mind matter count work think believe like care seem look feel mean let
understand expect wish hope apply exist happen change come belong cost last help cover trust worry
require support affect contain include allow add overlook necessarily forget remember hesitate
listen plan recover move rely depend fit stop start fail reach
"""
_ADVERB_WORDS = """\
yet just only ever even also always often usually currently actually really simply still then
normally generally directly
"""
_ADVERBS = frozenset(_ADVERB_WORDS.split())
"""`We don't yet have` says what is so and forbids nothing."""
_CONDITION = re.compile(r"\b(?:if|when|where|while|because|that|which|who|why)\b", re.IGNORECASE)
_LEANS = re.compile(r"\b(?:it|this|that|they|them|these|those|such|both)\b", re.IGNORECASE)
_NO_DEEDS = frozenset(_STATES.split())
"""What nobody asks leave for."""
_TURNED = (
    (re.compile(r"\byour\b"), "my"),
    (re.compile(r"\byou\b"), "I"),
    (re.compile(r"\byourself\b"), "myself"),
)
_CUT = re.compile(
    r",? (?:because|unless|until|except|even|and never|or else|not even|if)\b.*|,.*|\(.*",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?: (?:though|however|either|anyway|please|yet|here|too))+$")
_LEAST, RANK = 3, 3


class RefusalGenerator(Generator):
    """“Never give out a code by phone” becomes `May I give out a code by phone?`: the rule must be
    found, so that the answer can be no.

    Made only of prohibitions that stand in a document.
    """

    name = "refusal"
    order = 26

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a prohibition."""
        for name, page in material.pages.items():
            if not is_prose(page):
                continue
            for sentence in sentences(page, material):
                query = _asked(sentence.text)
                if query:
                    yield Proposal(
                        query=query,
                        about=name,
                        gold=(material.gold(page, sentence.text[:200]),),
                        origin=f"line {sentence.line}",
                        place=f"{sentence.line}.{sentence.number}",
                        category=Category.REFUSAL,
                        expect=Expectation(rank_at_most=RANK),
                    )


def _asked(text: str) -> str:
    match = _FORBIDS.search(text)
    if match is None or "[redacted" in text:
        return ""
    verb = match["verb"]
    if verb in _NO_DEEDS | _ADVERBS or not term_of(verb) or verb.endswith(("s", "ed", "ing", "ly")):
        return ""
    if _CONDITION.search(text[: match.start("what")]) or _LEANS.search(match["what"]):
        return ""
    what = _TRAILING.sub("", _CUT.sub("", match["what"]).strip())
    for pattern, mine in _TURNED:
        what = pattern.sub(mine, what)
    if len(set(terms(what))) < _LEAST:
        return ""
    return f"May I {what[0].lower()}{what[1:]}?"
