"""What was reported, in process or by the command line, and whether it is what was planted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ragaudit.model import Observation

CONFIDENCE = ("high", "medium", "low")
_LIKE = 0.6
"""Share of the shorter text's words that two quotes of one statement have in common."""


@dataclass(frozen=True, slots=True)
class Place:
    """A quote in a document."""

    path: str
    line: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding with all its sides."""

    code: str
    confidence: str
    places: tuple[Place, ...]

    @property
    def where(self) -> frozenset[tuple[str, int | None]]:
        """Documents and lines, in no order."""
        return frozenset((place.path, place.line) for place in self.places)


def from_json(finding: Mapping[str, Any]) -> Reported:
    """A finding of the JSON report."""
    sides = [finding, *finding["related"]]
    places = tuple(Place(side["path"] or "", side["line"], side["quote"]) for side in sides)
    return Reported(finding["code"], finding["confidence"], places)


def from_observation(code: str, seen: Observation) -> Reported:
    """What a detector yields; documents are named `docs:path`."""
    own = Place(_path(seen.document or ""), seen.line, seen.quote)
    others = (Place(_path(r.document), r.line, r.quote) for r in seen.related)
    return Reported(code, seen.confidence, (own, *others))


def _path(document: str) -> str:
    return document.partition(":")[2]


def once(reported: Iterable[Reported]) -> list[Reported]:
    """One of those that name the same places: two rules may speak of one contradiction."""
    kept: dict[frozenset[tuple[str, int | None]], Reported] = {}
    for one in reported:
        kept.setdefault(one.where, one)
    return list(kept.values())


def names_sides(one: Reported, sides: Sequence[tuple[str, str]], pages: Mapping[str, str]) -> bool:
    """Whether a finding has places on at least two of the labelled sides: (path, quote)."""
    on = [{n for n, p in enumerate(one.places) if stands_in(p, *s, pages)} for s in sides]
    pairs = ((a, b) for i, a in enumerate(on) for b in on[i + 1 :])
    return any(m != n for a, b in pairs for m in a for n in b)


def stands_in(place: Place, path: str, quote: str, pages: Mapping[str, str]) -> bool:
    """Whether a place is on the lines, and in the words, of a labelled quote."""
    if place.path != path:
        return False
    start = pages[path].find(quote)
    if place.line is not None and start >= 0:
        first = pages[path].count("\n", 0, start) + 1
        if not first - 1 <= place.line <= first + quote.count("\n") + 1:
            return False
    return alike(place.quote, quote)


def alike(a: str, b: str) -> bool:
    """Whether two quotes are of the same statement; either may be cut or masked."""
    ours, theirs = _bag(a), _bag(b)
    return bool(ours and theirs) and len(ours & theirs) / min(len(ours), len(theirs)) >= _LIKE


def _bag(text: str) -> set[str]:
    words = (word.strip(".,;:!?|*`\"'()[]…“”").lower() for word in text.split())
    return {w for w in words if w and "@" not in w and "redacted" not in w and w != "address"}
