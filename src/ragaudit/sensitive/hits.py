"""What was found in a text: where it stands and what kind it is, never the value."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Topic(StrEnum):
    """Which of the three rules a hit belongs to."""

    SECRET = "secret"  # noqa: S105  # the name of a rule's subject
    """Has the format of one provider's secrets."""
    CREDENTIAL = "credential"
    """Stands where a password or key is told."""
    PERSONAL = "personal"


class Weight(IntEnum):
    """What a hit is good for."""

    HIDE = 0
    """Worth hiding in a quote, not worth a finding: published examples, plain addresses."""
    MINOR = 1
    """Real, but of little harm: the key of a test environment."""
    REPORT = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One secret or personal detail in a text."""

    topic: Topic
    kind: str
    """As a reader would name it: `AWS access key ID`, `payment card number`."""
    start: int
    end: int
    weight: Weight = Weight.REPORT


def settle(hits: Iterable[Hit]) -> list[Hit]:
    """Hits in order of place, of any that overlap the weightier, then the longer one."""
    ranked = sorted(hits, key=lambda h: (-h.weight, h.topic != Topic.SECRET, h.start - h.end))
    kept: list[Hit] = []
    for hit in ranked:
        place = bisect_left(kept, hit.start, key=_start)
        free_before = place == 0 or kept[place - 1].end <= hit.start
        if free_before and (place == len(kept) or kept[place].start >= hit.end):
            kept.insert(place, hit)
    return kept


def _start(hit: Hit) -> int:
    return hit.start
