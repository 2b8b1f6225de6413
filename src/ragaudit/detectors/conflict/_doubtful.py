"""Pairs of statements that may contradict each other, but not surely enough for a rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ragaudit.contracts import Corpus, Member
from ragaudit.detectors.conflict._analysis import (
    apart_on_purpose,
    conflicts,
    describe,
    placed_claims,
    templates,
)
from ragaudit.detectors.conflict._candidates import candidates
from ragaudit.detectors.conflict._claims import Claim
from ragaudit.detectors.conflict._clusters import Cluster
from ragaudit.detectors.conflict._relation import Relation
from ragaudit.detectors.conflict._score import model
from ragaudit.detectors.conflict._space import Placed, Space
from ragaudit.detectors.conflict._statements import Form

_Place = tuple[str, int, str]
_REDACTED, _WORD = re.compile(r"\[redacted[^\]\n]{0,40}\]"), re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two statements whose values differ, and which no guard keeps apart."""

    left: Placed
    right: Placed
    probability: float
    """That they contradict each other, by the model that ships."""

    @property
    def places(self) -> tuple[_Place, _Place]:
        """Where both stand."""
        return _place(self.left.claim), _place(self.right.claim)

    @property
    def texts(self) -> tuple[str, str]:
        """Both statements, each led by what it completes."""
        return told(self.left.claim), told(self.right.claim)


def told(claim: Claim) -> str:
    """A statement that can be understood by itself: a cell with its row and column."""
    lead = ", ".join(part for part in (claim.lead, claim.column) if part)
    return (
        claim.sentence if claim.form is Form.SENTENCE or not lead else f"{lead}: {claim.sentence}"
    )


def doubts(groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> list[Doubt]:
    """The candidates that were not reported, likeliest first; one a pair of statements."""
    space = Space(placed_claims(groups, corpus))
    reported = _reported(conflicts(groups, corpus).clusters)
    best: dict[frozenset[_Place], Doubt] = {}
    for doubt in _weighed(space, corpus):
        if not all(map(says_something, doubt.texts)):
            continue
        pair = frozenset(doubt.places)
        known = best.get(pair)
        if pair not in reported and (known is None or known.probability < doubt.probability):
            best[pair] = doubt
    return sorted(best.values(), key=lambda d: (-d.probability, d.places))


def _weighed(space: Space, corpus: Corpus) -> Iterable[Doubt]:
    families = templates(space.placed)
    for candidate in candidates(space, []):
        left, right = space.placed[candidate.left], space.placed[candidate.right]
        agrees = candidate.compared.relation is Relation.AGREE
        if agrees or apart_on_purpose(left, right, corpus):
            continue
        if (found := describe(space, candidate, families)) is not None:
            yield Doubt(left, right, model().probability(found))


def says_something(text: str) -> bool:
    """Whether words are left for a model to read; an address on a line of its own has none."""
    return len(_WORD.findall(_REDACTED.sub("", text))) >= _FEWEST_WORDS


def _reported(clusters: Iterable[Cluster]) -> frozenset[frozenset[_Place]]:
    """Every two statements of a cluster, whichever rule reports it."""
    listed = [sorted({_place(claim) for claim in cluster.claims}) for cluster in clusters]
    return frozenset(
        frozenset((a, b))
        for places in listed
        for n, a in enumerate(places)
        for b in places[n + 1 :]
    )


def _place(claim: Claim) -> _Place:
    return claim.document, claim.line, claim.sentence
