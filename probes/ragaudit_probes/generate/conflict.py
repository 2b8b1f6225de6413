"""Questions two documents answer differently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Pair, PairKind, Proposal
from ragaudit.model import Category, Expectation, GoldGroup, Probe
from ragaudit.text.terms import terms
from ragaudit_probes.generate._masking import masked
from ragaudit_probes.generate._text import is_german

_LEAST = 3
_CELL = re.compile(r"[^.]{1,80},[^.:]{1,60}: ")
"""A cell led by its row and its column: no sentence."""


class ConflictGenerator(Generator):
    """A statement two documents contradict each other in, without the value they differ in.

    Where one side is overdue, expired or replaced, the other is gold and must come first; else both
    are, as nobody has decided yet.
    """

    name = "conflict"
    order = 45

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a pair."""
        for pair in material.pairs:
            here = {pair.old, pair.new} <= material.pages.keys()
            if pair.kind is PairKind.SUPERSEDED or not here:
                continue
            query, used = _query(pair, material)
            if query:
                yield _proposal(pair, query, used, material)


def _proposal(pair: Pair, query: str, used: str, material: Material) -> Proposal:
    old, new = material.pages[pair.old], material.pages[pair.new]
    settled = pair.kind is PairKind.STALE_CONFLICT
    gold = material.gold(new)
    if settled:
        gold = GoldGroup(tuple(item for item in gold.any if item.document != old.name))
    else:
        items = {item.document: item for item in (*gold.any, *material.gold(old).any)}
        gold = GoldGroup(tuple(items.values()))
    return Proposal(
        query=query,
        about=new.id,
        gold=(gold,),
        made_of=frozenset({used}),
        origin=f"against {old.document.path}",
        place=f"{old.id} {pair.code}",
        category=Category.CONFLICT,
        expect=Expectation(not_stale=True, prefer_over=(old.name,)) if settled else Expectation(),
        excused=frozenset({old.id}),
        rivals=False,
    )


def _query(pair: Pair, material: Material) -> tuple[str, str]:
    """The plainer of the two statements without its values; it must say enough without them."""
    found = []
    for name, quote in ((pair.new, pair.new_quote), (pair.old, pair.old_quote)):
        if "…" in quote or "[redacted" in quote or _CELL.match(quote):
            continue
        text = masked(quote, names=not is_german(material.pages[name], material))
        if len(set(terms(text))) >= _LEAST:
            found.append((len(text), text, name))
    if not found:
        return "", pair.new
    _, text, name = min(found)
    return text, name
