"""Values as sentences give them."""

from __future__ import annotations

from ragaudit.detectors.conflict._calendar import dates
from ragaudit.detectors.conflict._value import Value
from ragaudit.detectors.conflict._values import quantities


def quantity(sentence: str) -> Value:
    """The one quantity of a sentence."""
    (found,) = quantities(sentence)
    return found


def moment(sentence: str) -> Value:
    """The one date or time of a sentence."""
    (found,) = dates(sentence)
    return found
