"""Turns contradicting pairs into clusters: who says what, who stands alone, who is likely right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ragaudit.detectors.conflict._claims import Claim
from ragaudit.detectors.conflict._relation import Relation, compare


@dataclass(frozen=True, slots=True)
class Edge:
    """Two claims that contradict each other, or agree."""

    left: int
    right: int
    probability: float
    agrees: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """Claims of one value."""

    claims: tuple[Claim, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that say so, each once, in order."""
        return tuple(dict.fromkeys(claim.document for claim in self.claims))

    @property
    def surface(self) -> str:
        """The value as the first of them writes it."""
        return self.claims[0].surface


@dataclass(frozen=True, slots=True)
class Cluster:
    """One question with more than one answer."""

    sides: tuple[Side, ...]
    """The one most documents hold first."""
    probability: float
    """Of the surest pair."""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims of all sides."""
        return tuple(claim for side in self.sides for claim in side.claims)


def clusters(edges: Iterable[Edge], claims: Mapping[int, Claim]) -> list[Cluster]:
    """Group claims that are tied by any edge; groups without a contradiction are left out."""
    listed = list(edges)
    parents: dict[int, int] = {}
    for edge in listed:
        parents[_root(parents, edge.left)] = _root(parents, edge.right)
    groups: defaultdict[int, set[int]] = defaultdict(set)
    surest: defaultdict[int, float] = defaultdict(float)
    for edge in listed:
        root = _root(parents, edge.left)
        groups[root] |= {edge.left, edge.right}
        if not edge.agrees:
            surest[root] = max(surest[root], edge.probability)
    made = [
        Cluster(_sides([claims[n] for n in sorted(group)]), surest[root])
        for root, group in groups.items()
        if surest[root]
    ]
    return _merged([cluster for cluster in made if len(cluster.sides) > 1])


def _root(parents: dict[int, int], node: int) -> int:
    while (above := parents.get(node, node)) != node:
        parents[node] = parents.get(above, above)
        node = above
    return node


def _sides(members: Sequence[Claim]) -> tuple[Side, ...]:
    sides: list[list[Claim]] = []
    for claim in members:
        for side in sides:
            if compare(side[0].value, claim.value).relation is Relation.AGREE:
                side.append(claim)
                break
        else:
            sides.append([claim])
    ordered = sorted(
        sides, key=lambda side: (-len({c.document for c in side}), side[0].document, side[0].line)
    )
    return tuple(Side(tuple(side)) for side in ordered)


def _merged(found: Sequence[Cluster]) -> list[Cluster]:
    """One cluster a set of statements: a sentence with two values is one contradiction."""
    best: dict[frozenset[tuple[str, int]], Cluster] = {}
    for cluster in sorted(
        found, key=lambda c: (-c.probability, c.claims[0].document, c.claims[0].line)
    ):
        places = frozenset((claim.document, claim.line) for claim in cluster.claims)
        taken = next(
            (
                known
                for known in best
                if len(known & places) > 1 or (len(known & places) == len(places))
            ),
            None,
        )
        if taken is None:
            best[places] = cluster
    return list(best.values())
