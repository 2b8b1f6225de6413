"""A ranking held against its gold once, so that every measure and cut-off reads the same marks.

Gold is an AND of OR groups: each group is a need, and any of its members satisfies it. Plain
relevance judgements are one group a document (`one_each`); then every measure here equals
trec_eval's. With larger groups
- recall, all-gold and average precision count satisfied groups,
- gain is the best grade each group has been given so far, added up over the groups,
- precision, success and reciprocal rank count every document of any group as relevant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log2

from ragaudit.model import Grades

Gold = Sequence[Grades]
"""Groups that must all be found, any member of each; catalogue ids to grades of 1 or more."""


@dataclass(frozen=True, slots=True)
class Graded:
    """What a ranking holds of its gold. Ranks start at 1; `steps` are those at which a group is
    satisfied, or satisfied better than before.
    """

    returned: int
    """Distinct documents."""
    groups: int
    """0 where nothing is defined: no gold, or a group without members."""
    relevant: tuple[int, ...] = ()
    """Ranks of documents of any group, ascending."""
    steps: tuple[int, ...] = ()
    satisfied: tuple[int, ...] = ()
    """For each step the groups satisfied up to there."""
    gained: tuple[float, ...] = ()
    """For each step the gain up to there, each part divided by log2(rank + 1)."""
    ideal: tuple[int, ...] = ()
    """Gains of the best ranking there could be, best first."""


_Members = dict[str, list[tuple[int, int]]]


def grade(ranking: Sequence[str], gold: Gold) -> Graded:
    """Mark a ranking, best first. Repeated documents count where they stand first.

    A group without members can never be satisfied, and is no miss of the retriever's either: with
    one nothing is defined.
    """
    ranks = dict(zip(ranking, range(1, len(ranking) + 1), strict=True))
    if len(ranks) != len(ranking):
        return grade(tuple(dict.fromkeys(ranking)), gold)
    if not gold or not all(gold):
        return Graded(len(ranking), 0)
    single = {document: given for group in gold for document, given in group.items()}
    if len(single) == len(gold) == sum(map(len, gold)):
        return _plain(ranks, single)
    members: _Members = {}
    for number, group in enumerate(gold):
        for document, given in group.items():
            members.setdefault(document, []).append((number, given))
    relevant = sorted([ranks[document] for document in members if document in ranks])
    steps, satisfied, gained = _steps([(r, members[ranking[r - 1]]) for r in relevant], len(gold))
    return Graded(
        len(ranking),
        len(gold),
        tuple(relevant),
        tuple(steps),
        tuple(satisfied),
        tuple(gained),
        _ideal(gold, members),
    )


def one_each(grades: Grades) -> tuple[Grades, ...]:
    """Plain judgements as gold: every relevant document is a need of its own."""
    return tuple({document: given} for document, given in grades.items() if given > 0)


def trec_order(scores: Mapping[str, float]) -> list[str]:
    """Documents as trec_eval ranks a run: by score, and equal ones by id, both descending."""
    return sorted(scores, key=lambda document: (scores[document], document), reverse=True)


def _plain(ranks: Mapping[str, int], grades: Grades) -> Graded:
    """The same for one document a group, which nearly all gold is, on a shorter way."""
    found = sorted([(ranks[document], document) for document in grades if document in ranks])
    relevant = tuple([rank for rank, _ in found])
    gained = accumulate([grades[document] / log2(rank + 1) for rank, document in found])
    ideal = tuple(sorted(grades.values(), reverse=True))
    satisfied = tuple(range(1, len(found) + 1))
    return Graded(len(ranks), len(grades), relevant, relevant, satisfied, tuple(gained), ideal)


def _steps(
    relevant: Sequence[tuple[int, Sequence[tuple[int, int]]]], groups: int
) -> tuple[list[int], list[int], list[float]]:
    """Ranks at which a group is served better, and groups and gain up to each."""
    best = [0] * groups
    steps, satisfied, gained = [], [], []
    so_far, total = 0, 0.0
    for rank, places in relevant:
        gain = 0
        for number, given in places:
            if given > best[number]:
                so_far += not best[number]
                gain += given - best[number]
                best[number] = given
        if gain:
            total += gain / log2(rank + 1)
            steps.append(rank)
            satisfied.append(so_far)
            gained.append(total)
    return steps, satisfied, gained


def _ideal(gold: Gold, members: _Members) -> tuple[int, ...]:
    """Each group by its best member; built greedily where one document serves several groups.

    The best order is then a covering problem, for which greedy is the custom (alpha-nDCG: Clarke
    et al., SIGIR 2008, 2.3).
    """
    if len(members) == sum(map(len, gold)):
        return tuple(sorted([max(group.values()) for group in gold], reverse=True))
    best, gains = [0] * len(gold), []
    left = dict(members)
    while left:
        gain, document = max((_gain(places, best), document) for document, places in left.items())
        if not gain:
            break
        gains.append(gain)
        for number, given in left.pop(document):
            best[number] = max(best[number], given)
    return tuple(gains)


def _gain(places: Sequence[tuple[int, int]], best: Sequence[int]) -> int:
    return sum(max(0, given - best[number]) for number, given in places)
