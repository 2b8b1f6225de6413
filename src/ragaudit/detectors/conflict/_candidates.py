"""Which claims may be about the same thing: the nearest of the same family, never all pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ragaudit.detectors.conflict._relation import Compared, Relation, compare, family
from ragaudit.detectors.conflict._space import Space
from ragaudit.detectors.conflict._statements import Form
from ragaudit.detectors.conflict._value import Kind

if TYPE_CHECKING:
    import numpy.typing as npt

    Rows = npt.NDArray[np.float32]
    Numbers = npt.NDArray[np.int64]

NEAREST = 5
"""Neighbours looked at for each claim. No training pair the model reports ranks below third."""
MOST = 120_000
"""Claims of one family that are compared; more are cut, and the cut is reported."""
FLOOR = 0.5
"""The least similarity looked at. Of the training pairs reported one in twenty is below 0.6."""
MOST_INSIDE = 2
"""A claim has to be among the two nearest of its document."""
EXACT = 6_000
"""Up to so many claims of a family every one is compared with every other."""
_SEED = 7
_BLOCK = 1_024


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two claims that may answer the same question, by position in the space."""

    left: int
    right: int
    similarity: float
    rank: int
    """The better of both ranks, from 1, among all claims of the family in other documents."""
    rank_inside: int
    """The worse of both ranks among the claims of the other document alone."""
    rivals: int
    """How many claims of the family the two documents have besides."""
    compared: Compared
    kin: int
    """The better rank of the two documents among each other's nearest; 20 where they are not."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A family that had more claims than are compared."""

    family: str
    claims: int
    compared: int


def candidates(space: Space, cuts: list[Cut]) -> Iterator[Candidate]:
    """Yield pairs whose values can be compared, conflicting or agreeing, family by family."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for position, item in enumerate(space.placed):
        groups[family(item.claim.value)].append(position)
    unlimited = groups.pop("any", [])
    for name in sorted(groups):
        members = groups[name] + (
            unlimited if name in {"duration", "count", "size", "money"} else []
        )
        if len(members) > MOST:
            cuts.append(Cut(name, len(members), MOST))
            members = members[:MOST]
        if len(members) > 1:
            yield from _of_family(space, members)


def _kin_rank(space: Space, left: int, right: int) -> int:
    x, y = space.placed[left].claim.document, space.placed[right].claim.document
    return min(space.kinship.get(x, {}).get(y, 20), space.kinship.get(y, {}).get(x, 20))


def _of_family(space: Space, members: Sequence[int]) -> Iterator[Candidate]:
    rows = space.vectors[list(members)]
    by_document: defaultdict[str, list[int]] = defaultdict(list)
    for position, member in enumerate(members):
        by_document[space.placed[member].claim.document].append(position)
    together: defaultdict[tuple[str, int, str], list[int]] = defaultdict(list)
    said_in: defaultdict[str, set[str]] = defaultdict(set)
    for member in members:
        together[_statement(space, member)].append(member)
        said_in[_said(space, member)].add(space.placed[member].claim.document)
    for (here, there), (rank, similarity) in sorted(_neighbours(rows).items()):
        left, right = members[here], members[there]
        if _one_statement(space, left, right):
            continue
        compared = compare(space.placed[left].claim.value, space.placed[right].claim.value)
        if compared.relation is Relation.SILENT:
            continue
        if compared.relation is Relation.CONFLICT and (
            _says_both(space, together, left, right) or _copied(space, said_in, left, right)
        ):
            continue
        ours = by_document[space.placed[left].claim.document]
        theirs = by_document[space.placed[right].claim.document]
        inside = max(
            _closer(rows, here, theirs, similarity, there),
            _closer(rows, there, ours, similarity, here),
        )
        if inside >= MOST_INSIDE:
            continue
        rivals = len(ours) + (len(theirs) if theirs is not ours else 0) - 2
        yield Candidate(
            left,
            right,
            similarity,
            rank,
            inside + 1,
            rivals,
            compared,
            _kin_rank(space, left, right),
        )


def _statement(space: Space, position: int) -> tuple[str, int, str]:
    claim = space.placed[position].claim
    return claim.document, claim.line, claim.sentence


def _says_both(
    space: Space, together: Mapping[tuple[str, int, str], list[int]], left: int, right: int
) -> bool:
    """Whether a side has the value of the other one too: `warns at 75 %, stops at 85 %`."""
    for here, there in ((left, right), (right, left)):
        value = space.placed[there].claim.value
        others = (o for o in together[_statement(space, here)] if o != here)
        if any(
            compare(space.placed[o].claim.value, value).relation is Relation.AGREE for o in others
        ):
            return True
    return False


def _said(space: Space, position: int) -> str:
    claim = space.placed[position].claim
    return f"{claim.lead}\0{claim.column}\0{claim.sentence}"


def _copied(space: Space, said_in: Mapping[str, set[str]], left: int, right: int) -> bool:
    """Whether both pages make one of the statements word for word: a copy contradicts nobody.

    Addresses are redacted, so that two sentences with different ones read the same.
    """
    if space.placed[left].claim.value.kind is Kind.NAME:
        return False
    documents = {space.placed[position].claim.document for position in (left, right)}
    return len(documents) > 1 and any(
        documents <= said_in[_said(space, position)] for position in (left, right)
    )


def _one_statement(space: Space, left: int, right: int) -> bool:
    """Two values of one sentence, of one row, or of a sentence and its copy exclude nothing."""
    a, b = space.placed[left].claim, space.placed[right].claim
    named = a.value.kind is Kind.NAME and a.document != b.document
    if not named and (a.sentence, a.lead, a.column) == (b.sentence, b.lead, b.column):
        return True
    if a.document != b.document:
        return False
    # Items and rows of one page list different things; so do the dates of one page.
    return a.value.kind is Kind.DATE or not a.form is b.form is Form.SENTENCE


def _neighbours(rows: Rows) -> dict[tuple[int, int], tuple[int, float]]:
    """Pairs in which one is among the nearest of the other: the better rank, and the similarity."""
    found: dict[tuple[int, int], tuple[int, float]] = {}
    for cell in _cells(rows):
        for first in range(0, len(cell), _BLOCK):
            block = cell[first : first + _BLOCK]
            similar = rows[block] @ rows[cell].T
            similar[np.arange(len(block)), np.arange(first, first + len(block))] = -1.0
            _keep_nearest(similar, block, cell, found)
    return found


def _keep_nearest(
    similar: Rows, block: Numbers, cell: Numbers, found: dict[tuple[int, int], tuple[int, float]]
) -> None:
    count = min(NEAREST, len(cell) - 1)
    if count < 1:
        return
    best = np.argpartition(similar, -count, axis=1)[:, -count:]
    values = np.take_along_axis(similar, best, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    for line, here in enumerate(block.tolist()):
        for rank, column in enumerate(order[line].tolist(), 1):
            similarity = float(values[line, column])
            if similarity < FLOOR:
                break
            there = int(cell[best[line, column]])
            pair = (min(here, there), max(here, there))
            if pair not in found or rank < found[pair][0]:
                found[pair] = rank, similarity


def _cells(rows: Rows) -> list[Numbers]:
    """Everything in one cell where that is cheap; else each claim in the two nearest to it.

    The usual inverted file: the centres are claims drawn with a fixed seed, so that the work grows
    as n times its root. Two claims as alike as `FLOOR` asks rarely share neither cell.
    """
    if len(rows) <= EXACT:
        return [np.arange(len(rows))]
    centres = np.random.default_rng(_SEED).choice(len(rows), int(len(rows) ** 0.5), replace=False)
    members: list[list[int]] = [[] for _ in centres]
    for first in range(0, len(rows), _BLOCK):
        near = np.argpartition(rows[first : first + _BLOCK] @ rows[centres].T, -2, axis=1)[:, -2:]
        for offset, cells in enumerate(near.tolist()):
            for cell in cells:
                members[cell].append(first + offset)
    return [np.array(cell) for cell in members if len(cell) > 1]


def _closer(rows: Rows, here: int, others: Sequence[int], similarity: float, but: int) -> int:
    """How many other claims of a document are nearer than the one looked at."""
    rest = [o for o in others if o not in (here, but)]
    return int((rows[rest] @ rows[here] > similarity + 1e-6).sum()) if rest else 0
