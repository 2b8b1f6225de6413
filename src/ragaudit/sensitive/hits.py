"""What was found in a text: where it stands and what kind it is, never the value."""

from __future__ import annotations

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
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)
