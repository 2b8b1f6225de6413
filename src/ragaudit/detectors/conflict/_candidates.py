"""Which claims may be about the same thing: the nearest of the same family, never all pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ragaudit.detectors.conflict._relation import Compared, Relation, compare, family
from ragaudit.detectors.conflict._space import Space
from ragaudit.detectors.conflict._statements import Form

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

NEAREST = 12
"""Neighbours looked at for each claim. Top-10 to top-20 of the summed cosines hold 0.75 to 0.80 of true partners."""
MOST = 24_000
"""Claims of one family that are compared; more are cut, and the cut is reported."""
NEAR, CLOSE = 0.5, 0.3
FLOOR = 0.18
"""Below this similarity two claims share neither words nor meaning."""
KIN = 4
"""Documents nearest to a document, whose best-matching claims are compared however unlike they are worded."""
_BLOCK = 2_048


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

    @property
    def promising(self) -> bool:
        """Whether the pair is worth a closer look: near by itself, or the best of two near pages.

        On the training pairs this keeps 119 of 146 true contradictions and a fifth of the rest.
        """
        near = self.similarity >= NEAR and self.rank_inside <= 3
        close = self.similarity >= CLOSE and self.rank_inside == 1 and self.rank <= 5
        return near or close or (self.kin <= 6 and self.rank_inside <= 2)


@dataclass(frozen=True, slots=True)
class Cut:
    """A family that had more claims than are compared."""

    family: str
    claims: int
    compared: int


def candidates(space: Space, cuts: list[Cut]) -> Iterator[Candidate]:
    """Yield pairs whose values can be compared, conflicting or agreeing, family by family."""
    kin = _kin(space)
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
            yield from _of_family(space, members, kin)


def _kin_rank(space: Space, left: int, right: int) -> int:
    x, y = space.placed[left].claim.document, space.placed[right].claim.document
    return min(space.kinship.get(x, {}).get(y, 20), space.kinship.get(y, {}).get(x, 20))


def _kin(space: Space) -> list[tuple[str, str]]:
    """Documents of which one is among the nearest to the other as a whole."""
    near = {
        (min(name, other), max(name, other))
        for name, ranks in space.kinship.items()
        for other, rank in ranks.items()
        if rank <= KIN
    }
    return sorted(near)


def _of_family(
    space: Space, members: Sequence[int], kin: Sequence[tuple[str, str]]
) -> Iterator[Candidate]:
    rows = space.vectors[list(members)]
    by_document: defaultdict[str, list[int]] = defaultdict(list)
    for position, member in enumerate(members):
        by_document[space.placed[member].claim.document].append(position)
    pairs = _neighbours(rows)
    for a, b in kin:
        for pair in _best_between(rows, by_document.get(a, []), by_document.get(b, [])):
            pairs.setdefault(pair, (NEAREST + 1, float(rows[pair[0]] @ rows[pair[1]])))
    for (here, there), (rank, similarity) in sorted(pairs.items()):
        left, right = members[here], members[there]
        if _one_statement(space, left, right):
            continue
        compared = compare(space.placed[left].claim.value, space.placed[right].claim.value)
        if compared.relation is Relation.SILENT:
            continue
        ours = by_document[space.placed[left].claim.document]
        theirs = by_document[space.placed[right].claim.document]
        inside = max(
            _closer(rows, here, theirs, similarity, there),
            _closer(rows, there, ours, similarity, here),
        )
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


def _one_statement(space: Space, left: int, right: int) -> bool:
    """Two values of one sentence, or of one row, never exclude each other."""
    a, b = space.placed[left].claim, space.placed[right].claim
    return a.document == b.document and (
        (a.sentence == b.sentence
        and a.line == b.line)
        or (a.form is b.form is Form.CELL
        and a.line == b.line)
    )


def _neighbours(rows: npt.NDArray[np.float32]) -> dict[tuple[int, int], tuple[int, float]]:
    """Pairs in which one is among the nearest of the other: the better rank, and the similarity."""
    import numpy as np

    found: dict[tuple[int, int], tuple[int, float]] = {}
    count = min(NEAREST, len(rows) - 1)
    for first in range(0, len(rows), _BLOCK):
        similar = rows[first : first + _BLOCK] @ rows.T
        for offset, line in enumerate(similar):
            here = first + offset
            line[here] = -1.0
            best = np.argpartition(line, -count)[-count:]
            for rank, there in enumerate(sorted(best.tolist(), key=lambda n: (-line[n], n)), 1):
                if line[there] >= FLOOR:
                    pair = (min(here, there), max(here, there))
                    if pair not in found or rank < found[pair][0]:
                        found[pair] = rank, float(line[there])
    return found


def _best_between(
    rows: npt.NDArray[np.float32], ours: Sequence[int], theirs: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs of claims of two documents that are each other's nearest."""
    if not ours or not theirs:
        return
    similar = rows[ours] @ rows[theirs].T
    forth, back = similar.argmax(axis=1), similar.argmax(axis=0)
    for n, here in enumerate(ours):
        if back[forth[n]] == n:
            there = theirs[int(forth[n])]
            yield min(here, there), max(here, there)


def _closer(
    rows: npt.NDArray[np.float32], here: int, others: Sequence[int], similarity: float, but: int
) -> int:
    """How many other claims of a document are nearer than the one looked at."""
    rest = [o for o in others if o not in (here, but)]
    return int((rows[rest] @ rows[here] > similarity + 1e-6).sum()) if rest else 0
