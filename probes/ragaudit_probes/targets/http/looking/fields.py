"""Fields of results that may be their id, document, text and score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ragaudit.contracts import FoundField
from ragaudit.model import Confidence
from ragaudit_probes.targets.http.looking.lists import MOST_FIELDS
from ragaudit_probes.targets.http.looking.words import DISTANCES, NAMES, UNSURE, compared, step
from ragaudit_probes.targets.shared import looks_like_name, number

_LOOKED_AT, _DEEPEST = 100, 3
_LAST = re.compile(r"[.\[]")
_LONG_TEXT = 80
"""Characters on average from which a field without a telling name may be the text."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field of the results, wherever it is in them."""

    path: str
    name: str
    depth: int
    values: tuple[Any, ...]
    """Those of the results that have it and are not null, in order."""
    of: int
    """Results looked at."""

    @property
    def share(self) -> float:
        """Share of the results that have it."""
        return len(self.values) / self.of

    def fits(self, role: str) -> bool:
        """Whether its values are of the kind a role needs."""
        if role in ("score", "total", "cost"):
            return all(not isinstance(v, str) and number(v) is not None for v in self.values)
        kinds = str if role == "text" else (str | int)
        return all(isinstance(v, kinds) and not isinstance(v, bool) for v in self.values)


def leaves(items: Sequence[Any]) -> list[Leaf]:
    """The scalar fields of results, in the order of their paths."""
    looked_at = items[:_LOOKED_AT]
    found: dict[str, tuple[str, int, list[Any]]] = {}
    for item in looked_at:
        for path, name, depth, value in _scalars(item, "$", 0):
            if value is not None:
                found.setdefault(path, (name, depth, []))[2].append(value)
    return [
        Leaf(path, name, depth, tuple(values), len(looked_at))
        for path, (name, depth, values) in sorted(found.items())
    ]


def find(role: str, found: Sequence[Leaf]) -> FoundField | None:
    """The field most likely to have a role, by its name and kind; the first of several by name."""
    names = NAMES[role]
    able = [one for one in found if compared(one.name) in names and one.fits(role)]
    able = [one for one in able if one.share >= 0.5]
    able.sort(key=lambda one: (names.index(compared(one.name)), one.depth, one.path))
    if not able:
        return _by_length(found) if role == "text" else None
    first, *rest = able
    same = [one for one in rest if compared(one.name) == compared(first.name)]
    sure = first.share == 1 and not same and compared(first.name) not in UNSURE
    told = f"named “{compared(first.name)}”"
    if role not in ("total", "cost"):
        told += f", in {len(first.values)} of {first.of} results"
    if role == "score":
        order = _order(first.values)
        told += f", {order}"
        expected = "rising" if is_distance(first.path) else "falling"
        sure = sure and order in (expected, "all the same", "only one")
    return FoundField(
        role,
        first.path,
        Confidence.HIGH if sure else Confidence.MEDIUM,
        told,
        tuple(one.path for one in rest),
    )


def is_distance(path: str) -> bool:
    """Whether the name of a field, the end of its path, says that lower is better."""
    return compared(_LAST.split(path)[-1]) in DISTANCES


def _by_length(found: Sequence[Leaf]) -> FoundField | None:
    long = [one for one in found if one.fits("text") and one.share >= 0.5]
    long = [one for one in long if _length(one) >= _LONG_TEXT]
    long.sort(key=lambda one: (-_length(one), one.path))
    if not long:
        return None
    others = tuple(one.path for one in long[1:])
    return FoundField("text", long[0].path, Confidence.LOW, "the longest text there is", others)


def _length(leaf: Leaf) -> float:
    return sum(len(value) for value in leaf.values) / len(leaf.values)


def _order(values: Sequence[float]) -> str:
    pairs = list(pairwise(values))
    if all(one == two for one, two in pairs):
        return "all the same" if pairs else "only one"
    if all(one >= two for one, two in pairs):
        return "falling"
    return "rising" if all(one <= two for one, two in pairs) else "in no order"


def _scalars(item: Any, path: str, depth: int) -> Iterator[tuple[str, str, int, Any]]:
    if not isinstance(item, Mapping) or depth > _DEEPEST:
        return
    for name, value in list(item.items())[:MOST_FIELDS]:
        if not looks_like_name(name):
            continue
        below = path + step(name)
        if isinstance(value, Mapping):
            yield from _scalars(value, below, depth + 1)
        elif not isinstance(value, list):
            yield below, name, depth, value
