"""The quantities a sentence names: what is measured, how much, and in which direction it binds."""

from __future__ import annotations

from ragaudit.detectors.conflict._frequencies import frequencies
from ragaudit.detectors.conflict._measures import joined, numbers
from ragaudit.detectors.conflict._terms import lowered
from ragaudit.detectors.conflict._value import Value
from ragaudit.detectors.conflict._worded import compound, worded


def quantities(sentence: str) -> list[Value]:
    """Every quantity of a sentence; dates, versions and names must be masked out before."""
    sentence = lowered(sentence)
    found = [*frequencies(sentence), *compound(sentence)]
    taken = [(v.start, v.end) for v in found]
    measured = [v for v in numbers(sentence) if not _overlaps(v.start, v.end, taken)]
    found += joined(sentence, measured)
    taken = [(v.start, v.end) for v in found]
    for value in worded(sentence):
        if not _overlaps(value.start, value.end, taken):
            found.append(value)
            taken.append((value.start, value.end))
    return sorted(found, key=lambda v: v.start)


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < e and s < end for s, e in taken)
