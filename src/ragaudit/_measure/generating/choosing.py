"""In which order proposals are looked at: folder by folder, document by document, by the seed."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

from ragaudit.contracts.generating import Chance, Material, Proposal


def in_turn(
    proposals: Iterable[Proposal], material: Material, chance: Chance
) -> Iterator[Proposal]:
    """Yield the proposals of one source so that each stratum, then each document, has its turn.

    A stratum is a top folder and a set of readers. The order hangs on names and the seed only, so
    that a new document moves few others.
    """
    by_document: defaultdict[str, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        by_document[proposal.about].append(proposal)
    strata: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name in by_document:
        page = material.pages[name]
        folder, slash, _ = page.document.path.partition("/")
        strata[folder if slash else "", page.standing.readers].append(name)
    turns = deque(
        deque(sorted(names, key=lambda name: (chance.number("document", name), name)))
        for _, names in sorted(
            strata.items(), key=lambda s: (chance.number("stratum", *s[0]), s[0])
        )
    )
    waiting = {name: deque(_shuffled(found, chance)) for name, found in by_document.items()}
    while turns:
        names = turns.popleft()
        name = names.popleft()
        yield waiting[name].popleft()
        if waiting[name]:
            names.append(name)
        if names:
            turns.append(names)


def _shuffled(proposals: list[Proposal], chance: Chance) -> list[Proposal]:
    return sorted(proposals, key=lambda p: (chance.number("place", p.about, p.place), p.place))
